using System.Text.Json.Nodes;
using TechCorp.PgInfra.Review.Promotion;

namespace TechCorp.PgInfra.Cli.Promote;

/// <summary>A promotion for a pipeline.</summary>
internal static class PromoteJson
{
    public static JsonObject Of(PromotionAnswer answer, bool check)
    {
        var json = new JsonObject
        {
            ["from"] = answer.Comparison.From,
            ["to"] = answer.Comparison.To,
            ["commit"] = answer.Commit,
            ["digest"] = answer.Digest,
            ["met"] = answer.IsMet,
            ["demands"] = new JsonArray([.. answer.Demands.Select(d => (JsonNode)new JsonObject
            {
                ["name"] = d.Name,
                ["met"] = d.IsMet,
                ["shown"] = d.Met,
                ["missing"] = new JsonArray([.. d.Missing.Select(m => (JsonNode)m)]),
                ["wayOut"] = d.IsMet ? null : d.WayOut,
            })]),
            ["findings"] = new JsonArray([.. answer.Comparison.Findings.Select(Of)]),
            ["allowed"] = new JsonArray([.. answer.Comparison.Allowed.Select(a => (JsonNode)new JsonObject
            {
                ["key"] = a.Difference.Key,
                ["from"] = a.Difference.From,
                ["to"] = a.Difference.To,
                ["kind"] = a.Difference.Rule!.Kind,
                ["why"] = a.Difference.Rule.Why,
                ["values"] = a.Values,
            })]),
            ["exampleValues"] = answer.Examples,
        };
        if (!check && answer.IsMet)
        {
            json["commands"] = new JsonArray([.. PromotionCommands.Of(answer.Settings).Where(s => s.Command is not null).Select(s => (JsonNode)s.Command!)]);
        }

        return json;
    }

    private static JsonNode Of(PromotionFinding finding) => new JsonObject
    {
        ["type"] = finding.Difference.Type,
        ["name"] = finding.ToName,
        ["property"] = finding.Difference.Property,
        ["from"] = finding.Difference.From,
        ["to"] = finding.Difference.To,
        ["keys"] = new JsonArray([.. finding.Keys.Select(k => (JsonNode)k)]),
        ["cause"] = finding.Cause,
        ["wayOut"] = finding.WayOut,
    };
}
