using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Rehearsal.Alarms;

/// <summary>Everything that would wake somebody: the alarms and log filters of the plans of one estate.</summary>
/// <param name="Alarms">Alarms on one metric.</param>
/// <param name="LogFilters">Filters that make a metric of log lines.</param>
/// <param name="NotEvaluated">Names of alarms that cannot be evaluated here, each with the reason.</param>
public sealed record DeclaredAlarms(
    ImmutableArray<DeclaredAlarm> Alarms,
    ImmutableArray<DeclaredLogFilter> LogFilters,
    ImmutableSortedDictionary<string, string> NotEvaluated)
{
    private const string AlarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";
    private const string FilterType = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
    private const string InstanceDimension = "DBInstanceIdentifier";

    /// <summary>Reads them out of the plans.</summary>
    public static DeclaredAlarms From(params IEnumerable<Plan> plans)
    {
        ArgumentNullException.ThrowIfNull(plans);
        var alarms = ImmutableArray.CreateBuilder<DeclaredAlarm>();
        var filters = ImmutableArray.CreateBuilder<DeclaredLogFilter>();
        var skipped = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var plan in plans)
        {
            foreach (var resource in plan.OfType(AlarmType))
            {
                var alarm = Alarm(plan, resource);
                if (WhyNotEvaluated(resource, alarm) is { } reason)
                    skipped[alarm.Name] = reason;
                else
                    alarms.Add(alarm);
            }

            filters.AddRange(plan.OfType(FilterType).Select(f => Filter(plan, f)));
        }

        return new(alarms.ToImmutable(), filters.ToImmutable(), skipped.ToImmutable());
    }

    private static DeclaredAlarm Alarm(Plan plan, PlannedResource resource)
    {
        var periods = (int)(resource.Number("evaluationPeriods") ?? 0);
        return new(
            plan.Text(resource, "name") ?? resource.Name,
            new(plan.Text(resource, "namespace") ?? "", plan.Text(resource, "metricName") ?? "", Dimension(plan, resource)),
            plan.Text(resource, "statistic") ?? "",
            (int)(resource.Number("period") ?? 0),
            periods,
            (int)(resource.Number("datapointsToAlarm") ?? periods),
            plan.Text(resource, "comparisonOperator") ?? "",
            resource.Number("threshold") ?? double.NaN,
            plan.Text(resource, "treatMissingData") ?? "missing");
    }

    private static string? WhyNotEvaluated(PlannedResource resource, DeclaredAlarm alarm) =>
        resource.Inputs.ContainsKey("metricQueries") ? "it is on a metric expression"
        : !DeclaredAlarm.Statistics.ContainsKey(alarm.Statistic) ? $"its statistic '{alarm.Statistic}' is none of {string.Join(", ", DeclaredAlarm.Statistics.Keys)}"
        : !DeclaredAlarm.Comparisons.ContainsKey(alarm.Comparison) ? $"its comparison '{alarm.Comparison}' is none of {string.Join(", ", DeclaredAlarm.Comparisons.Keys)}"
        : !DeclaredAlarm.MissingDataTreatments.Contains(alarm.MissingData) ? $"its treatMissingData '{alarm.MissingData}' is none of {string.Join(", ", DeclaredAlarm.MissingDataTreatments)}"
        : alarm.PeriodSeconds <= 0 || alarm.EvaluationPeriods <= 0 ? "it has no period or no evaluation periods"
        : alarm.DatapointsToAlarm > alarm.EvaluationPeriods ? $"it wants {alarm.DatapointsToAlarm} breaching data points of {alarm.EvaluationPeriods}"
        : double.IsNaN(alarm.Threshold) ? "it has no threshold"
        : null;

    private static string? Dimension(Plan plan, PlannedResource resource) =>
        (resource.Inputs["dimensions"] as JsonObject)?[InstanceDimension] is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? plan.Resolve(value.GetValue<string>())
            : null;

    private static DeclaredLogFilter Filter(Plan plan, PlannedResource resource)
    {
        var transformation = resource.Inputs["metricTransformation"] as JsonObject ?? [];
        return new(
            plan.Text(resource, "name") ?? resource.Name,
            plan.Text(resource, "logGroupName") ?? "",
            plan.Text(resource, "pattern") ?? "",
            new(Member("namespace") ?? "", Member("name") ?? "", null),
            Number("value") ?? 1,
            Number("defaultValue"));

        string? Member(string name) => transformation[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? plan.Resolve(value.GetValue<string>()) : null;

        double? Number(string name) =>
            double.TryParse(Member(name) ?? transformation[name]?.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
