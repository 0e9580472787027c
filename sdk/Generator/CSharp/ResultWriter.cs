using PulumiSdk.Generator.Schema;

namespace PulumiSdk.Generator.CSharp;

/// <summary>Writes a class of results: read-only fields, filled by its constructor from what the provider returned.</summary>
internal sealed class ResultWriter(CodeWriter code, TypeNames types)
{
    public void Write(string name, IReadOnlyList<PropertySchema> properties, TypeRole role)
    {
        code.Line("[OutputType]");
        code.Block($"public sealed class {name}", () =>
        {
            foreach (var property in properties)
            {
                code.Line($"public readonly {Type(property, role)} {property.Name};");
            }

            code.Line();
            code.Line("[OutputConstructor]");
            var parameters = properties.Select(p => $"{Type(p, role)} {Names.Parameter(p.WireName)}");
            code.Block($"private {name}({string.Join(", ", parameters)})", () =>
            {
                foreach (var property in properties)
                {
                    code.Line($"{property.Name} = {Names.Parameter(property.WireName)};");
                }
            });
        });
    }

    /// <summary>The type of an output; an absent array is an empty one, so it carries no question mark.</summary>
    public string Type(PropertySchema property, TypeRole role) =>
        types.Property(property.Type, role) + (property.Required || property.Type is ListType ? "" : "?");
}
