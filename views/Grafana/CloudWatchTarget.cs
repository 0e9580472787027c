using System.Collections.Immutable;
using TechCorp.PgInfra.Rehearsal.Alarms;

namespace TechCorp.PgInfra.Views.Grafana;

/// <summary>One metric as Grafana's CloudWatch data source asks for it (`CloudWatchMetricsQuery` of `@grafana/schema`).</summary>
/// <param name="Label">Name of the line.</param>
/// <param name="Region">AWS region.</param>
/// <param name="Namespace">CloudWatch namespace.</param>
/// <param name="Metric">Metric name.</param>
/// <param name="Dimensions">Dimension to value; a value may be a variable of the dashboard.</param>
/// <param name="Statistic">CloudWatch statistic.</param>
/// <param name="PeriodSeconds">Length of a data point.</param>
internal sealed record CloudWatchTarget(
    string Label,
    string Region,
    string Namespace,
    string Metric,
    ImmutableSortedDictionary<string, string> Dimensions,
    string Statistic,
    int PeriodSeconds)
{
    /// <summary>The data source that the dashboard's variable names.</summary>
    public static object Source { get; } = new { type = Panels.CloudWatchType, uid = "${cloudwatch}" };

    /// <summary>What an alarm watches, asked exactly as the alarm asks: another statistic or period would draw another line.</summary>
    public static CloudWatchTarget Of(DeclaredAlarm alarm, string region, string label) => new(
        label, region, alarm.Metric.Namespace, alarm.Metric.Name,
        alarm.Metric.Instance is { } instance ? ImmutableSortedDictionary<string, string>.Empty.Add("DBInstanceIdentifier", instance) : ImmutableSortedDictionary<string, string>.Empty,
        alarm.Statistic, alarm.PeriodSeconds);

    public object Json(string refId) => new
    {
        refId,
        datasource = Source,
        queryMode = "Metrics",
        metricQueryType = 0,
        metricEditorMode = 0,
        id = "",
        label = Label,
        region = Region,
        @namespace = Namespace,
        metricName = Metric,
        dimensions = Dimensions,
        matchExact = true,
        statistic = Statistic,
        period = $"{PeriodSeconds}",
        expression = "",
    };
}
