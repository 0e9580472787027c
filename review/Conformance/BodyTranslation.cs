using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Schema;

namespace TechCorp.PgInfra.Review.Conformance;

/// <summary>
/// The inputs of one resource in the provider's own names and blocks. What the schema does not know keeps its wire name in snake case,
/// so that the provider itself says that there is no such argument.
/// </summary>
/// <param name="schema">Knows the names.</param>
/// <param name="terraformType">Type of the resource, or <c>provider</c>.</param>
/// <param name="secrets">Input paths whose values are secret.</param>
/// <param name="expression">The Terraform expression of a reference.</param>
internal sealed class BodyTranslation(ProviderSchema schema, string terraformType, ImmutableArray<string> secrets, Func<PlanReference, string> expression)
{
    private readonly List<(string Pointer, string Property)> _origins = [];
    private readonly List<string> _later = [];

    /// <summary>Where each value came from: its pointer below the body, and its input path.</summary>
    public IReadOnlyList<(string Pointer, string Property)> Origins => _origins;

    /// <summary>Input paths that the provider version at hand does not have; they are left out.</summary>
    public IReadOnlyList<string> Later => _later;

    /// <summary>The body.</summary>
    public JsonObject Body(Properties properties, JsonObject inputs) => Members(properties, inputs, "", "", "");

    private JsonObject Members(Properties? properties, JsonObject value, string pointer, string path, string schemaPath)
    {
        var body = new JsonObject();
        foreach (var (name, node) in value)
        {
            var (inputPath, inputSchemaPath) = (Join(path, name), Join(schemaPath, name));
            if (node is null)
            {
                continue;
            }

            if (schema.IsLaterInTerraform("aws", terraformType, inputSchemaPath))
            {
                _later.Add(inputPath);
                continue;
            }

            var shape = properties?.Find(name);
            var terraformName = shape?.Terraform.Name ?? SnakeCase(name);
            var at = $"{pointer}/{terraformName}";
            body[terraformName] = Property(shape, node, at, inputPath, inputSchemaPath);
            _origins.Add((at, inputPath));
        }

        return body;
    }

    private JsonNode? Property(Shape? shape, JsonNode node, string pointer, string path, string schemaPath)
    {
        if (shape is null)
        {
            return Value(null, node, pointer, path, schemaPath);
        }

        if (shape.Terraform.ArrivesAsJson && shape.Kind != ShapeKind.Text && node.GetValueKind() == JsonValueKind.String)
        {
            node = JsonNode.Parse(node.GetValue<string>())!;
        }

        return shape.Terraform.Form switch
        {
            // One element, as Terraform counts it.
            TerraformForm.SingleBlock when node is JsonObject => new JsonArray(Value(shape, node, pointer + "/0", path, schemaPath)),
            TerraformForm.Objects => Complete(shape.Kind == ShapeKind.List ? shape.Element : shape, Value(shape, node, pointer, path, schemaPath)),
            _ => Value(shape, node, pointer, path, schemaPath),
        };
    }

    private JsonNode? Value(Shape? shape, JsonNode? node, string pointer, string path, string schemaPath) => node switch
    {
        null => null,
        JsonObject document when shape?.Terraform.IsJsonText == true => TemplateText.From(document.ToJsonString(), expression),
        JsonObject map when shape?.Kind == ShapeKind.Map => Map(shape, map, pointer, path, schemaPath),
        JsonObject members => Members(shape?.Members, members, pointer, path, schemaPath),
        JsonArray items => new JsonArray([.. items.Select((item, i) =>
        {
            _origins.Add(($"{pointer}/{i}", $"{path}[{i}]"));
            return Value(shape?.Element, item, $"{pointer}/{i}", $"{path}[{i}]", schemaPath);
        })]),
        _ when secrets.Contains(path) => Secret(shape, node),
        _ when node.GetValueKind() == JsonValueKind.String => TemplateText.From(node.GetValue<string>(), expression),
        _ when shape?.Terraform.IsText == true => Text(node),
        _ => node.DeepClone(),
    };

    // Keys of a map are templates too.
    private JsonObject Map(Shape shape, JsonObject map, string pointer, string path, string schemaPath)
    {
        var translated = new JsonObject();
        foreach (var (key, value) in map)
        {
            var at = $"{pointer}/{Pointer.Escape(key)}";
            _origins.Add((at, Join(path, key)));
            translated[TemplateText.From(key, expression)] = Value(shape.Element, value, at, Join(path, key), schemaPath);
        }

        return translated;
    }

    // The plan holds no secret, only what it is made of: that keeps the edges of the graph, and the form of a password.
    private JsonNode Secret(Shape? shape, JsonNode node)
    {
        var references = PlanReference.FindAll(node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : "").Distinct().ToList();
        return (shape?.Kind, references.Count) switch
        {
            (ShapeKind.Whole or ShapeKind.Number, _) => 1,
            (ShapeKind.Boolean, _) => false,
            (_, 0) => Placeholders.Secret,
            _ => string.Join(' ', references.Select(r => $"${{{expression(r)}}}")),
        };
    }

    private static JsonNode? Complete(Shape? element, JsonNode? value)
    {
        foreach (var item in value is JsonArray items ? items : [value])
        {
            if (item is JsonObject given && element?.Members is { } members)
            {
                foreach (var name in members.All.Select(m => m.Shape.Terraform.Name).OfType<string>().Where(n => !given.ContainsKey(n)))
                {
                    given[name] = null;
                }
            }
        }

        return value;
    }

    private static string Text(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.Number => node.GetValue<double>().ToString(CultureInfo.InvariantCulture),
        JsonValueKind.True => "true",
        _ => "false",
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string SnakeCase(string name) => string.Concat(name.Select(c => char.IsAsciiLetterUpper(c) ? "_" + char.ToLowerInvariant(c) : c.ToString()));
}
