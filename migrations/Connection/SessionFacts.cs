namespace TechCorp.PgInfra.Migrations.Connection;

/// <summary>What decides whether the step may work here.</summary>
internal sealed record SessionFacts(ServerFacts Server, bool IsPooler, bool IsStandby, bool CreatesRoles, bool Inherits, bool OwnsDatabase)
{
    /// <summary>Why not, and the way out; null when it may. The connection comes before the server and the server before the login.</summary>
    public string? Refusal(ConnectionTarget target) => this switch
    {
        { IsPooler: true } =>
            $"{target.Display} is a connection pooler, not the server itself: connect to the primary directly (port {Catalog.Database.Port}); "
            + "a pooler in transaction mode loses advisory locks and SET ROLE between statements",
        { IsStandby: true } =>
            $"{target.Display} is a standby (in recovery): connect to the primary, output {Catalog.StackOutputs.PrimaryAddress} of the stack; "
            + "roles and grants reach the replicas by replication",
        { Server.Database: not Catalog.Database.Name } =>
            $"{target.Display} was asked for database {Server.Database}: the declared database is {Catalog.Database.Name}; write dbname={Catalog.Database.Name}",
        { Server.MajorVersion: < Catalog.Database.MajorVersion } =>
            $"{target.Display} runs PostgreSQL {Server.Version}: major {Catalog.Database.MajorVersion} or later is needed; upgrade the instance first",
        { Server.IsSuperuser: true } => null,
        { CreatesRoles: false } =>
            $"login {Server.User} has no CREATEROLE: connect as the RDS master user, {Catalog.Database.MasterUsername}",
        { OwnsDatabase: false } =>
            $"login {Server.User} does not own database {Server.Database}, {Server.DatabaseOwner} does: connect as {Server.DatabaseOwner}, "
            + $"or have it run ALTER DATABASE {Server.Database} OWNER TO {Server.User}",
        { Inherits: false } =>
            $"login {Server.User} is NOINHERIT and could not use the memberships it lends itself for the run: run ALTER ROLE {Server.User} INHERIT",
        _ => null,
    };
}
