namespace TechCorp.PgInfra.Processes;

/// <summary>Where a standby streams from.</summary>
/// <param name="Host">Host name, address or socket folder.</param>
/// <param name="Port">Port.</param>
/// <param name="User">Role with REPLICATION.</param>
/// <param name="ApplicationName">Name the upstream knows the standby by, also in <c>synchronous_standby_names</c>.</param>
/// <param name="Slot">Replication slot on the upstream; null streams without one.</param>
/// <param name="PasswordFile">libpq password file, readable by the servers' user alone.</param>
/// <param name="TlsMode">libpq <c>sslmode</c>; null leaves libpq's default.</param>
/// <param name="RootCertificateFile">Authority the upstream's certificate is checked against.</param>
public sealed record Upstream(
    string Host, int Port, string User, string ApplicationName, string? Slot,
    string? PasswordFile = null, string? TlsMode = null, string? RootCertificateFile = null)
{
    /// <summary>Through the run's own socket folder, as the superuser, without a password.</summary>
    public static Upstream Of(Cluster primary, string applicationName, string? slot)
    {
        ArgumentNullException.ThrowIfNull(primary);
        return new(primary.SocketDirectory, primary.Port, primary.Superuser, applicationName, slot);
    }

    /// <summary>libpq connection string, as for <c>primary_conninfo</c>.</summary>
    public string ConnectionInfo => ConfigurationText.ConnectionInfo(
        ("host", Host), ("port", Port.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("user", User),
        ("application_name", ApplicationName), ("passfile", PasswordFile), ("sslmode", TlsMode), ("sslrootcert", RootCertificateFile));

    internal IEnumerable<KeyValuePair<string, string>> Settings =>
        [new("primary_conninfo", ConnectionInfo), new("primary_slot_name", Slot ?? "")];
}
