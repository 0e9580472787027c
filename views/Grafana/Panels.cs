using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Rehearsal.Alarms;

namespace TechCorp.PgInfra.Views.Grafana;

/// <summary>A panel before it has a place; <see cref="Layout"/> gives it one.</summary>
internal sealed record Panel(int Width, int Height, JsonObject Json);

/// <summary>One number of a stat panel.</summary>
internal sealed record StatValue(CloudWatchTarget Target, AlarmUnit? Unit, IReadOnlyCollection<DeclaredAlarm> Alarms);

/// <summary>The kinds of panel these dashboards use, in Grafana's dashboard JSON (schema v1, `@grafana/schema`).</summary>
internal static class Panels
{
    public const string CloudWatchType = "cloudwatch";
    public const string PostgreSqlType = "grafana-postgresql-datasource";

    public static Panel Row(string title) => new(24, 1, Json(new { type = "row", title, collapsed = false, panels = Array.Empty<object>() }));

    public static Panel Text(string markdown, int height) =>
        new(24, height, Json(new { type = "text", title = "", transparent = true, options = new { mode = "markdown", content = markdown } }));

    /// <summary>Metrics over time; what is red is where an alarm fires.</summary>
    /// <param name="title">Heading.</param>
    /// <param name="description">What it means.</param>
    /// <param name="unit">Unit of the metrics.</param>
    /// <param name="targets">A line each.</param>
    /// <param name="alarms">Alarms on them.</param>
    /// <param name="colors">Colour of a line by its name, where it has to be the same on every graph.</param>
    public static Panel Graph(
        string title, string description, AlarmUnit? unit, IEnumerable<CloudWatchTarget> targets, IReadOnlyCollection<DeclaredAlarm> alarms,
        IReadOnlyDictionary<string, string>? colors = null)
    {
        var lines = targets.ToImmutableArray();
        // A sum counts events: a slope between two of them would show some that never were. Points are drawn where a sample stands
        // alone; "never" would show nothing of it.
        var events = lines.All(t => t.Statistic == "Sum");
        var custom = Json(new
        {
            drawStyle = events ? "bars" : "line", lineWidth = 1, fillOpacity = events ? 60 : 0, showPoints = "auto",
            // Between two thresholds one instance is well and another is not.
            thresholdsStyle = new { mode = alarms.Select(a => a.Threshold).Distinct().Count() switch { 0 => "off", 1 => "line+area", _ => "line" } },
        });
        if (AlarmMarks.AxisTop(alarms) is { } top) custom["axisSoftMax"] = top;
        return new(8, 8, Json(new
        {
            type = "timeseries",
            title,
            description = $"{description} {AlarmMarks.InWords(unit, alarms)}".TrimEnd(),
            datasource = CloudWatchTarget.Source,
            targets = Targets(lines),
            fieldConfig = new
            {
                defaults = new { color = new { mode = "palette-classic" }, unit = Unit(unit), min = 0, thresholds = AlarmMarks.Thresholds(alarms, "transparent"), custom },
                overrides = lines.Where(t => colors?.ContainsKey(t.Label) == true).Select(t => new
                {
                    matcher = new { id = "byName", options = t.Label },
                    properties = new[] { new { id = "color", value = new { mode = "fixed", fixedColor = colors![t.Label] } } },
                }),
            },
            options = new
            {
                legend = new { displayMode = "list", placement = "bottom", showLegend = true, calcs = Array.Empty<string>() },
                tooltip = new { mode = "multi", sort = "desc" },
            },
        }));
    }

    /// <summary>The last value of each metric, red on the wrong side of its own threshold; a click offers another dashboard.</summary>
    public static Panel Stat(string title, string description, IEnumerable<StatValue> values, string? linkTitle = null, string? url = null)
    {
        var list = values.ToImmutableArray();
        // Before the link to its console, which the CloudWatch data source puts on every value.
        var links = url is null ? [] : new[] { new { id = "links", value = (object)new[] { new { title = linkTitle, url, targetBlank = false } } } };
        return new(24, 4, Json(new
        {
            type = "stat",
            title,
            description,
            datasource = CloudWatchTarget.Source,
            // What is down reports nothing, and the last value of six hours would stay green on it.
            timeFrom = "15m",
            targets = Targets(list.Select(v => v.Target)),
            fieldConfig = new
            {
                defaults = new { },
                overrides = list.Select(v => new
                {
                    matcher = new { id = "byName", options = v.Target.Label },
                    properties = new[]
                    {
                        new { id = "unit", value = (object)Unit(v.Unit) },
                        new { id = "color", value = (object)new { mode = "thresholds" } },
                        new { id = "thresholds", value = AlarmMarks.Thresholds(v.Alarms, v.Alarms.Count == 0 ? "text" : "green") },
                        // Of the value itself: else the curves share one scale, and beside a terabyte all others are flat.
                        new { id = "fieldMinMax", value = (object)true },
                        new { id = "min", value = (object)0 },
                        // Without it the place of the number is empty, and its name too.
                        new { id = "mappings", value = (object)new[] { new { type = "special", options = new { match = "null", result = new { text = "No data", color = "orange", index = 0 } } } } },
                    }.Concat(links),
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

    private static IEnumerable<object> Targets(IEnumerable<CloudWatchTarget> targets) => targets.Select((t, i) => t.Json(RefId(i)));

    // Grafana names queries A to Z, then AA.
    private static string RefId(int index) => index < 26 ? $"{(char)('A' + index)}" : $"{(char)('A' + (index / 26) - 1)}{(char)('A' + (index % 26))}";

    private static string Unit(AlarmUnit? unit) => unit switch
    {
        AlarmUnit.Percent => "percent",
        AlarmUnit.Bytes => "bytes",
        AlarmUnit.Seconds => "s",
        _ => "short",
    };

    internal static JsonObject Json(object value) => JsonSerializer.SerializeToNode(value)!.AsObject();
}
