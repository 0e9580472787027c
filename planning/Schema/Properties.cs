using System.Text.Json;

namespace TechCorp.PgInfra.Planning.Schema;

/// <summary>The properties of a resource, a function's result or a nested object.</summary>
public sealed class Properties(ProviderSchema schema, JsonElement element)
{
    /// <summary>Wire names, in the schema's order.</summary>
    public IEnumerable<string> Names => element.EnumerateObject().Select(p => p.Name);

    /// <summary>True when there is a property of this wire name.</summary>
    public bool Contains(string name) => element.TryGetProperty(name, out _);

    /// <summary>The property's shape, or null.</summary>
    public Shape? Find(string name) => element.TryGetProperty(name, out var property) ? new Shape(schema, property) : null;

    /// <summary>Every property with its shape.</summary>
    public IEnumerable<(string Name, Shape Shape)> All => element.EnumerateObject().Select(p => (p.Name, new Shape(schema, p.Value)));
}
