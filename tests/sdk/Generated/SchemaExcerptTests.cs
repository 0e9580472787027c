using System.Text.Json;

namespace TechCorp.PgInfra.Sdk.Generated;

/// <summary>The excerpts are read by more than the generator: a plan is checked by them and put into the provider's own words.</summary>
public sealed class SchemaExcerptTests
{
    /// <summary>A property without the provider's own name could be declared but never handed to the provider.</summary>
    [Theory]
    [InlineData("aws")]
    [InlineData("random")]
    public void Every_property_has_the_providers_own_name(string package)
    {
        using var schema = JsonDocument.Parse(Golden.Schema(package));
        var nested = Section(schema, "types", "properties")
            // Policy documents are sent as one JSON string; their members have no names in the provider.
            .Where(p => !schema.RootElement.GetProperty("types").GetProperty(p.Token).TryGetProperty("terraformJson", out _));
        var properties = Section(schema, "resources", "inputProperties")
            .Concat(Section(schema, "resources", "properties"))
            .Concat(nested);

        Assert.Empty(from p in properties where !p.Value.TryGetProperty("terraform", out _) select $"{p.Token}.{p.Name}");
    }

    /// <summary>A type that nothing reaches is data nobody can use and nobody will notice going stale.</summary>
    [Theory]
    [InlineData("aws")]
    [InlineData("random")]
    public void Every_nested_type_is_reached(string package)
    {
        using var schema = JsonDocument.Parse(Golden.Schema(package));
        var types = schema.RootElement.GetProperty("types").EnumerateObject().Select(t => "#/types/" + t.Name);

        Assert.Empty(types.Except(References(schema.RootElement)));
    }

    private static IEnumerable<(string Token, string Name, JsonElement Value)> Section(JsonDocument schema, string section, string set) =>
        from member in schema.RootElement.GetProperty(section).EnumerateObject()
        where member.Value.TryGetProperty(set, out _)
        from property in member.Value.GetProperty(set).EnumerateObject()
        select (member.Name, property.Name, property.Value);

    private static IEnumerable<string> References(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(m =>
            m.Name == "$ref" ? [m.Value.GetString()!] : References(m.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
