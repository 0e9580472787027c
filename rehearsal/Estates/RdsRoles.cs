using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Secrets;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Estates;

/// <summary>The roles and the database that RDS gives an estate's writer, with the estate's names and secrets.</summary>
internal static class RdsRoles
{
    /// <summary>Login the standbys stream with.</summary>
    public const string Replication = "rdsrepladmin";

    /// <summary>The roles, made as the superuser in one session.</summary>
    public static string Roles(Node writer, EstateSecrets secrets) =>
        $"""
         {RdsServer.Roles(Master(writer), ScramVerifier.Create(secrets.MasterPassword))}
         CREATE ROLE {Replication} LOGIN REPLICATION PASSWORD '{ScramVerifier.Create(secrets.ReplicationPassword)}';
         """;

    /// <summary>The database, created in the database postgres.</summary>
    public static string Database(Node writer) => RdsServer.Database(writer.DatabaseName ?? Catalog.Database.Name, Master(writer));

    /// <summary>Run as the superuser in the estate's database.</summary>
    public static string InDatabase(Node writer) =>
        writer.Parameters.TryGetValue("shared_preload_libraries", out var libraries) && libraries.Contains("pg_stat_statements", StringComparison.Ordinal)
            ? RdsServer.Extension
            : "";

    private static string Master(Node writer) => writer.MasterUsername ?? Catalog.Database.MasterUsername;
}
