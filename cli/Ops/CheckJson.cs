using System.Text.Json.Nodes;
using TechCorp.PgInfra.Operations.Checks;
using TechCorp.PgInfra.Operations.Targets;

namespace TechCorp.PgInfra.Cli.Ops;

/// <summary>
/// Answers for programs. One check: <c>{at, check, target, node, login, level, summary, findings: [{level, text, next}], skipped: [{part, why}],
/// notes: [], tables: {name: [{column: value}]}}</c>; a column's name ends in its unit, as in <see cref="AnswerTable"/>. Health:
/// <c>{at, target, node, login, level, checks: [...]}</c>, worst first.
/// </summary>
internal static class CheckJson
{
    public static JsonObject Of(CheckResult result, Target target)
    {
        var json = Head(target);
        json["check"] = result.Check.Name;
        Fill(json, result);
        return json;
    }

    public static JsonObject OfHealth(IReadOnlyList<CheckResult> results, Target target)
    {
        var json = Head(target);
        json["level"] = results.Min(r => r.Level).Word();
        json["checks"] = new JsonArray([.. Health.Ranked(results).Select(r =>
        {
            var check = new JsonObject { ["check"] = r.Check.Name };
            Fill(check, r);
            return (JsonNode)check;
        })]);
        return json;
    }

    private static JsonObject Head(Target target) => new()
    {
        ["at"] = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture),
        ["target"] = target.Name,
        ["node"] = target.Chosen.Identifier,
        ["login"] = target.Login,
    };

    private static void Fill(JsonObject json, CheckResult result)
    {
        json["level"] = result.Level.Word();
        json["summary"] = result.Fine;
        json["findings"] = new JsonArray([.. result.Findings.Select(f => (JsonNode)new JsonObject { ["level"] = f.Level.Word(), ["text"] = f.Text, ["next"] = f.Next })]);
        json["skipped"] = new JsonArray([.. result.Skips.Select(s => (JsonNode)new JsonObject { ["part"] = s.Part, ["why"] = s.Why })]);
        json["notes"] = new JsonArray([.. result.Notes.Select(n => (JsonNode)JsonValue.Create(n))]);
        json["tables"] = new JsonObject(result.Tables.Select(t => KeyValuePair.Create(t.Name, (JsonNode?)new JsonArray([.. t.Rows.Select(row =>
            (JsonNode)new JsonObject(t.Columns.Select((c, i) => KeyValuePair.Create(c, (JsonNode?)Value(row.Values[i])))))]))));
    }

    private static JsonValue? Value(object? value) => value switch
    {
        null => null,
        bool flag => JsonValue.Create(flag),
        long number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        _ => JsonValue.Create(value.ToString()),
    };
}
