using System.Text.Json;

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

    /// <summary>True for an output, and for an argument that comes back as one.</summary>
    public bool Returns(string property) => Outputs.Contains(property) || (Inputs.Contains(property) && !_inputOnly.Contains(property));

    /// <summary>True when the engine treats this output as secret by itself.</summary>
    public bool IsSecretOutput(string property) =>
        SecretOutputs.Contains(property) || Outputs.Find(property)?.IsSecret == true || Inputs.Find(property)?.IsSecret == true;

    internal static HashSet<string> Names(JsonElement element, string list) =>
        element.TryGetProperty(list, out var names)
            ? [.. names.EnumerateArray().Select(n => n.ValueKind == JsonValueKind.Object ? n.GetProperty("name").GetString()! : n.GetString()!)]
            : [];
}
