using System.Text.Json;

namespace PulumiSdk.Generator.Schema;

/// <summary>Reads a schema excerpt.</summary>
public static class SchemaReader
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>The package; reports all that is wrong at once.</summary>
    /// <exception cref="SchemaException">The excerpt is not JSON, or misses or misnames something.</exception>
    public static PackageSchema Read(ReadOnlyMemory<byte> utf8)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(utf8, Options);
        }
        catch (JsonException error)
        {
            throw new SchemaException([new SchemaProblem("", error.Message)]);
        }

        using (document)
        {
            var problems = new List<SchemaProblem>();
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new SchemaException([new SchemaProblem("", "the excerpt must be a JSON object")]);
            }

            var schema = Read(new JsonReader(document.RootElement, "", problems));
            if (problems.Count == 0)
            {
                problems.AddRange(SchemaCheck.Problems(schema));
            }

            return problems.Count == 0 ? schema : throw new SchemaException(problems);
        }
    }

    private static PackageSchema Read(JsonReader json)
    {
        json.Allow(
            "name", "version", "resources", "functions", "types",
            "terraformProvider", "terraformVersion", "notInTerraform510");
        var objects = new Dictionary<string, ObjectSchema>(StringComparer.Ordinal);
        var enums = new Dictionary<string, EnumSchema>(StringComparer.Ordinal);
        foreach (var type in Members(json, "types"))
        {
            if (type.Json.TryGetProperty("enum", out _))
            {
                enums.Add(type.Where, Enum(type));
            }
            else
            {
                objects.Add(type.Where, Object(type));
            }
        }

        return new PackageSchema(
            json.Text("name"),
            json.Text("version"),
            [.. Members(json, "resources").Select(Resource)],
            [.. Members(json, "functions").Select(Function)],
            objects,
            enums);
    }

    private static IEnumerable<JsonReader> Members(JsonReader json, string section)
    {
        if (!json.IsObject(section, required: true, out var members))
        {
            yield break;
        }

        foreach (var member in members.EnumerateObject())
        {
            var reader = json.At(member.Value, member.Name);
            if (member.Value.ValueKind == JsonValueKind.Object)
            {
                yield return reader;
            }
            else
            {
                reader.Note($"must be an object, not {member.Value.GetRawText()}");
            }
        }
    }

    private static ResourceSchema Resource(JsonReader json)
    {
        json.Allow(
            "csharpNamespace", "csharpName", "inputProperties", "properties", "required", "requiredInputs",
            "inputOnly", "secretOutputs", "aliases", "terraformType");
        var inputs = PropertyReader.Read(json, "inputProperties", Declared(json, "requiredInputs", "inputProperties"));
        var required = Declared(json, "required", "properties", "inputProperties");
        var inputOnly = Declared(json, "inputOnly", "inputProperties");
        var computed = PropertyReader.Read(json, "properties", required);
        var state = Ordered([.. inputs.Select(p => p with { Required = required.Contains(p.WireName) }), .. computed]);
        return new ResourceSchema(
            json.Where,
            json.Text("csharpNamespace"),
            json.Text("csharpName"),
            Ordered(inputs),
            [.. state.Where(p => !inputOnly.Contains(p.WireName))],
            [.. state.Select(p => p with { Required = false })],
            Declared(json, "secretOutputs", "properties", "inputProperties"),
            json.Texts("aliases"));
    }

    private static FunctionSchema Function(JsonReader json)
    {
        json.Allow("csharpNamespace", "csharpName", "inputs", "outputs", "terraformType");
        return new FunctionSchema(
            json.Where, json.Text("csharpNamespace"), json.Text("csharpName"), Side(json, "inputs"), Side(json, "outputs"));
    }

    private static List<PropertySchema> Side(JsonReader json, string member)
    {
        if (!json.IsObject(member, required: true, out var side))
        {
            return [];
        }

        var reader = json.At(side);
        reader.Allow("type", "properties", "required");
        return Ordered(PropertyReader.Read(reader, "properties", Declared(reader, "required", "properties")));
    }

    private static ObjectSchema Object(JsonReader json)
    {
        json.Allow("csharpNamespace", "csharpName", "type", "properties", "required", "requiredOutputs", "terraformJson");
        var required = Declared(json, "required", "properties");
        var certain = json.Json.TryGetProperty("requiredOutputs", out _)
            ? Declared(json, "requiredOutputs", "properties")
            : required;
        var properties = Ordered(PropertyReader.Read(json, "properties", required));
        return new ObjectSchema(
            json.Where,
            json.Text("csharpNamespace"),
            json.Text("csharpName"),
            properties,
            [.. properties.Select(p => p with { Required = certain.Contains(p.WireName) })]);
    }

    private static EnumSchema Enum(JsonReader json)
    {
        json.Allow("csharpNamespace", "csharpName", "type", "enum");
        var values = new List<EnumValue>();
        foreach (var reader in json.Objects("enum"))
        {
            reader.Allow("name", "value");
            values.Add(new EnumValue(reader.Text("name"), reader.Text("value")));
        }

        return new EnumSchema(json.Where, json.Text("csharpNamespace"), json.Text("csharpName"), values);
    }

    /// <summary>A list of property names, each of which must be a property.</summary>
    private static IReadOnlyList<string> Declared(JsonReader json, string member, params ReadOnlySpan<string> sets)
    {
        var names = json.Texts(member);
        foreach (var name in names)
        {
            var known = false;
            foreach (var set in sets)
            {
                known |= json.Json.TryGetProperty(set, out var properties) && properties.TryGetProperty(name, out _);
            }

            if (!known)
            {
                json.Note($"'{member}' names '{name}', which is no property of it");
            }
        }

        return names;
    }

    private static List<PropertySchema> Ordered(IEnumerable<PropertySchema> properties) =>
        [.. properties.OrderBy(p => p.WireName, StringComparer.Ordinal)];
}
