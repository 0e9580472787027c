using System.Collections.Immutable;
using System.Text.Json;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Alarms;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra.Dashboards;

/// <summary>
/// The dashboard's JSON (CloudWatch API reference, "Dashboard body structure"): the state of the alarms of each instance, then
/// one graph per rule of the alarm table with a line per instance and the thresholds drawn in. A rule that is added has a graph.
/// </summary>
public static class DashboardBody
{
    private const int Columns = 24;
    private const int GraphWidth = 8;
    private const int GraphHeight = 6;

    // Alarms of one instance fit in three rows; CloudWatch takes at most 100 alarms in one widget.
    private const int AlarmHeight = 4;

    /// <summary>The body.</summary>
    /// <param name="title">Heading, Markdown.</param>
    /// <param name="region">Region of the metrics.</param>
    /// <param name="subjects">Instances, in the order of their lines.</param>
    /// <param name="overrides">Thresholds that differ in this stack.</param>
    /// <param name="alarmArns">Instance identifier to the ARNs of its alarms.</param>
    /// <param name="pooler">Null where none is declared.</param>
    public static string Render(
        string title,
        string region,
        ImmutableArray<AlarmSubject> subjects,
        ImmutableArray<AlarmOverride> overrides,
        IReadOnlyDictionary<string, ImmutableArray<string>> alarmArns,
        DashboardPooler? pooler = null)
    {
        var widgets = new List<object> { Widget("text", 0, 0, Columns, 2, new { markdown = title }) };
        var y = 2;
        foreach (var subject in subjects)
        {
            widgets.Add(Widget("alarm", 0, y, Columns, AlarmHeight, new { title = $"{subject.Identifier} ({RoleLabels.Of(subject.Role)})", alarms = alarmArns[subject.Identifier] }));
            y += AlarmHeight;
        }

        if (pooler is not null)
        {
            widgets.Add(Widget("alarm", 0, y, Columns, AlarmHeight, new { title = "PgBouncer", alarms = new[] { pooler.AlarmArn } }));
            y += AlarmHeight;
        }

        var rules = AlarmTable.Rules.Where(rule => subjects.Any(rule.AppliesTo)).ToList();
        var graphs = rules.Select(rule => Graph(rule, region, [.. subjects.Where(rule.AppliesTo)], overrides))
            .Concat(pooler is null ? [] : PoolerWidgets.Graphs(pooler, region));
        foreach (var (index, graph) in graphs.Index())
        {
            var (row, column) = Math.DivRem(index, Columns / GraphWidth);
            widgets.Add(Widget("metric", column * GraphWidth, y + (row * GraphHeight), GraphWidth, GraphHeight, graph));
        }

        return JsonSerializer.Serialize(new { widgets });
    }

    private static object Widget(string type, int x, int y, int width, int height, object properties) =>
        new { type, x, y, width, height, properties };

    private static object Graph(AlarmRule rule, string region, ImmutableArray<AlarmSubject> subjects, ImmutableArray<AlarmOverride> overrides) => new
    {
        title = $"{rule.Metric} ({rule.Unit}), {rule.Name}",
        region,
        view = "timeSeries",
        stat = $"{rule.Statistic}",
        period = rule.PeriodSeconds,
        metrics = subjects.Select(s => Metric(rule, s)).ToArray(),
        annotations = new
        {
            // One line per threshold and not per instance: most instances share theirs.
            horizontal = subjects
                .GroupBy(s => AlarmThresholds.ValueFor(rule, s, overrides))
                .Select(same => new
                {
                    label = same.Count() == subjects.Length
                        ? AlarmThresholds.TextFor(rule, same.First(), overrides)
                        : $"{AlarmThresholds.TextFor(rule, same.First(), overrides)} {string.Join(", ", same.Select(s => s.Identifier))}",
                    value = same.Key,
                })
                .ToArray(),
        },
        yAxis = new { left = new { min = 0 } },
    };

    private static object[] Metric(AlarmRule rule, AlarmSubject subject) => rule.HasInstanceDimension
        ? [rule.Namespace, rule.Metric, "DBInstanceIdentifier", subject.Identifier, new { label = subject.Identifier }]
        : [rule.Namespace, rule.MetricFor(subject.Identifier), new { label = subject.Identifier }];
}
