using System.Text.Json.Nodes;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Review.Laws.Coverage;

namespace TechCorp.PgInfra.Cli.Laws;

/// <summary>A report of the laws for programs.</summary>
internal static class LawsJson
{
    public static JsonObject Of(LawReport report, bool coverage)
    {
        var json = new JsonObject
        {
            ["stack"] = report.Stack,
            ["holds"] = report.Holds,
            ["laws"] = List(report.Answers, a => new JsonObject
            {
                ["id"] = a.Law.Id,
                ["title"] = a.Law.Title,
                ["covers"] = List(a.Law.Covers, c => c),
                ["requirements"] = List(a.Law.Requirements, c => c),
                ["state"] = LawsText.Word(CoverageLine.StateOf(report, a.Law)),
                ["judged"] = a.Answer.Judged,
            }),
            ["violations"] = List(report.Violations, v => Of(v)),
            ["excused"] = List(report.Excused, e =>
            {
                var line = Of(e.Violation);
                line["reason"] = e.Exception.Reason;
                line["owner"] = e.Exception.Owner;
                return line;
            }),
            ["idleExceptions"] = List(report.Idle, Of),
        };
        if (coverage)
        {
            json["coverage"] = List(CoverageLine.Of(report), line => new JsonObject
            {
                ["id"] = line.Control.Id,
                ["asks"] = line.Control.Asks,
                ["state"] = LawsText.Word(line.State),
                ["laws"] = List(line.Laws, l => l.Id),
                ["notApplicable"] = line.Control.NotApplicable,
            });
        }

        return json;
    }

    private static JsonObject Of(Violation violation) => new()
    {
        ["law"] = violation.Law.Id,
        ["resource"] = violation.Finding.Resource,
        ["property"] = violation.Finding.Property,
        ["value"] = violation.Finding.Value,
        ["why"] = violation.Law.Why,
        ["wayOut"] = violation.Law.WayOut,
    };

    private static JsonObject Of(LawExemption exemption) => new()
    {
        ["law"] = exemption.Law,
        ["resource"] = exemption.Resource,
        ["reason"] = exemption.Reason,
        ["owner"] = exemption.Owner,
    };

    private static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode> json) => new([.. items.Select(json)]);
}
