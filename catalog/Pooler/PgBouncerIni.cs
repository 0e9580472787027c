using System.Globalization;
using System.Text;

namespace TechCorp.PgInfra.Catalog;

/// <summary>The only writer of pgbouncer.ini (S27 to S31 as the source has them, and what makes them safe).</summary>
public static class PgBouncerIni
{
    /// <summary>The whole file. Pure: equal inputs give equal bytes.</summary>
    /// <exception cref="ArgumentException">A host or path that would break out of its line.</exception>
    public static string Render(PgBouncerIniInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var ini = new StringBuilder();

        ini.Append("[databases]\n");
        Entry(ini, PoolerSettings.Database, [input.PrimaryHost], input.PrimaryPort);
        if (input.ReadOnlyHosts.Length > 0) Entry(ini, PoolerSettings.ReadOnlyDatabase, input.ReadOnlyHosts, input.ReadOnlyPort);

        ini.Append("\n[pgbouncer]\n");
        foreach (var (name, value, since) in Settings(input))
            if (since is null || input.Version >= since)
                ini.Append(CultureInfo.InvariantCulture, $"{name} = {value}\n");

        return ini.ToString();
    }

    private static void Entry(StringBuilder ini, string name, IEnumerable<string> hosts, int port) =>
        ini.Append(CultureInfo.InvariantCulture, $"{name} = host={string.Join(',', hosts.Select(Host))} port={port} dbname={Database.Name}\n");

    private static (string Name, object Value, Version? Since)[] Settings(PgBouncerIniInput input) =>
    [
        // The source's own lines.
        ("pool_mode", PoolerSettings.PoolMode, null),
        ("max_client_conn", PoolerSettings.MaxClientConn, null),
        ("default_pool_size", PoolerSettings.DefaultPoolSize, null),
        ("reserve_pool_size", PoolerSettings.ReservePoolSize, null),
        ("max_db_connections", input.MaxDbConnections, null),

        ("listen_addr", input.Listen, null),
        ("listen_port", input.ListenPort, null),
        // Empty switches the socket off: the default is in /tmp, which a read-only root does not let it create.
        ("unix_socket_dir", "", null),

        ("auth_type", "scram-sha-256", null),
        ("auth_file", PathOf(input.Files.UserList), null),
        ("auth_user", PoolerAuthentication.Login, null),
        ("auth_query", PoolerAuthentication.Query, null),
        // Nobody may PAUSE or KILL: a change arrives as a deployment.
        ("stats_users", PoolerAuthentication.StatsLogin, null),

        // S49, both ways.
        ("client_tls_sslmode", "require", null),
        ("client_tls_cert_file", PathOf(input.Files.Certificate), null),
        ("client_tls_key_file", PathOf(input.Files.PrivateKey), null),
        ("server_tls_sslmode", "verify-full", null),
        ("server_tls_ca_file", PathOf(input.Files.ServerCa), null),

        // JDBC sends it with every connection, and PgBouncer refuses what it does not know.
        ("ignore_startup_parameters", "extra_float_digits", null),
        // Protocol-level prepared statements survive transaction pooling only from this version on.
        ("max_prepared_statements", 200, PoolerSettings.PreparedStatementsSince),

        // An idle connection of one login holds a place under max_db_connections that another login waits for.
        ("server_idle_timeout", 60, null),
        ("server_lifetime", 3600, null),
        ("query_wait_timeout", PoolerSettings.QueryWaitTimeoutSeconds, null),

        // A Multi-AZ failover moves the name within about a minute; RDS gives it a time to live of 5 s.
        ("dns_max_ttl", 5, null),
        ("server_connect_timeout", 5, null),
        ("server_login_retry", 2, null),

        ("tcp_keepalive", 1, null),
        ("tcp_keepidle", PoolerSettings.TcpKeepIdleSeconds, null),
        ("tcp_keepintvl", 10, null),
        ("tcp_keepcnt", 3, null),
    ];

    // A host is a name, an address or a reference that is resolved later; it never has a blank, and a comma would make two of it.
    private static string Host(string host) =>
        host.Length > 0 && !host.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is ',' or '\'')
            ? host
            : throw new ArgumentException($"'{host}' is not a host for pgbouncer.ini: one name or address, without blanks, commas and quotes");

    private static string PathOf(string path) =>
        path.StartsWith('/') && !path.Any(char.IsControl)
            ? path
            : throw new ArgumentException($"'{path}' is not a path for pgbouncer.ini: it must be absolute and on one line");
}
