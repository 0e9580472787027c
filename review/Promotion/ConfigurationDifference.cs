using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace TechCorp.PgInfra.Review.Promotion;

/// <summary>A value in which two stacks' configurations differ.</summary>
/// <param name="Key">Its path, e.g. <c>primary.instanceClass</c>.</param>
/// <param name="From">What the stack it is promoted from says; null when it says nothing.</param>
/// <param name="To">What the stack it is promoted to says; null when it says nothing.</param>
/// <param name="Rule">Why it may differ; null when it may not.</param>
public sealed record ConfigurationDifference(string Key, string? From, string? To, KeyRule? Rule)
{
    /// <summary>Every difference, in order of the keys.</summary>
    internal static ImmutableArray<ConfigurationDifference> Between(JsonObject from, JsonObject to)
    {
        var (a, b) = (ConfigurationTree.Leaves(from), ConfigurationTree.Leaves(to));
        return
        [
            .. a.Keys.Union(b.Keys).Order(StringComparer.Ordinal)
                .Select(key => new ConfigurationDifference(key, a.GetValueOrDefault(key), b.GetValueOrDefault(key), null))
                .Where(d => d.From != d.To)
                .Select(d => KeyTable.Find(d.Key) is { } rule && rule.Permits(d.From, d.To) ? d with { Rule = rule } : d),
        ];
    }
}
