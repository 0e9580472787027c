using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Rehearsal.Alarms;

namespace TechCorp.PgInfra.Views.Grafana;

/// <summary>What the load balancer in front of PgBouncer reports; PgBouncer itself has no CloudWatch metrics.</summary>
internal static class PoolerGraphs
{
    private static readonly ImmutableArray<(string Title, string Metric, string Statistic, string Meaning, bool OfTargets)> Metrics =
    [
        ("Healthy PgBouncer tasks", PoolerHealth.Metric, "Minimum", "With none left every service is down.", true),
        ("Connections of clients to PgBouncer", "ActiveFlowCount", "Average", "Clients, not server connections: those are DatabaseConnections.", false),
        ("Connections PgBouncer cut off", "TCP_Target_Reset_Count", "Sum", "Resets sent by the tasks: a restart, a limit that was reached, a timeout.", false),
    ];

    public static IEnumerable<Panel> Of(GrafanaPooler pooler, string region) => Metrics.Select(m =>
    {
        var alarms = AlarmsOn(pooler, m.Metric);
        return Panels.Graph(
            m.Title,
            string.Join(' ', alarms.Select(a => $"Alarm {a.Name} fires after {a.DatapointsToAlarm} of {a.EvaluationPeriods} periods of {a.PeriodSeconds} s. Runbook: {AlarmTable.RunbookOf("pooler-down")}.").Prepend(m.Meaning)),
            null,
            [Target(m, region)],
            alarms);
    });

    /// <summary>The same metrics as numbers.</summary>
    public static IEnumerable<StatValue> Values(GrafanaPooler pooler, string region) => Metrics.Select(m => new StatValue(Target(m, region), null, AlarmsOn(pooler, m.Metric)));

    private static ImmutableArray<DeclaredAlarm> AlarmsOn(GrafanaPooler pooler, string metric) => [.. pooler.Alarms.Where(a => a.Metric.Name == metric)];

    private static CloudWatchTarget Target((string Title, string Metric, string Statistic, string Meaning, bool OfTargets) m, string region)
    {
        var balancer = ImmutableSortedDictionary<string, string>.Empty.Add("LoadBalancer", "$balancer");
        return new CloudWatchTarget(m.Title, region, PoolerHealth.Namespace, m.Metric, m.OfTargets ? balancer.Add("TargetGroup", "$targets") : balancer, m.Statistic, 60);
    }

    /// <summary>Variables that find the balancer by its tag: its dimension is known only once it is deployed.</summary>
    public static IEnumerable<object> Variables(GrafanaPooler pooler, string region) =>
    [
        DashboardVariables.Query("balancer", Panels.CloudWatchType, "${cloudwatch}", Arns(region, "loadbalancer", pooler.BalancerTag), "/:loadbalancer\\/(net\\/.+)$/"),
        DashboardVariables.Query("targets", Panels.CloudWatchType, "${cloudwatch}", Arns(region, "targetgroup", pooler.TargetGroupTag), "/:(targetgroup\\/.+)$/"),
    ];

    private static string Arns(string region, string type, string tag) => $"resource_arns({region}, elasticloadbalancing:{type}, {{\"Name\":[\"{tag}\"]}})";
}
