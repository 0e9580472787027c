using System.Text.Json;
using System.Text.Json.Nodes;

namespace TechCorp.PgInfra.Planning.Schema;

/// <summary>What one resource type takes and returns, by wire names.</summary>
public sealed class ResourceSchema
{
    private readonly HashSet<string> _inputOnly;

    internal ResourceSchema(ProviderSchema schema, JsonElement element)
    {
        Inputs = new Properties(schema, element.GetProperty("inputProperties"));
        Outputs = new Properties(schema, element.GetProperty("properties"));
        RequiredInputs = Names(element, "requiredInputs");
        SecretOutputs = Names(element, "secretOutputs");
        TerraformType = element.TryGetProperty("terraformType", out var terraform) ? terraform.GetString() : null;
        _inputOnly = Names(element, "inputOnly");
    }

    /// <summary>Arguments.</summary>
    public Properties Inputs { get; }

    /// <summary>What only the provider computes; the arguments come back beside them, see <see cref="Returns"/>.</summary>
    public Properties Outputs { get; }

    /// <summary>Arguments without which the resource cannot be created.</summary>
    public IReadOnlySet<string> RequiredInputs { get; }

    /// <summary>Outputs the provider marks secret.</summary>
    public IReadOnlySet<string> SecretOutputs { get; }

    /// <summary>The resource's type in the Terraform provider, for example <c>aws_db_instance</c>; null where the schema names none.</summary>
    public string? TerraformType { get; }

    /// <summary>An output, or an argument that comes back as one, or null.</summary>
    public Shape? Output(string property) => Outputs.Find(property) ?? (Returns(property) ? Inputs.Find(property) : null);

    /// <summary>True for an output, and for an argument that comes back as one.</summary>
    public bool Returns(string property) => Outputs.Contains(property) || (Inputs.Contains(property) && !_inputOnly.Contains(property));

    /// <summary>True when the engine treats this output as secret by itself.</summary>
    public bool IsSecretOutput(string property) =>
        SecretOutputs.Contains(property) || Outputs.Find(property)?.IsSecret == true || Inputs.Find(property)?.IsSecret == true;

    /// <summary>Paths of the given inputs that the schema marks secret, members of nested objects included.</summary>
    public IEnumerable<string> SecretInputs(JsonObject inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Secrets(Inputs, inputs, "");
    }

    private static IEnumerable<string> Secrets(Properties properties, JsonObject value, string prefix) =>
        value.SelectMany(member => properties.Find(member.Key) is { } shape ? Secrets(shape, member.Value, prefix + member.Key) : []);

    private static IEnumerable<string> Secrets(Shape shape, JsonNode? value, string path) => (shape, value) switch
    {
        ({ IsSecret: true }, _) => [path],
        ({ Kind: ShapeKind.Nested }, JsonObject members) => Secrets(shape.Members!, members, path + "."),
        ({ Kind: ShapeKind.List, Element: { } element }, JsonArray items) => items.SelectMany((item, i) => Secrets(element, item, $"{path}[{i}]")),
        _ => [],
    };

    internal static HashSet<string> Names(JsonElement element, string list) =>
        element.TryGetProperty(list, out var names)
            ? [.. names.EnumerateArray().Select(n => n.ValueKind == JsonValueKind.Object ? n.GetProperty("name").GetString()! : n.GetString()!)]
            : [];
}
