using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TechCorp.PgInfra.Planning;

/// <summary>Follows references inside a plan as far as the declaration itself knows the answer.</summary>
public static class PlanResolution
{
    /// <summary>
    /// The text with every reference replaced whose resource declares that very property as an input
    /// (<c>${aws:rds/instance:Instance::primary.identifier}</c> becomes <c>techcorp-primary</c>); what only the cloud computes stays a reference.
    /// </summary>
    public static string Resolve(this Plan plan, string text) =>
        PlanReference.Replace(text, reference =>
            plan.Find(reference) is { } resource && resource.Inputs[reference.Output] is JsonValue value
                ? value.GetValueKind() switch
                {
                    JsonValueKind.String => plan.Resolve(value.GetValue<string>()),
                    JsonValueKind.Number => value.GetValue<double>().ToString(CultureInfo.InvariantCulture),
                    JsonValueKind.True => "true",
                    JsonValueKind.False => "false",
                    _ => reference.ToString(),
                }
                : reference.ToString());

    /// <summary>A string input, resolved; null when it is not declared.</summary>
    public static string? Text(this Plan plan, PlannedResource resource, string property) =>
        resource.Inputs[property] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? plan.Resolve(value.GetValue<string>()) : null;

    /// <summary>A number input; null when it is not declared.</summary>
    public static double? Number(this PlannedResource resource, string property) =>
        resource.Inputs[property] is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? value.GetValue<double>() : null;

    /// <summary>A boolean input; null when it is not declared.</summary>
    public static bool? Flag(this PlannedResource resource, string property) =>
        resource.Inputs[property] is JsonValue value && value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? value.GetValue<bool>() : null;

    /// <summary>The resource of the same plan that a string input refers to, or null.</summary>
    public static PlannedResource? Referent(this Plan plan, PlannedResource resource, string property) =>
        resource.Inputs[property] is JsonValue value && value.GetValueKind() == JsonValueKind.String
        && PlanReference.TryParse(value.GetValue<string>()) is { } reference
            ? plan.Find(reference)
            : null;
}
