using System.Text.Json;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Planning.Schema;

/// <summary>Compares inputs with a schema. The engine's providers do this too, but only with the cloud at hand.</summary>
public static class InputValidation
{
    /// <summary>Every way in which the inputs do not fit the type; empty when they do.</summary>
    public static IEnumerable<PlanProblem> Validate(ProviderSchema schema, string type, string name, JsonObject inputs)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(inputs);
        return schema.Resource(type) is { } resource
            ? Members(resource.Inputs, resource.RequiredInputs, inputs, "").Select(p => new PlanProblem(type, name, p.Path, p.Message))
            : [new PlanProblem(type, name, "", $"the type is not in the provider schema.{Nearest.Hint(type, schema.ResourceTypes)} Types are added in sdk/schema.")];
    }

    private static IEnumerable<(string Path, string Message)> Members(Properties properties, IReadOnlySet<string> required, JsonObject value, string prefix)
    {
        foreach (var (name, node) in value)
        {
            if (properties.Find(name) is not { } shape)
            {
                yield return (prefix + name, $"there is no such property.{Nearest.Hint(name, properties.Names)}");
                continue;
            }

            foreach (var problem in Value(shape, node, prefix + name))
            {
                yield return problem;
            }
        }

        foreach (var name in required.Where(r => value[r] is null).Order(StringComparer.Ordinal))
        {
            yield return (prefix + name, "it is required and was not given.");
        }
    }

    private static IEnumerable<(string Path, string Message)> Value(Shape shape, JsonNode? node, string path) => (shape.Kind, node) switch
    {
        (_, null) or (ShapeKind.Any, _) => [],
        (ShapeKind.Nested, JsonObject members) => Members(shape.Members!, shape.RequiredMembers, members, path + "."),
        (ShapeKind.Map, JsonObject entries) => shape.Element is { } element ? entries.SelectMany(e => Value(element, e.Value, $"{path}.{e.Key}")) : [],
        (ShapeKind.List, JsonArray items) => shape.Element is { } element ? items.SelectMany((item, i) => Value(element, item, $"{path}[{i}]")) : [],
        (ShapeKind.Text, JsonValue value) when value.GetValueKind() == JsonValueKind.String => [],
        (ShapeKind.Boolean, JsonValue value) when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => [],
        (ShapeKind.Number, JsonValue value) when value.GetValueKind() == JsonValueKind.Number => [],
        (ShapeKind.Whole, JsonValue value) when value.GetValueKind() == JsonValueKind.Number && double.IsInteger(value.GetValue<double>()) => [],
        // A value may be secret, so the message tells its kind and never the value.
        _ => [(path, $"it must be {Describe(shape.Kind)}, and is {Describe(node)}.")],
    };

    private static string Describe(ShapeKind kind) => kind switch
    {
        ShapeKind.Text => "a string",
        ShapeKind.Whole => "a whole number",
        ShapeKind.Number => "a number",
        ShapeKind.Boolean => "true or false",
        ShapeKind.List => "a list",
        _ => "an object",
    };

    private static string Describe(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.String => "a string",
        JsonValueKind.Number when double.IsInteger(node.GetValue<double>()) => "a whole number",
        JsonValueKind.Number => "a number with a fraction",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Array => "a list",
        _ => "an object",
    };
}
