using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Rehearsal.Secrets;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Estates;

/// <summary>What RDS has done by the time an instance is available: its roles, the master user and the database (RDS user guide, "Understanding PostgreSQL roles").</summary>
internal static class RdsRoles
{
    /// <summary>Bootstrap superuser; nobody outside RDS logs in as it.</summary>
    public const string Superuser = "rdsadmin";

    /// <summary>Login the standbys stream with.</summary>
    public const string Replication = "rdsrepladmin";

    /// <summary>Its roles, made as <see cref="Superuser"/> in one session.</summary>
    public static string Roles(Node writer, EstateSecrets secrets) =>
        // log_statement = ddl would write the verifiers into the server's log. The driver sends each statement by itself: a string that
        // the server takes apart is logged before its SET counts.
        $"""
         SET log_statement = 'none'; SET log_min_duration_statement = -1;
         CREATE ROLE rds_superuser NOLOGIN;
         CREATE ROLE rds_replication NOLOGIN;
         CREATE ROLE rds_iam NOLOGIN;
         CREATE ROLE rds_password NOLOGIN;
         GRANT pg_monitor, pg_signal_backend, pg_checkpoint, rds_replication, rds_password TO rds_superuser WITH ADMIN OPTION;
         CREATE ROLE {Replication} LOGIN REPLICATION PASSWORD '{Verifier(secrets.ReplicationPassword)}';
         CREATE ROLE {Master(writer)} LOGIN NOSUPERUSER CREATEROLE CREATEDB IN ROLE rds_superuser PASSWORD '{Verifier(secrets.MasterPassword)}' VALID UNTIL 'infinity';
         """;

    /// <summary>
    /// The database, created in the database postgres. FILE_COPY: the other strategy sends a copy of the template through the log to
    /// every follower (PostgreSQL manual, "CREATE DATABASE").
    /// </summary>
    public static string Database(Node writer) =>
        $"CREATE DATABASE {Quoted(writer.DatabaseName ?? Catalog.Database.Name)} OWNER {Master(writer)} STRATEGY FILE_COPY";

    /// <summary>
    /// Run as <see cref="Superuser"/> in the estate's database. The master may create this extension on RDS; here it is not trusted,
    /// so it is created the way RDS would do it on the master's behalf.
    /// </summary>
    public static string InDatabase(Node writer) =>
        writer.Parameters.TryGetValue("shared_preload_libraries", out var libraries) && libraries.Contains("pg_stat_statements", StringComparison.Ordinal)
            ? "CREATE EXTENSION pg_stat_statements"
            : "";

    private static string Master(Node writer) => Quoted(writer.MasterUsername ?? Catalog.Database.MasterUsername);

    private static string Verifier(string password) => ScramVerifier.Compute(password, System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
