using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace TechCorp.PgInfra.Views.Grafana;

/// <summary>Answers of PostgreSQL as tables.</summary>
internal static partial class Tables
{
    private static readonly object Source = new { type = Panels.PostgreSqlType, uid = "${server}" };

    // A unit, and the decimals it is shown with where Grafana would show three digits however small the value is.
    private static readonly ImmutableDictionary<string, (string Unit, int? Decimals)> Units = ImmutableDictionary.CreateRange<string, (string, int?)>([
        new("s", ("s", null)), new("bytes", ("bytes", null)), new("ratio", ("percentunit", 1)),
    ]);

    /// <summary>The answer of a query.</summary>
    public static Panel Of(PostgreSqlQuery query) => new(query.Width, query.Height, Panels.Json(new
    {
        type = "table",
        title = query.Title,
        description = query.Meaning,
        datasource = Source,
        targets = new[] { new { refId = "A", datasource = Source, rawQuery = true, editorMode = "code", format = "table", rawSql = query.Sql } },
        fieldConfig = new
        {
            // With a mark at the thousands. Grafana's least width of 150 pixels pushes the last columns of a narrow table out of sight.
            defaults = new { unit = "locale", custom = new { align = "auto", minWidth = 80 } },
            overrides = Statements(query.Sql).Concat(Processes(query.Sql)).Concat(Measures(query.Sql)).Concat(Times(query.Sql)),
        },
        options = new { showHeader = true, frameIndex = 0, cellHeight = "sm" },
    }));

    // A column is named after its unit in the query, for whoever runs it in psql; here the unit stands at each value.
    private static IEnumerable<object> Measures(string sql) => Measure().Matches(sql).Select(m =>
    {
        var (name, (unit, decimals)) = (m.Groups[1].Value, Units[m.Groups[2].Value]);
        return Rule("byName", $"{name} {m.Groups[2].Value}",
        [
            ("unit", unit), ("displayName", name), ("custom.width", Math.Max(90, 24 + (8 * name.Length))), .. decimals is { } d ? [("decimals", d)] : ImmutableArray<(string, object)>.Empty,
        ]);
    });

    // How long ago, and not a date to subtract from the clock.
    private static IEnumerable<object> Times(string sql) => Time().Matches(sql).Select(m => m.Value).Distinct().Select(name => Rule("byName", name, [("unit", "dateTimeFromNow"), ("custom.width", 150)]));

    // A name, and no amount: it is copied into pg_terminate_backend.
    private static IEnumerable<object> Processes(string sql) => !sql.Contains("pid", StringComparison.Ordinal)
        ? []
        : [Rule("byRegexp", "/^(pid|blocker)$/", [("unit", "none"), ("custom.width", 90)])];

    // The text of a statement gets the room that the others leave, and can be opened to be read whole.
    private static IEnumerable<object> Statements(string sql) => !sql.Contains(" AS query", StringComparison.Ordinal)
        ? []
        : [Rule("byRegexp", "/^(?!.*query$)/", [("custom.width", 150)]), Rule("byRegexp", "/query$/", [("custom.inspect", true)])];

    private static object Rule(string matcher, string options, ImmutableArray<(string Id, object Value)> properties) =>
        new { matcher = new { id = matcher, options }, properties = properties.Select(p => new { id = p.Id, value = p.Value }) };

    [GeneratedRegex("AS \"([^\"]+) (s|bytes|ratio)\"")]
    private static partial Regex Measure();

    [GeneratedRegex(@"\b(last_auto\w+|stats_reset)\b")]
    private static partial Regex Time();
}
