using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Review.Conformance;

namespace TechCorp.PgInfra.Cli.Conform;

/// <summary>The provider's word for a pipeline.</summary>
internal static class ConformJson
{
    public static JsonObject Of(ConformanceReport report) => new()
    {
        ["stack"] = report.Stack,
        ["clean"] = report.IsClean,
        ["terraform"] = report.Terraform,
        ["provider"] = report.Provider,
        ["resources"] = report.Resources,
        ["planned"] = report.Planned,
        ["findings"] = Of(report.Findings),
        ["warnings"] = Of(report.Warnings),
        ["notes"] = new JsonArray([.. report.Notes.Select(n => (JsonNode)n)]),
        ["seconds"] = new JsonObject(report.Phases.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)Math.Round(p.Duration.TotalSeconds, 2)))),
    };

    private static JsonArray Of(ImmutableArray<ConformanceFinding> findings) =>
        new([.. findings.Select(f => (JsonNode)new JsonObject
        {
            ["urn"] = f.Urn,
            ["type"] = f.Type,
            ["name"] = f.Name,
            ["property"] = f.Property,
            ["message"] = f.Message,
        })]);
}
