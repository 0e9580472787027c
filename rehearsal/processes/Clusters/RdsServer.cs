namespace TechCorp.PgInfra.Processes;

/// <summary>
/// What RDS has done to a server by the time an instance is available: its roles and the master user's database (RDS user guide,
/// "Understanding PostgreSQL roles"). The rehearsal, the tests' servers and the benchmark's are all made by it: a test on a master with
/// other powers than the rehearsed one would prove something else.
/// </summary>
public static class RdsServer
{
    /// <summary>Bootstrap superuser; nobody outside RDS logs in as it.</summary>
    public const string Superuser = "rdsadmin";

    /// <summary>
    /// The extension that RDS lets its master create and, as far as is known, reset. It is not trusted, so that here the superuser creates it on
    /// the master's behalf.
    /// </summary>
    public const string Extension = "CREATE EXTENSION pg_stat_statements; GRANT EXECUTE ON FUNCTION pg_stat_statements_reset TO rds_superuser";

    /// <summary>Its roles and the master, made as the superuser in one session.</summary>
    /// <param name="verifier">Of the master's password.</param>
    public static string Roles(string master, string verifier) =>
        // log_statement = ddl would write the verifier into the server's log. The driver sends each statement by itself: a string that the
        // server takes apart is logged before its SET counts.
        $"""
         SET log_statement = 'none'; SET log_min_duration_statement = -1; SET pg_stat_statements.track = 'none';
         CREATE ROLE rds_superuser NOLOGIN;
         CREATE ROLE rds_replication NOLOGIN;
         CREATE ROLE rds_iam NOLOGIN;
         CREATE ROLE rds_password NOLOGIN;
         GRANT pg_monitor, pg_signal_backend, pg_checkpoint, rds_replication, rds_password TO rds_superuser WITH ADMIN OPTION;
         CREATE ROLE {Quoted(master)} LOGIN NOSUPERUSER CREATEROLE CREATEDB IN ROLE rds_superuser PASSWORD '{verifier}' VALID UNTIL 'infinity';
         """;

    /// <summary>
    /// A database of the master's, created in the database postgres. FILE_COPY: the other strategy sends a copy of the template through the log
    /// to every follower (PostgreSQL manual, "CREATE DATABASE").
    /// </summary>
    public static string Database(string name, string master) => $"CREATE DATABASE {Quoted(name)} OWNER {Quoted(master)} STRATEGY FILE_COPY";

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
