using System.Text.Json.Nodes;
using TechCorp.PgInfra.Review.Effects;

namespace TechCorp.PgInfra.Cli.Effects;

/// <summary>Effects for programs.</summary>
internal static class EffectsJson
{
    public static JsonObject Of(EffectsReport report) => new()
    {
        ["stack"] = report.Stack,
        ["forbidden"] = new JsonArray([.. report.Forbidden.Select(e => (JsonNode)e.Resource).DistinctBy(n => n.ToString())]),
        ["effects"] = new JsonArray([.. report.Effects.Select(e => (JsonNode)new JsonObject
        {
            ["type"] = e.Type,
            ["resource"] = e.Resource,
            ["property"] = e.Property,
            ["from"] = e.From,
            ["to"] = e.To,
            ["effect"] = EffectsText.Word(e.Kind),
            ["time"] = EffectsText.Word(e.Time),
            ["clients"] = e.Clients,
            ["protected"] = e.IsProtected,
            ["losesData"] = e.LosesData,
        })]),
        ["operations"] = new JsonArray([.. report.Operations.Select(o => (JsonNode)new JsonObject
        {
            ["what"] = o.What,
            ["why"] = o.Why,
            ["commands"] = new JsonArray([.. o.Commands.Select(c => (JsonNode)c)]),
        })]),
    };
}
