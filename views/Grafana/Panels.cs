using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Views.Grafana;

/// <summary>A panel before it has a place; <see cref="Layout"/> gives it one.</summary>
internal sealed record Panel(int Width, int Height, JsonObject Json);

/// <summary>The kinds of panel these dashboards use, in Grafana's dashboard JSON (schema v1, `@grafana/schema`).</summary>
internal static class Panels
{
    public const string CloudWatchType = "cloudwatch";
    public const string PostgreSqlType = "grafana-postgresql-datasource";

    private const string AlarmColor = "red";

    public static Panel Row(string title) => new(24, 1, Json(new { type = "row", title, collapsed = false, panels = Array.Empty<object>() }));

    public static Panel Text(string markdown, int height) =>
        new(24, height, Json(new { type = "text", title = "", transparent = true, options = new { mode = "markdown", content = markdown } }));

    /// <summary>Metrics over time, with a line at each threshold.</summary>
    public static Panel Graph(string title, string description, AlarmUnit? unit, IEnumerable<CloudWatchTarget> targets, IEnumerable<double> thresholds) => new(8, 8, Json(new
    {
        type = "timeseries",
        title,
        description,
        datasource = CloudWatchTarget.Source,
        targets = Targets(targets),
        fieldConfig = new
        {
            defaults = new
            {
                color = new { mode = "palette-classic" },
                unit = Unit(unit),
                min = 0,
                thresholds = new { mode = "absolute", steps = LineSteps(thresholds) },
                custom = new { drawStyle = "line", lineWidth = 1, fillOpacity = 0, showPoints = "never", thresholdsStyle = new { mode = "line" } },
            },
            overrides = Array.Empty<object>(),
        },
        options = new
        {
            legend = new { displayMode = "list", placement = "bottom", showLegend = true, calcs = Array.Empty<string>() },
            tooltip = new { mode = "multi", sort = "desc" },
        },
    }));

    /// <summary>The last value of each metric, red on the wrong side of its own threshold; a click opens another dashboard.</summary>
    public static Panel Stat(string title, string description, IEnumerable<(CloudWatchTarget Target, GrafanaAlarm Alarm)> values, string linkTitle, string url)
    {
        var list = values.ToImmutableArray();
        return new(24, 4, Json(new
        {
            type = "stat",
            title,
            description,
            datasource = CloudWatchTarget.Source,
            targets = Targets(list.Select(v => v.Target)),
            fieldConfig = new
            {
                defaults = new { links = new[] { new { title = linkTitle, url, targetBlank = false } } },
                overrides = list.Select(v => new
                {
                    matcher = new { id = "byName", options = v.Target.Label },
                    properties = new object[]
                    {
                        new { id = "unit", value = Unit(v.Alarm.Rule.Unit) },
                        new { id = "color", value = new { mode = "thresholds" } },
                        new { id = "thresholds", value = new { mode = "absolute", steps = ColorSteps(v.Alarm) } },
                    },
                }),
            },
            options = new
            {
                colorMode = "value", graphMode = "area", justifyMode = "auto", orientation = "auto", percentChangeColorMode = "standard",
                reduceOptions = new { calcs = new[] { "lastNotNull" }, fields = "", values = false },
                showPercentChange = false, textMode = "value_and_name", wideLayout = true,
            },
        }));
    }

    /// <summary>The answer of a query; durations in seconds and sizes in bytes are shown as such by the name of their column.</summary>
    public static Panel Table(PostgreSqlQuery query) => new(query.Width, 8, Json(new
    {
        type = "table",
        title = query.Title,
        description = query.Meaning,
        datasource = PostgreSqlSource,
        targets = new[]
        {
            new { refId = "A", datasource = PostgreSqlSource, rawQuery = true, editorMode = "code", format = "table", rawSql = query.Sql },
        },
        fieldConfig = new
        {
            defaults = new { custom = new { align = "auto", filterable = true } },
            overrides = new[] { ByRegex(".* s$", "s"), ByRegex(".* bytes$", "bytes"), ByRegex(".* ratio$", "percentunit") },
        },
        options = new { showHeader = true, frameIndex = 0, cellHeight = "sm" },
    }));

    private static readonly object PostgreSqlSource = new { type = PostgreSqlType, uid = "${server}" };

    private static object ByRegex(string pattern, string unit) =>
        new { matcher = new { id = "byRegexp", options = $"/{pattern}/" }, properties = new[] { new { id = "unit", value = unit } } };

    private static IEnumerable<object> Targets(IEnumerable<CloudWatchTarget> targets) => targets.Select((t, i) => t.Json(RefId(i)));

    // Grafana names queries A to Z, then AA.
    private static string RefId(int index) => index < 26 ? $"{(char)('A' + index)}" : $"{(char)('A' + (index / 26) - 1)}{(char)('A' + (index % 26))}";

    private static object[] LineSteps(IEnumerable<double> thresholds) =>
    [
        new { color = "transparent", value = (double?)null },
        .. thresholds.Distinct().Order().Select(value => new { color = AlarmColor, value = (double?)value }),
    ];

    private static object[] ColorSteps(GrafanaAlarm alarm)
    {
        var low = alarm.Declared.Comparison.StartsWith("Less", StringComparison.Ordinal);
        return
        [
            new { color = low ? AlarmColor : "green", value = (double?)null },
            new { color = low ? "green" : AlarmColor, value = (double?)alarm.Declared.Threshold },
        ];
    }

    private static string Unit(AlarmUnit? unit) => unit switch
    {
        AlarmUnit.Percent => "percent",
        AlarmUnit.Bytes => "bytes",
        AlarmUnit.Seconds => "s",
        _ => "short",
    };

    private static JsonObject Json(object value) => JsonSerializer.SerializeToNode(value)!.AsObject();
}
