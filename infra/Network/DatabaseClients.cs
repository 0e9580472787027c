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
        .. Named(network).Select(client => new DatabaseClient(client.Name, client.SecurityGroupId, [.. client.Reaches])),
    ];

    /// <summary>The same as plain values: which group is whose, and what it may reach.</summary>
    public static ImmutableArray<(string Name, string SecurityGroupId, ImmutableArray<InstanceRole> Reaches)> Named(NetworkSettings network) =>
    [
        // DATABASE_URL and DATABASE_URL_RO go straight to the instances (S21).
        .. network.ServiceSecurityGroups.Select(service => (service.Key, service.Value, ImmutableArray.Create(Primary, Replica, DisasterRecovery))),
        ("bastion", network.BastionSecurityGroupId, [Primary, Replica, Analytics, DisasterRecovery]),
        // Schema changes are refused by a standby: nothing to look for there.
        ("migrations", network.MigrationsSecurityGroupId, [Primary, DisasterRecovery]),
        // Reports have their own replica so that they never touch the writer.
        ("analytics-tools", network.AnalyticsSecurityGroupId, [Analytics]),
        ("monitoring", network.MonitoringSecurityGroupId, [Primary, Replica, Analytics, DisasterRecovery]),
    ];

    /// <summary>What PgBouncer's tasks reach: the writer and the read replicas, never the analytics replica.</summary>
    public static ImmutableArray<InstanceRole> PoolerReaches { get; } = [Primary, Replica, DisasterRecovery];

    /// <summary>PgBouncer's tasks.</summary>
    public static DatabaseClient Pooler(Pulumi.Input<string> securityGroupId) => new("pooler", securityGroupId, [.. PoolerReaches]);
}
