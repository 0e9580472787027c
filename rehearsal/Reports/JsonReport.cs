using System.Text.Json.Nodes;
using TechCorp.PgInfra.Rehearsal.Drills;

namespace TechCorp.PgInfra.Rehearsal.Reports;

/// <summary>Drills for programs. Times are seconds.</summary>
public static class JsonReport
{
    /// <summary>The report.</summary>
    public static JsonObject Of(DrillReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new JsonObject
        {
            ["stack"] = report.Stack,
            ["copyStack"] = report.CopyStack,
            ["postgresql"] = report.PostgreSqlVersion,
            ["at"] = report.At.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            ["seconds"] = Seconds(report.Took),
            ["bringUpSeconds"] = Seconds(report.BringUp),
            ["passed"] = report.Passed,
            ["drills"] = Array(report.Results, Of),
            ["notRehearsed"] = Array(report.NotRehearsed, n => new JsonObject { ["what"] = n.What, ["why"] = n.Why, ["resources"] = n.Resources }),
        };
    }

    private static JsonObject Of(DrillResult result) => new()
    {
        ["name"] = result.Name,
        ["proves"] = result.Proves,
        ["passed"] = result.Passed,
        ["seconds"] = Seconds(result.Took),
        ["checks"] = Array(result.Checks, c => new JsonObject { ["what"] = c.What, ["holds"] = c.Holds, ["seen"] = c.Seen }),
        // What did not come about has no number.
        ["figures"] = Array(result.Figures, f => new JsonObject { ["name"] = f.Name, ["value"] = double.IsFinite(f.Value) ? Math.Round(f.Value, 6) : null, ["unit"] = f.Unit }),
        ["timeline"] = Array(result.Timeline.Marks, m => new JsonObject { ["at"] = Seconds(m.At), ["kind"] = m.Kind.ToString(), ["what"] = m.What }),
        ["notes"] = Array(result.Notes, n => JsonValue.Create(n)),
    };

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);

    private static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode?> one) => new([.. items.Select(one)]);
}
