using System.Text.Json;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Review.Laws;

/// <summary>The words laws are written with.</summary>
internal static class Ask
{
    /// <summary>The resources of these types.</summary>
    public static Func<JudgedEstate, IEnumerable<PlannedResource>> All(params string[] types) => estate => types.SelectMany(estate.Plan.OfType);

    /// <summary>Every instance.</summary>
    public static IEnumerable<JudgedInstance> Instances(JudgedEstate estate) => estate.Instances;

    /// <summary>Every instance that takes writes.</summary>
    public static IEnumerable<JudgedInstance> Writers(JudgedEstate estate) => estate.Writers;

    /// <summary>A finding about an input, unless it is as it should be.</summary>
    public static IEnumerable<Finding> Unless(bool kept, PlannedResource resource, string property) =>
        kept ? [] : [JudgedEstate.About(resource, property)];

    /// <summary>A finding in words, unless all is well.</summary>
    public static IEnumerable<Finding> Unless(bool kept, string resource, string property, string value) =>
        kept ? [] : [new(resource, property, value)];

    /// <summary>True when the input is there and not empty.</summary>
    public static bool Has(this PlannedResource resource, string property) => resource.Inputs[property] switch
    {
        null => false,
        JsonArray list => list.Count > 0,
        JsonObject map => map.Count > 0,
        JsonValue value => value.GetValueKind() != JsonValueKind.String || value.GetValue<string>().Trim().Length > 0,
        _ => true,
    };

    /// <summary>The texts of a list input, references kept.</summary>
    public static IEnumerable<string> Texts(this PlannedResource resource, string property) => resource.Inputs[property] switch
    {
        JsonArray list => list.Select(i => i?.ToString() ?? ""),
        JsonValue single => [single.ToString()],
        _ => [],
    };

    /// <summary>A text input as it stands, references kept; null when it is not declared.</summary>
    public static string? Raw(this PlannedResource resource, string property) =>
        resource.Inputs[property] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>True when the input names a customer key: one of this plan, or one given by its ARN.</summary>
    public static bool NamesCustomerKey(this Plan plan, PlannedResource resource, string property) =>
        plan.Referent(resource, property)?.Type == AwsTypes.Key
        || resource.Raw(property)?.StartsWith("arn:aws:kms:", StringComparison.Ordinal) == true;
}
