using System.Collections;
using System.Text.Json.Nodes;

namespace TechCorp.PgInfra.Planning.Capture;

/// <summary>Values as mocks receive them (text, double, bool, lists, maps) as JSON.</summary>
internal static class WireJson
{
    public static JsonObject From(IEnumerable<KeyValuePair<string, object>> inputs)
    {
        var json = new JsonObject();
        foreach (var (name, value) in inputs.OrderBy(i => i.Key, StringComparer.Ordinal))
        {
            json[name] = From(value);
        }

        return json;
    }

    public static JsonNode? From(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        double number => JsonValue.Create(number),
        // Stack outputs keep their own number types; in a plan every number is one kind.
        int number => JsonValue.Create((double)number),
        long number => JsonValue.Create((double)number),
        IEnumerable<KeyValuePair<string, object>> map => From(map),
        IDictionary map => From(map.Keys.Cast<object>().Select(k => KeyValuePair.Create(k.ToString()!, map[k]!))),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(From)]),
        _ => throw new NotSupportedException($"A plan cannot hold a value of type {value.GetType().FullName}."),
    };
}
