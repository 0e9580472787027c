using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning.Projects;

namespace TechCorp.PgInfra.Review.Promotion;

/// <summary>A stack's configuration as one tree, and as the list of its values.</summary>
internal static class ConfigurationTree
{
    /// <summary>Nothing is declared from exceptions; the laws answer for them.</summary>
    private const string Exceptions = "exceptions";

    /// <summary>Sections that are a decision by being there.</summary>
    private static readonly ImmutableArray<string> Switches = ["disasterRecovery", "pooler"];

    /// <summary>Keys without the project's namespace; values that hold an object or a list as such.</summary>
    public static JsonObject Of(StackConfiguration configuration)
    {
        var tree = new JsonObject();
        foreach (var (key, value) in configuration.Values)
        {
            tree[Short(configuration, key)] = value.Text.AsSpan().TrimStart() is ['{' or '[', ..] ? JsonNode.Parse(value.Text) : JsonValue.Create(value.Text);
        }

        return tree;
    }

    /// <summary>The stack configured with this tree. A secret stays one: its text is a mask already.</summary>
    public static StackConfiguration Apply(StackConfiguration configuration, JsonObject tree)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, ConfigurationValue>(StringComparer.Ordinal);
        foreach (var (key, value) in tree)
        {
            var text = value is JsonValue scalar && scalar.GetValueKind() == JsonValueKind.String ? scalar.GetValue<string>() : value!.ToJsonString();
            values[key.Contains(':', StringComparison.Ordinal) ? key : $"{configuration.Project}:{key}"] = new(text, text.Contains(ConfigurationValue.Secret, StringComparison.Ordinal));
        }

        return configuration with { Values = values.ToImmutable() };
    }

    /// <summary>Every value by its path, e.g. <c>primary.instanceClass</c>, <c>replicas[analytics 1].identifier</c>.</summary>
    public static SortedDictionary<string, string> Leaves(JsonObject tree)
    {
        var leaves = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in tree.Where(m => m.Key != Exceptions))
        {
            if (Switches.Contains(key))
            {
                leaves[key] = "declared";
            }

            if (key == "replicas" && value is JsonArray replicas)
            {
                foreach (var (label, replica) in Replicas(replicas))
                {
                    leaves[$"replicas[{label}]"] = "declared";
                    Walk($"replicas[{label}]", replica);
                }
            }
            else
            {
                Walk(key, value);
            }
        }

        return leaves;

        void Walk(string path, JsonNode? node)
        {
            switch (node)
            {
                case JsonObject members:
                    foreach (var (name, value) in members)
                    {
                        Walk($"{path}.{name}", value);
                    }

                    break;
                case JsonArray items:
                    foreach (var (index, item) in items.Index())
                    {
                        Walk($"{path}[{index}]", item);
                    }

                    break;
                default:
                    leaves[path] = node?.ToString() ?? "";
                    break;
            }
        }
    }

    /// <summary>Replicas by role and place among those of their role: that is which two of two stacks correspond.</summary>
    public static IEnumerable<(string Label, JsonObject Replica)> Replicas(JsonArray replicas)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var replica in replicas.OfType<JsonObject>())
        {
            var role = $"{replica["role"]}";
            var place = counts[role] = counts.GetValueOrDefault(role) + 1;
            yield return ($"{role} {place}", replica);
        }
    }

    /// <summary>Sets or, with null, removes the value at a path of plain names.</summary>
    public static void Set(JsonObject tree, string path, JsonNode? value)
    {
        var names = path.Split('.');
        var at = tree;
        foreach (var name in names[..^1])
        {
            if (at[name] is not JsonObject next)
            {
                if (value is null)
                {
                    return;
                }

                at[name] = next = [];
            }

            at = next;
        }

        if (value is null)
        {
            at.Remove(names[^1]);
        }
        else
        {
            at[names[^1]] = value.DeepClone();
        }
    }

    /// <summary>The value at a path of plain names, or null.</summary>
    public static JsonNode? Get(JsonObject tree, string path) =>
        path.Split('.').Aggregate((JsonNode?)tree, (node, name) => (node as JsonObject)?[name]);

    private static string Short(StackConfiguration configuration, string key) =>
        key.StartsWith(configuration.Project + ":", StringComparison.Ordinal) ? key[(configuration.Project.Length + 1)..] : key;
}
