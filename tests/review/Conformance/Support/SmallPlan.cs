using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Review.Conformance;

namespace TechCorp.PgInfra.Review.Tests.Conformance.Support;

/// <summary>Plans of a few resources, written down.</summary>
internal static class SmallPlan
{
    public const string Provider = "urn:pulumi:test::pg::pulumi:providers:aws::aws";

    public static Plan Of(params PlannedResource[] resources) => new("pg", "test", "any", [.. resources], [], []);

    public static PlannedResource Resource(string type, string name, string inputs = "{}", params string[] secrets) =>
        new(Urn(type, name), type, name, null, Provider, "us-east-1", JsonNode.Parse(inputs)!.AsObject(), [.. secrets], new PlannedOptions());

    public static string Urn(string type, string name) => $"urn:pulumi:test::pg::{type}::{name}";

    /// <summary>The body of the one resource of this plan that is of interest.</summary>
    public static JsonObject Body(Plan plan, string address)
    {
        var at = address.Split('.');
        return PlanTranslation.Translate(plan, "5.100.0").Json["resource"]![at[0]]![at[1]]!.AsObject();
    }

    /// <summary>The body of a resource alone in its plan, without its provider.</summary>
    public static string Alone(string type, string inputs, params string[] secrets)
    {
        var translated = PlanTranslation.Translate(Of(Resource(type, "x", inputs, secrets)), "5.100.0").Json["resource"]!.AsObject();
        var body = translated.Single().Value!.AsObject().Single().Value!.AsObject();
        body.Remove("provider");
        return body.ToJsonString(Readable);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Readable =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The checkout these tests were built from.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "../../../.."));

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
