namespace TechCorp.PgInfra.Catalog;

/// <summary>
/// Names of the stack outputs: the contract between the program that declares them, the dr stack that reads prod's by
/// StackReference, and the post-deploy step that reads <c>pulumi stack output --json --show-secrets</c>.
/// </summary>
public static class StackOutputs
{
    /// <summary>string: identifier of the writer instance.</summary>
    public const string PrimaryIdentifier = "primaryIdentifier";

    /// <summary>string: ARN of the writer instance; a cross-region replica names its source by it.</summary>
    public const string PrimaryArn = "primaryArn";

    /// <summary>string: host name of the writer instance, without port.</summary>
    public const string PrimaryAddress = "primaryAddress";

    /// <summary>object: identifier to host name, one entry per read replica (analytics included).</summary>
    public const string ReplicaAddresses = "replicaAddresses";

    /// <summary>number: PostgreSQL port.</summary>
    public const string Port = "port";

    /// <summary>string: database name.</summary>
    public const string DatabaseName = "databaseName";

    /// <summary>string: engine version as declared; the dr stack refuses another major.</summary>
    public const string EngineVersion = "engineVersion";

    /// <summary>number: max_connections in force; a standby must not have less.</summary>
    public const string MaxConnections = "maxConnections";

    /// <summary>string: host name of the pooler's load balancer; absent where no pooler is declared.</summary>
    public const string PoolerAddress = "poolerAddress";

    /// <summary>number: the pooler's port.</summary>
    public const string PoolerPort = "poolerPort";

    /// <summary>
    /// number: CONNECTION LIMIT of every login that goes through the pooler, from the stack's tasks and max_db_connections; from the
    /// catalogue's where the stack has no pooler.
    /// </summary>
    public const string PooledLoginLimit = "pooledLoginLimit";

    /// <summary>string: RDS master user.</summary>
    public const string MasterUsername = "masterUsername";

    /// <summary>secret string: the master user's password.</summary>
    public const string MasterPassword = "masterPassword";

    /// <summary>secret object: login to <c>{"password", "verifier"}</c>; the verifier is SCRAM-SHA-256 with a stored salt.</summary>
    public const string Logins = "logins";

    /// <summary>
    /// secret object: login to its URLs, keys <c>DATABASE_URL</c>, <c>DATABASE_URL_RO</c> (S21) and, for pooled logins,
    /// <c>DATABASE_URL_POOLED</c>, <c>DATABASE_URL_RO_POOLED</c>; all with <c>sslmode=verify-full</c>.
    /// </summary>
    public const string ConnectionStrings = "connectionStrings";
}
