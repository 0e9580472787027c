using System.Text.Json;

namespace TechCorp.PgInfra.Planning.Schema;

/// <summary>
/// The provider packages' schemas in Pulumi's package-schema format, as far as this program uses them (<c>sdk/schema/*.json</c>, held
/// in this assembly). Read once and only where asked: a type that is not used costs its bytes and nothing else.
/// </summary>
public sealed class ProviderSchema
{
    private static readonly Lazy<ProviderSchema> Held = new(() => new ProviderSchema(
        [.. typeof(ProviderSchema).Assembly.GetManifestResourceNames().Where(n => n.EndsWith(".schema.json", StringComparison.Ordinal)).Select(ReadHeld)]));

    private readonly Dictionary<string, JsonElement> _packages;
    private readonly Dictionary<string, ResourceSchema?> _resources = [];

    private ProviderSchema(IReadOnlyList<JsonElement> packages) =>
        _packages = packages.ToDictionary(p => p.GetProperty("name").GetString()!, StringComparer.Ordinal);

    /// <summary>The schemas this build carries.</summary>
    public static ProviderSchema Shared => Held.Value;

    /// <summary>A schema from text, for tests and other packages.</summary>
    public static ProviderSchema Parse(params string[] packages)
    {
        ArgumentNullException.ThrowIfNull(packages);
        return new([.. packages.Select(p => JsonDocument.Parse(p).RootElement)]);
    }

    /// <summary>Every resource type token, for suggestions.</summary>
    public IEnumerable<string> ResourceTypes => _packages.Values.SelectMany(p => p.GetProperty("resources").EnumerateObject().Select(r => r.Name));

    /// <summary>The resource of this token, or null when no schema names it.</summary>
    public ResourceSchema? Resource(string token)
    {
        lock (_resources)
        {
            if (!_resources.TryGetValue(token, out var found))
            {
                found = Find("resources", token) is { } element ? new ResourceSchema(this, element) : null;
                _resources.Add(token, found);
            }

            return found;
        }
    }

    /// <summary>The result properties of a function (an invoke), or null when no schema names it.</summary>
    public Properties? FunctionResult(string token) =>
        Find("functions", token) is { } function && function.TryGetProperty("outputs", out var outputs)
            ? new Properties(this, outputs.GetProperty("properties"))
            : null;

    /// <summary>Version of the Terraform provider that a package's Terraform names were checked against, or null.</summary>
    public string? TerraformVersion(string package) =>
        _packages.TryGetValue(package, out var schema) && schema.TryGetProperty("terraformVersion", out var version) ? version.GetString() : null;

    /// <summary>True when that version of the Terraform provider does not have this property, which a later one brought.</summary>
    /// <param name="package">Package, for example <c>aws</c>.</param>
    /// <param name="terraformType">For example <c>aws_ecs_service</c>, or <c>provider</c>.</param>
    /// <param name="path">Wire names joined by dots, without indices.</param>
    public bool IsLaterInTerraform(string package, string terraformType, string path) =>
        _packages.TryGetValue(package, out var schema)
        && schema.TryGetProperty("notInTerraform510", out var later)
        && later.GetProperty("properties").TryGetProperty(terraformType, out var properties)
        && properties.TryGetProperty(path, out _);

    /// <summary>The object or enum type behind a <c>$ref</c>.</summary>
    internal JsonElement? Type(string reference)
    {
        const string Local = "#/types/";
        return reference.StartsWith(Local, StringComparison.Ordinal) ? Find("types", reference[Local.Length..]) : null;
    }

    private JsonElement? Find(string section, string token)
    {
        // A provider's own configuration is described by the package it configures.
        var package = token.Split(':') is ["pulumi", "providers", var configured] ? configured : token.Split(':', 2)[0];
        return _packages.TryGetValue(package, out var schema)
            && schema.TryGetProperty(section, out var all)
            && all.TryGetProperty(token, out var found) ? found : null;
    }

    private static JsonElement ReadHeld(string name)
    {
        using var stream = typeof(ProviderSchema).Assembly.GetManifestResourceStream(name)!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
