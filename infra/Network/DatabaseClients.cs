using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;
using static TechCorp.PgInfra.Catalog.InstanceRole;

namespace TechCorp.PgInfra.Infra.Network;

/// <summary>Who may connect to which instance (S32, S50): least reach that still serves the connection strings.</summary>
public static class DatabaseClients
{
    /// <summary>The clients that exist outside this program; the pooler, which is declared here, is <see cref="Pooler"/>.</summary>
    public static ImmutableArray<DatabaseClient> External(NetworkSettings network) =>
    [
        // DATABASE_URL and DATABASE_URL_RO go straight to the instances (S21).
        .. network.ServiceSecurityGroups.Select(service => new DatabaseClient(service.Key, service.Value, Primary, Replica, DisasterRecovery)),
        new("bastion", network.BastionSecurityGroupId, Primary, Replica, Analytics, DisasterRecovery),
        // Schema changes are refused by a standby: nothing to look for there.
        new("migrations", network.MigrationsSecurityGroupId, Primary, DisasterRecovery),
        // Reports have their own replica so that they never touch the writer.
        new("analytics-tools", network.AnalyticsSecurityGroupId, Analytics),
        new("monitoring", network.MonitoringSecurityGroupId, Primary, Replica, Analytics, DisasterRecovery),
    ];

    /// <summary>What PgBouncer's tasks reach: the writer and the read replicas, never the analytics replica.</summary>
    public static ImmutableArray<InstanceRole> PoolerReaches { get; } = [Primary, Replica, DisasterRecovery];

    /// <summary>PgBouncer's tasks.</summary>
    public static DatabaseClient Pooler(Pulumi.Input<string> securityGroupId) => new("pooler", securityGroupId, [.. PoolerReaches]);
}
