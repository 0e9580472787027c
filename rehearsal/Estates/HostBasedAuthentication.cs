using System.Collections.Immutable;
using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Estates;

/// <summary>pg_hba.conf as <c>rds.force_ssl</c> and <c>rds.accepted_password_auth_method</c> declare it.</summary>
internal static class HostBasedAuthentication
{
    /// <summary>The RDS parameter; 1 refuses connections without TLS.</summary>
    public const string ForceSsl = "rds.force_ssl";

    private const string PasswordMethod = "rds.accepted_password_auth_method";
    private const string Loopback = "127.0.0.0/8";

    /// <summary>The lines after the superuser's own.</summary>
    public static ImmutableArray<string> For(Node node)
    {
        // md5 accepts SCRAM verifiers too (PostgreSQL manual, "Password Authentication").
        var method = node.Parameters.GetValueOrDefault(PasswordMethod) == "scram" ? "scram-sha-256" : "md5";
        var client = node.Parameters.GetValueOrDefault(ForceSsl) == "1" ? "hostssl" : "host";
        return
        [
            // RDS's own superuser comes in from no network.
            $"host all {RdsServer.Superuser} {Loopback} reject",
            $"hostssl replication {RdsRoles.Replication} {Loopback} scram-sha-256",
            $"{client} all all {Loopback} {method}",
        ];
    }
}
