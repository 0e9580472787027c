using System.Text.Json.Nodes;

namespace TechCorp.PgInfra.Review.Promotion;

/// <summary>The configurations that make two stacks comparable.</summary>
internal static class Alignment
{
    private const string Recovery = "disasterRecovery";

    /// <summary>
    /// What <paramref name="from"/> says, with what must be equal taken from <paramref name="to"/>. Where only that differs which may,
    /// it is <paramref name="from"/> itself: the plan of the one stack must come out as the plan of the other.
    /// </summary>
    public static JsonObject Substituted(JsonObject from, JsonObject to, IEnumerable<ConfigurationDifference> differences)
    {
        var tree = (JsonObject)from.DeepClone();
        foreach (var forbidden in differences.Where(d => d.Rule is null))
        {
            Take(tree, to, forbidden.Key);
        }

        return tree;
    }

    /// <summary>Takes one value, or its absence, from another tree.</summary>
    public static void Take(JsonObject tree, JsonObject other, string path)
    {
        // Values in a list have no place of their own: the list is taken as a whole.
        var plain = path.Split('[')[0];
        ConfigurationTree.Set(tree, plain, ConfigurationTree.Get(other, plain));
    }

    /// <summary>
    /// What <paramref name="to"/> says, under the names of <paramref name="from"/>, so that the resources of both plans can be told to
    /// correspond. A copy stands as it will on the day it is needed: promoted.
    /// </summary>
    public static (JsonObject Tree, IReadOnlyDictionary<string, string> Names) Renamed(JsonObject from, JsonObject to)
    {
        var tree = (JsonObject)to.DeepClone();
        ConfigurationTree.Set(tree, "namePrefix", from["namePrefix"]);
        if (tree[Recovery] is JsonObject recovery)
        {
            recovery["promoted"] = true;
        }

        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var counterparts = ConfigurationTree.Replicas(from["replicas"] as JsonArray ?? []).ToDictionary(r => r.Label, r => r.Replica, StringComparer.Ordinal);
        Rename(from["primary"] as JsonObject, tree["primary"] as JsonObject);
        foreach (var (label, replica) in ConfigurationTree.Replicas(tree["replicas"] as JsonArray ?? []))
        {
            Rename(counterparts.GetValueOrDefault(label), replica);
        }

        foreach (var threshold in (tree["alarms"]?["overrides"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (names.TryGetValue($"{threshold["instance"]}", out var renamed))
            {
                threshold["instance"] = renamed;
            }
        }

        return (tree, names);

        void Rename(JsonObject? counterpart, JsonObject? instance)
        {
            var own = $"{instance?["identifier"]}";
            var name = counterpart is not null ? $"{counterpart["identifier"]}" : own;
            // One that has no counterpart keeps its name, unless a renamed one has taken it.
            while (names.ContainsValue(name) || (counterpart is null && counterparts.Values.Any(c => $"{c["identifier"]}" == name)))
            {
                name += "-x";
            }

            if (instance is not null)
            {
                names[own] = name;
                instance["identifier"] = name;
            }
        }
    }
}
