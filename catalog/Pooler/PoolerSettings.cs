namespace TechCorp.PgInfra.Catalog;

/// <summary>PgBouncer's settings that the estate's arithmetic depends on; names as in pgbouncer.ini.</summary>
public static class PoolerSettings
{
    /// <summary>Port PgBouncer and its load balancer listen on.</summary>
    public const int Port = 6432;

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
}
