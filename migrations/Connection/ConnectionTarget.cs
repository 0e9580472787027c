namespace TechCorp.PgInfra.Migrations.Connection;

/// <summary>How far the server's certificate is checked; names and meaning as libpq's sslmode (libpq manual, section 34.19).</summary>
public enum TlsMode
{
    Disable,
    Allow,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

/// <summary>Where to connect and as whom.</summary>
public sealed record ConnectionTarget
{
    /// <summary>Host name, address, or the directory of a Unix socket.</summary>
    public required string Host { get; init; }

    /// <summary>
    /// Address to dial instead of resolving <see cref="Host"/>, whose name the certificate is still checked against:
    /// <c>verify-full</c> survives an SSH tunnel this way (S32).
    /// </summary>
    public string? HostAddress { get; init; }

    /// <summary>Port; 5432 unless said otherwise (S20).</summary>
    public int Port { get; init; } = Catalog.Database.Port;

    /// <summary>Database; <c>techcorp</c> unless said otherwise (S18).</summary>
    public string Database { get; init; } = Catalog.Database.Name;

    /// <summary>Login; the RDS master user unless said otherwise.</summary>
    public string Username { get; init; } = Catalog.Database.MasterUsername;

    /// <summary>Password; null leaves it to PGPASSWORD, the password file or a server that asks for none.</summary>
    public string? Password { get; init; }

    /// <summary>Password file in libpq's form; null is PGPASSFILE, else <c>~/.pgpass</c>.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Check of the certificate. Where nothing is said it is <c>verify-full</c>, and <c>prefer</c> on this machine's own addresses (S49).</summary>
    public TlsMode? Tls { get; init; }

    /// <summary>File with the certificate authorities to trust; null is libpq's <c>~/.postgresql/root.crt</c>, else the system's.</summary>
    public string? RootCertificate { get; init; }

    /// <summary>Client certificate and its key, for servers that ask for one.</summary>
    public string? Certificate { get; init; }

    public string? CertificateKey { get; init; }

    /// <summary>Seconds to wait for the connection; 10 unless said otherwise.</summary>
    public int ConnectTimeout { get; init; } = 10;

    /// <summary>The check in force.</summary>
    public TlsMode EffectiveTls => Tls ?? (IsThisMachine ? TlsMode.Prefer : TlsMode.VerifyFull);

    /// <summary>For messages: never with the password.</summary>
    public string Display => HostAddress is null ? $"{Host}:{Port}" : $"{Host}:{Port} (at {HostAddress})";

    /// <summary>Files that are named and not there; the driver would say so only in the middle of a handshake.</summary>
    public IEnumerable<string> MissingFiles =>
        new[] { ("sslrootcert", RootCertificate), ("sslcert", Certificate), ("sslkey", CertificateKey), ("passfile", PasswordFile) }
            .Where(f => f.Item2 is not null && !File.Exists(f.Item2))
            .Select(f => $"{f.Item1} is {f.Item2}, and there is no such file");

    private bool IsThisMachine => Host.StartsWith('/') || Host is "localhost" or "127.0.0.1" or "::1";

    /// <summary>Without the password: a record prints all its members.</summary>
    public override string ToString() => $"{Username}@{Display}/{Database}";
}
