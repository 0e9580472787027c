using System.Text.Json.Nodes;

namespace TechCorp.PgInfra.Planning.Tests.Support;

/// <summary>How two JSON documents differ, a line for each value, so that a changed plan reads like a review.</summary>
internal static class JsonDifference
{
    public static IReadOnlyList<string> Between(JsonNode expected, JsonNode actual)
    {
        var (before, after) = (Flatten(expected), Flatten(actual));
        return [.. before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
            .Where(path => before.GetValueOrDefault(path) != after.GetValueOrDefault(path))
            .Select(path => (before.GetValueOrDefault(path), after.GetValueOrDefault(path)) switch
            {
                (null, var added) => $"+ {path} = {added}",
                (var removed, null) => $"- {path} = {removed}",
                var (was, now) => $"~ {path}: {was} -> {now}",
            })];
    }

    private static Dictionary<string, string> Flatten(JsonNode root)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        Walk(root, "");
        return values;

        void Walk(JsonNode? node, string path)
        {
            switch (node)
            {
                case JsonObject { Count: > 0 } map:
                    foreach (var (key, value) in map)
                    {
                        Walk(value, path.Length == 0 ? key : $"{path}.{key}");
                    }

                    break;
                // Resources are told apart by URN: one more of them must not shift all that follow.
                case JsonArray { Count: > 0 } list:
                    for (var i = 0; i < list.Count; i++)
                    {
                        Walk(list[i], list[i] is JsonObject item && item["urn"] is { } urn ? urn.GetValue<string>() : $"{path}[{i}]");
                    }

                    break;
                default:
                    values[path] = node?.ToJsonString() ?? "null";
                    break;
            }
        }
    }
}
