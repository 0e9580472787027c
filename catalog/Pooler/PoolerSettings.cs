namespace TechCorp.PgInfra.Catalog;

/// <summary>PgBouncer's settings that the estate's arithmetic depends on; names as in pgbouncer.ini.</summary>
public static class PoolerSettings
{
    /// <summary>Port PgBouncer and its load balancer listen on.</summary>
    public const int Port = 6432;

    /// <summary>Entry of pgbouncer.ini that leads to the primary: the name of the database itself (S27).</summary>
    public const string Database = Catalog.Database.Name;

    /// <summary>Entry that leads to the read replicas, each in turn; the analytics replica is not among them.</summary>
    public const string ReadOnlyDatabase = Catalog.Database.Name + "_ro";

    /// <summary>S28.</summary>
    public const string PoolMode = "transaction";

    /// <summary>S29; client connections of one process.</summary>
    public const int MaxClientConn = 1000;

    /// <summary>S30; server connections per user and database.</summary>
    public const int DefaultPoolSize = 50;

    /// <summary>S31; further server connections per user and database under pressure.</summary>
    public const int ReservePoolSize = 10;

    /// <summary>
    /// Server connections of one process per database entry. Not in the source document: without it one process may open
    /// users x (50 + 10) connections, which passes the 400 alarm with seven users.
    /// </summary>
    public const int MaxDbConnections = 150;

    /// <summary>PgBouncer tasks, one per availability zone.</summary>
    public const int Tasks = 2;

    /// <summary>
    /// Seconds of silence after which PgBouncer probes a TCP connection. A network load balancer forgets a silent flow
    /// after 350 s and then answers with a reset, which a client sees in the middle of its pool.
    /// </summary>
    public const int TcpKeepIdleSeconds = 60;

    /// <summary>Longest wait of a client for a server connection, seconds; as long as a service's statement may run.</summary>
    public const int QueryWaitTimeoutSeconds = 30;

    /// <summary>Version that first knew max_prepared_statements; an older one does not start with it.</summary>
    public static Version PreparedStatementsSince { get; } = new(1, 21);

    /// <summary>
    /// Version the container image must have: the first with the fixes of CVE-2026-6664 to 6667, a crash before authentication.
    /// </summary>
    public static Version DeployedVersion { get; } = new(1, 25, 2);

    /// <summary>
    /// File descriptors one process needs: the manual's upper bound (clients, plus one pool per user and entry) and
    /// some for listeners, logs and DNS. The default soft limit of 1024 is less than the clients alone.
    /// </summary>
    /// <param name="pooledLogins">Logins that come through the pooler.</param>
    /// <param name="entries">Entries of the [databases] section.</param>
    public static int OpenFiles(int pooledLogins, int entries) =>
        MaxClientConn + ((DefaultPoolSize + ReservePoolSize) * pooledLogins * entries) + 64;
}
