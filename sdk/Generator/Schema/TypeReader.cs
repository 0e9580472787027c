using System.Text.Json;

namespace PulumiSdk.Generator.Schema;

/// <summary>Reads the type of a property: <c>type</c>, <c>$ref</c>, <c>items</c>, <c>additionalProperties</c>, <c>oneOf</c>.</summary>
internal static class TypeReader
{
    private const string TypePrefix = "#/types/";
    private static readonly ScalarType String = new("string");

    /// <summary>The type; a problem is noted and <c>string</c> stands in where the schema gives none.</summary>
    public static TypeSchema Read(JsonReader json)
    {
        if (json.Json.TryGetProperty("oneOf", out var alternatives) && alternatives.ValueKind == JsonValueKind.Array)
        {
            return new UnionType([.. alternatives.EnumerateArray().Select(a => Read(json, a))], Named(json, "string"));
        }

        if (json.Json.TryGetProperty("$ref", out var reference))
        {
            return Reference(json, reference.GetString() ?? "");
        }

        if (!json.Json.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
        {
            json.Note("has no type; give it 'type', '$ref' or 'oneOf'");
            return String;
        }

        return type.GetString() switch
        {
            "array" => new ListType(Element(json, "items", required: true)),
            "object" => new MapType(Element(json, "additionalProperties", required: false)),
            var name => Scalar(name) ?? Unknown(json, name),
        };
    }

    private static TypeSchema Read(JsonReader outer, JsonElement json) =>
        json.ValueKind == JsonValueKind.Object ? Read(outer.At(json)) : Unknown(outer, json.GetRawText());

    private static TypeSchema Element(JsonReader json, string member, bool required) =>
        json.IsObject(member, required, out var element) ? Read(json, element) : String;

    private static ScalarType Named(JsonReader json, string fallback) =>
        json.Json.TryGetProperty("type", out var type) && type.GetString() is { } name && Scalar(name) is { } scalar
            ? scalar
            : Scalar(fallback)!;

    private static ScalarType? Scalar(string? name) => name switch
    {
        "string" => String,
        "integer" => new ScalarType("int"),
        "number" => new ScalarType("double"),
        "boolean" => new ScalarType("bool"),
        _ => null,
    };

    private static TypeSchema Reference(JsonReader json, string reference)
    {
        if (reference == "pulumi.json#/Any")
        {
            return new AnyType();
        }

        if (reference.StartsWith(TypePrefix, StringComparison.Ordinal))
        {
            return new ReferenceType(reference[TypePrefix.Length..]);
        }

        json.Note($"$ref '{reference}' is not understood; allowed are '{TypePrefix}TOKEN' and 'pulumi.json#/Any'");
        return String;
    }

    private static ScalarType Unknown(JsonReader json, string? name)
    {
        json.Note($"type '{name}' is not understood; allowed are string, integer, number, boolean, array, object");
        return String;
    }
}
