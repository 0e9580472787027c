using System.Collections.Immutable;

namespace TechCorp.PgInfra.Catalog;

/// <summary>The logins of the estate, derived from the services plus the few that serve people and machines.</summary>
public static class Logins
{
    /// <summary>The login of every connection string in the source document.</summary>
    public const string SharedApplication = "app_user";

    public const string Migrator = "migrator";
    public const string Analytics = "analytics_ro";
    public const string PoolerLookup = "pgbouncer_auth";
    public const string Monitor = "monitor";

    // 500 sessions at the server's 256MB would be 125 GiB of sorts on a 64 GiB host: transactional logins are pinned lower.
    private static RoleSettings Transactional(params ImmutableArray<string> searchPath) =>
        new(searchPath, StatementTimeout: "30s", IdleInTransactionSessionTimeout: "60s", LockTimeout: "5s", WorkMem: "16MB");

    /// <summary>The login of one service: its own schema and no other (S17).</summary>
    public static Login For(Service service) =>
        new(service.Login, LoginPurpose.Service, [new(service.Schema, SchemaAccess.ReadWrite)], Transactional(service.Schema));

    /// <summary>All logins for a set of services.</summary>
    public static ImmutableArray<Login> For(ImmutableArray<Service> services) =>
    [
        .. services.Select(For),

        // S19: every connection string of the source names app_user. Removing this line closes the one hole in the isolation.
        new(SharedApplication, LoginPurpose.SharedApplication,
            [.. services.Select(s => new SchemaGrant(s.Schema, SchemaAccess.ReadWrite))],
            Transactional([.. services.Select(s => s.Schema)]),
            IsolationException: "existing connection strings name app_user (S19); it reads and writes every service's schema"),

        new(Migrator, LoginPurpose.Migrator,
            [.. services.Select(s => new SchemaGrant(s.Schema, SchemaAccess.SetOwner))],
            new([], IdleInTransactionSessionTimeout: "5min", LockTimeout: "5s"),
            DirectConnections: 5),

        // auth holds credentials: no report needs them.
        new(Analytics, LoginPurpose.Analytics,
            [.. services.Where(s => s.Schema != "auth").Select(s => new SchemaGrant(s.Schema, SchemaAccess.ReadOnly))],
            new([], StatementTimeout: "15min", IdleInTransactionSessionTimeout: "5min", LockTimeout: "5s", WorkMem: "256MB"),
            DirectConnections: 20),

        new(PoolerLookup, LoginPurpose.PoolerLookup, [], new([], StatementTimeout: "5s"), DirectConnections: 8),
        new(Monitor, LoginPurpose.Monitor, [], new([], StatementTimeout: "30s", LockTimeout: "1s"), DirectConnections: 5),
    ];
}
