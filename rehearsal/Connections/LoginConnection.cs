using System.Collections.Immutable;
using System.Globalization;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Connections;

/// <summary>How a login reaches the estate, ready to paste. Passwords come from the estate's password file unless they are asked for.</summary>
/// <param name="Login">Role.</param>
/// <param name="Endpoint">What it leads to, e.g. <c>pooler-1, writer</c>.</param>
/// <param name="Psql">A command line.</param>
/// <param name="Url">libpq connection URI.</param>
/// <param name="Npgsql">Npgsql connection string.</param>
/// <param name="Jdbc">pgjdbc URL; it takes the password file from <c>-Dorg.postgresql.pgpassfile=</c> or <c>PGPASSFILE</c>.</param>
public sealed record LoginConnection(string Login, string Endpoint, string Psql, string Url, string Npgsql, string Jdbc)
{
    /// <summary>Every way a login is meant to take: a pooled one through the poolers, the others straight to the nodes they are for.</summary>
    /// <param name="login">A login of the catalogue, or the master user.</param>
    /// <param name="showSecrets">True puts the password into the strings.</param>
    /// <exception cref="ArgumentException">There is no such login.</exception>
    public static ImmutableArray<LoginConnection> For(RunningEstate estate, string login, bool showSecrets = false)
    {
        ArgumentNullException.ThrowIfNull(estate);
        var password = showSecrets ? estate.PasswordOf(login) : null;
        var purpose = ServiceCatalog.TechCorp.Logins.FirstOrDefault(l => l.Name == login);
        if (purpose is { Pooled: true } && estate.Poolers is [var pooler, ..])
        {
            var entries = HasReplicas(estate) ? [(PoolerSettings.Database, "writer"), (PoolerSettings.ReadOnlyDatabase, "replicas")] : ((string, string)[])[(PoolerSettings.Database, "writer")];
            var jdbc = PgBouncerBinary.VersionOf(PgBouncerBinary.Find()) < PoolerSettings.PreparedStatementsSince ? "&prepareThreshold=0" : "";
            return [.. entries.Select(e => Of(estate, login, $"{pooler.Name}, {e.Item2}", pooler.Host, pooler.Port, e.Item1, password, jdbc))];
        }

        return [.. estate.Nodes.Where(n => IsFor(purpose?.Purpose, n, estate)).Select(n => Of(estate, login, n.Identifier, n.Host, n.Port, estate.DatabaseName, password, ""))];
    }

    private static bool HasReplicas(RunningEstate estate) =>
        estate.PoolerDeclaration?.Ini.Contains($"\n{PoolerSettings.ReadOnlyDatabase} = ", StringComparison.Ordinal) == true;

    private static bool IsFor(LoginPurpose? purpose, RunningNode node, RunningEstate estate) => purpose switch
    {
        LoginPurpose.Analytics => node.Declared.Kind == NodeKind.Replica && !InReadOnlyEntry(node, estate),
        LoginPurpose.Monitor => node.Declared.Kind != NodeKind.Standby,
        _ => node == estate.Writer,
    };

    private static bool InReadOnlyEntry(RunningNode node, RunningEstate estate) =>
        estate.PoolerDeclaration?.Ini.Contains($"::{node.Identifier}.address}}", StringComparison.Ordinal) == true;

    private static LoginConnection Of(RunningEstate estate, string login, string endpoint, string host, int port, string database, string? password, string jdbcExtra)
    {
        var (root, file, portText) = (estate.RootCertificateFile, estate.PasswordFile, port.ToString(CultureInfo.InvariantCulture));
        var conninfo = ConfigurationText.ConnectionInfo(
            ("host", host), ("port", portText), ("dbname", database), ("user", login), ("password", password), ("passfile", password is null ? file : null),
            ("sslmode", "verify-full"), ("sslrootcert", root));
        var secret = password is null ? "" : ":" + Uri.EscapeDataString(password);
        var passfile = password is null ? $"&passfile={Uri.EscapeDataString(file)}" : "";
        var npgsql = new global::Npgsql.NpgsqlConnectionStringBuilder
        {
            Host = host, Port = port, Database = database, Username = login, Password = password, Passfile = password is null ? file : null,
            SslMode = global::Npgsql.SslMode.VerifyFull, RootCertificate = root,
        };
        var jdbcSecret = password is null ? "" : $"&password={Uri.EscapeDataString(password)}";
        return new(login, endpoint,
            // Single quotes stand in the connection string, so the shell gets double ones.
            $"psql \"{conninfo.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal)}\"",
            $"postgresql://{login}{secret}@{host}:{portText}/{database}?sslmode=verify-full&sslrootcert={Uri.EscapeDataString(root)}{passfile}",
            npgsql.ConnectionString,
            $"jdbc:postgresql://{host}:{portText}/{database}?user={login}{jdbcSecret}&sslmode=verify-full&sslrootcert={Uri.EscapeDataString(root)}{jdbcExtra}");
    }
}
