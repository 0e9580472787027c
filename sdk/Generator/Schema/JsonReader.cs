using System.Text.Json;

namespace PulumiSdk.Generator.Schema;

/// <summary>Reads members of one JSON object and notes every one that is missing, unknown or of the wrong kind.</summary>
internal sealed class JsonReader(JsonElement json, string where, List<SchemaProblem> problems)
{
    public string Where { get; } = where;

    public JsonElement Json { get; } = json;

    public bool IsObject(string name, bool required, out JsonElement value) =>
        Is(name, JsonValueKind.Object, "an object", required, out value);

    public string Text(string name)
    {
        if (!Is(name, JsonValueKind.String, "a string", required: true, out var value))
        {
            return "";
        }

        return value.GetString()!;
    }

    public bool Flag(string name)
    {
        if (!Json.TryGetProperty(name, out var value))
        {
            return false;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Note($"'{name}' must be true or false, not {value.GetRawText()}");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    public IReadOnlyList<string> Texts(string name)
    {
        if (!Is(name, JsonValueKind.Array, "an array of strings", required: false, out var value))
        {
            return [];
        }

        var texts = new List<string>();
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String)
            {
                texts.Add(item.GetString()!);
            }
            else
            {
                Note($"'{name}' must hold strings only, not {item.GetRawText()}");
            }
        }

        return texts;
    }

    public IEnumerable<JsonReader> Objects(string name)
    {
        if (!Is(name, JsonValueKind.Array, "an array of objects", required: true, out var value))
        {
            yield break;
        }

        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                yield return At(item);
            }
            else
            {
                Note($"'{name}' must hold objects only, not {item.GetRawText()}");
            }
        }
    }

    /// <summary>A misspelt member would otherwise be data that silently does nothing.</summary>
    public void Allow(params ReadOnlySpan<string> names)
    {
        foreach (var member in Json.EnumerateObject())
        {
            if (!names.Contains(member.Name))
            {
                Note($"unknown member '{member.Name}'; allowed are {string.Join(", ", names.ToArray())}");
            }
        }
    }

    /// <summary>A reader of a value inside this one that reports under the same place.</summary>
    public JsonReader At(JsonElement inner) => new(inner, Where, problems);

    /// <summary>A reader of the named value inside this one.</summary>
    public JsonReader At(JsonElement inner, string where) => new(inner, where, problems);

    public void Note(string what) => problems.Add(new SchemaProblem(Where, what));

    private bool Is(string name, JsonValueKind kind, string wanted, bool required, out JsonElement value)
    {
        if (!Json.TryGetProperty(name, out value))
        {
            if (required)
            {
                Note($"'{name}' is missing; it must be {wanted}");
            }

            return false;
        }

        if (value.ValueKind != kind)
        {
            Note($"'{name}' must be {wanted}, not {value.GetRawText()}");
            return false;
        }

        return true;
    }
}
