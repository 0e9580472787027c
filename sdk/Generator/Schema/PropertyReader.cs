using System.Text.Json;

namespace PulumiSdk.Generator.Schema;

/// <summary>Reads a set of properties, in the order of their wire names as the official generator writes them.</summary>
internal static class PropertyReader
{
    public static List<PropertySchema> Read(JsonReader owner, string member, IReadOnlyList<string> required)
    {
        var properties = new List<PropertySchema>();
        if (!owner.IsObject(member, required: false, out var set))
        {
            return properties;
        }

        foreach (var property in set.EnumerateObject())
        {
            var where = $"{owner.Where}, property '{property.Name}'";
            if (property.Value.ValueKind != JsonValueKind.Object)
            {
                owner.At(property.Value, where).Note($"must be an object, not {property.Value.GetRawText()}");
                continue;
            }

            properties.Add(Read(owner.At(property.Value, where), property.Name, required.Contains(property.Name)));
        }

        return properties;
    }

    private static PropertySchema Read(JsonReader json, string wireName, bool required)
    {
        json.Allow(
            "type", "$ref", "items", "additionalProperties", "oneOf", "csharpName", "default", "defaultInfo",
            "secret", "deprecated", "json", "willReplaceOnChanges",
            "terraform", "terraformBlock", "terraformAttribute", "terraformNesting", "terraformScalar");
        var type = TypeReader.Read(json);
        var secret = json.Flag("secret");
        if (secret && type.IsCollection)
        {
            json.Note("a secret list or map is not generated yet; make it a secret string, or teach ArgsWriter its setter");
        }

        return new PropertySchema(
            wireName,
            json.Json.TryGetProperty("csharpName", out _) ? json.Text("csharpName") : Names.Pascal(wireName),
            type,
            required,
            Default(json, type),
            Environment(json, type),
            secret,
            json.Flag("json"),
            json.Flag("deprecated"));
    }

    private static JsonElement? Default(JsonReader json, TypeSchema type)
    {
        if (!json.Json.TryGetProperty("default", out var value))
        {
            return null;
        }

        var scalar = (type as UnionType)?.Result ?? type;
        var fits = (scalar as ScalarType)?.CSharp switch
        {
            "string" => value.ValueKind == JsonValueKind.String,
            "bool" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "int" => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
            "double" => value.ValueKind == JsonValueKind.Number,
            _ => false,
        };
        if (!fits)
        {
            json.Note($"default {value.GetRawText()} is not of the property's type");
            return null;
        }

        return value.Clone();
    }

    private static IReadOnlyList<string> Environment(JsonReader json, TypeSchema type)
    {
        if (!json.IsObject("defaultInfo", required: false, out var info))
        {
            return [];
        }

        var reader = json.At(info);
        reader.Allow("environment");
        if (type is not ScalarType { CSharp: "string" })
        {
            json.Note("a default from the environment is generated for strings only");
        }

        return reader.Texts("environment");
    }
}
