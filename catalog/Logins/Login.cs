using System.Collections.Immutable;

namespace TechCorp.PgInfra.Catalog;

/// <summary>What a login is for; decides how it connects and what besides data it may do.</summary>
public enum LoginPurpose
{
    /// <summary>One microservice, through PgBouncer.</summary>
    Service,

    /// <summary>The single login shared by old connection strings (S19): the one declared exception to isolation.</summary>
    SharedApplication,

    /// <summary>Runs schema changes directly on the primary, by SET ROLE to each schema's owner; NOINHERIT.</summary>
    Migrator,

    /// <summary>Reports and ad-hoc queries, directly on the analytics replica.</summary>
    Analytics,

    /// <summary>PgBouncer's auth_user: may call the lookup function and nothing else.</summary>
    PoolerLookup,

    /// <summary>Dashboards and health checks; member of pg_monitor.</summary>
    Monitor,
}

/// <summary>How far a login reaches into one schema.</summary>
public enum SchemaAccess
{
    /// <summary>USAGE and SELECT, now and on future tables.</summary>
    ReadOnly,

    /// <summary>USAGE, SELECT, INSERT, UPDATE, DELETE, sequence use and EXECUTE, now and on future objects.</summary>
    ReadWrite,

    /// <summary>Member of the owner role without inheriting it: SET ROLE is needed first.</summary>
    SetOwner,
}

/// <summary>One cell of the declared privilege matrix.</summary>
public sealed record SchemaGrant(string Schema, SchemaAccess Access);

/// <summary>A role that can log in.</summary>
/// <param name="Name">Role name; at most 63 bytes, PostgreSQL cuts longer ones silently.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Grants">Schemas it reaches; none means none.</param>
/// <param name="Settings">Values pinned on the role; role settings are not inherited through membership, so each login has its own.</param>
/// <param name="DirectConnections">
/// Sessions it may hold on one server without the pooler, for logins that bypass PgBouncer; null for logins that go through it,
/// whose CONNECTION LIMIT follows from the pool sizes of the pooler.
/// </param>
/// <param name="IsolationException">Why this login may cross schemas although services may not; null for every other login. Reports repeat it.</param>
public sealed record Login(
    string Name,
    LoginPurpose Purpose,
    ImmutableArray<SchemaGrant> Grants,
    RoleSettings Settings,
    int? DirectConnections = null,
    string? IsolationException = null)
{
    /// <summary>True when the login connects through PgBouncer.</summary>
    public bool Pooled => DirectConnections is null;
}

/// <summary>
/// Settings pinned with ALTER ROLE ... SET, in PostgreSQL's own units (<c>30s</c>, <c>16MB</c>); null leaves the server's value.
/// </summary>
/// <param name="SearchPath">Schemas searched for unqualified names, in order; none leaves <c>pg_catalog</c> only.</param>
/// <param name="StatementTimeout">Longest statement.</param>
/// <param name="IdleInTransactionSessionTimeout">Longest idle time inside a transaction; leaks hold locks and vacuum back.</param>
/// <param name="LockTimeout">Longest wait for one lock.</param>
/// <param name="WorkMem">Memory of one sort; hashes take hash_mem_multiplier times as much.</param>
public sealed record RoleSettings(
    ImmutableArray<string> SearchPath,
    string? StatementTimeout = null,
    string? IdleInTransactionSessionTimeout = null,
    string? LockTimeout = null,
    string? WorkMem = null);
