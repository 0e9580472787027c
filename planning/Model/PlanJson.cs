using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TechCorp.PgInfra.Planning;

/// <summary>A plan as JSON and back. The writer is stable: two plans of one program compare line by line.</summary>
public static class PlanJson
{
    private static readonly JsonSerializerOptions Options = new(PlanJsonContext.Default.Options)
    {
        // Nothing here reaches an HTML page unescaped; "<" and "'" stay readable in a diff.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = PlanJsonContext.Default.WithAddedModifier(LeaveOutEmptyOptions),
    };

    /// <summary>The plan as indented JSON.</summary>
    public static string Write(Plan plan) => JsonSerializer.Serialize(plan, TypeInfo);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not JSON, or not a plan.</exception>
    public static Plan Read(string json) => JsonSerializer.Deserialize(json, TypeInfo) ?? throw new JsonException("A plan is a JSON object; this is null.");

    private static JsonTypeInfo<Plan> TypeInfo => (JsonTypeInfo<Plan>)Options.GetTypeInfo(typeof(Plan));

    private static void LeaveOutEmptyOptions(JsonTypeInfo type)
    {
        if (type.Type != typeof(PlannedOptions) && type.Type != typeof(PlannedTimeouts))
        {
            return;
        }

        foreach (var property in type.Properties)
        {
            property.ShouldSerialize = static (_, value) => value is not (null or ImmutableArray<string> { IsDefaultOrEmpty: true });
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Plan))]
internal sealed partial class PlanJsonContext : JsonSerializerContext;
