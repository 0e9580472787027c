using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Infra.Dashboards;

/// <summary>The pooler as the dashboard names it.</summary>
/// <param name="Tasks">Tasks that should be there.</param>
/// <param name="Balancer">CloudWatch's dimension <c>LoadBalancer</c>.</param>
/// <param name="TargetGroup">CloudWatch's dimension <c>TargetGroup</c>.</param>
/// <param name="AlarmArn">Its alarm.</param>
public sealed record DashboardPooler(int Tasks, string Balancer, string TargetGroup, string AlarmArn);

/// <summary>What the load balancer sees of PgBouncer: whether it is there, who is connected, who was cut off.</summary>
internal static class PoolerWidgets
{
    private const string Namespace = PoolerHealth.Namespace;

    /// <summary>Properties of one row of graphs.</summary>
    public static ImmutableArray<object> Graphs(DashboardPooler pooler, string region)
    {
        object[] balancer = ["LoadBalancer", pooler.Balancer];
        object[] targets = ["TargetGroup", pooler.TargetGroup, .. balancer];
        return
        [
            Graph("Healthy PgBouncer tasks", region, "Minimum", [Namespace, PoolerHealth.Metric, .. targets], [new { label = $"{pooler.Tasks}", value = (double)pooler.Tasks }]),
            Graph("Connections of clients to PgBouncer", region, "Average", [Namespace, "ActiveFlowCount", .. balancer], []),
            Graph("Connections PgBouncer cut off", region, "Sum", [Namespace, "TCP_Target_Reset_Count", .. balancer], []),
        ];
    }

    private static object Graph(string title, string region, string stat, object[] metric, object[] thresholds) => new
    {
        title,
        region,
        view = "timeSeries",
        stat,
        period = 60,
        metrics = new[] { metric },
        annotations = new { horizontal = thresholds },
        yAxis = new { left = new { min = 0 } },
    };
}
