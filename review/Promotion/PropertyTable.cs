using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace TechCorp.PgInfra.Review.Promotion;

/// <summary>A property in which the plans of two stacks may differ, when a key that drives it does.</summary>
/// <param name="Type">Type token or <c>output</c>; <c>*</c> is any text.</param>
/// <param name="Property">Path, with <c>[*]</c> for any item of a list; <see cref="PlanDifference.Existence"/> for the resource itself.</param>
/// <param name="Keys">Configuration keys that drive it; <c>stack</c> is the stack's own name.</param>
/// <param name="Why">How.</param>
public sealed record PropertyRule(string Type, string Property, ImmutableArray<string> Keys, string Why)
{
    internal bool Concerns(string type, string property) => Glob.Matches(Type, type) && Glob.Matches(Property, property);
}

/// <summary>What configuration may drive, from <c>properties.tsv</c>.</summary>
public static class PropertyTable
{
    /// <summary>Stands for the stack's name among the keys.</summary>
    public const string Stack = "stack";

    /// <summary>Every row.</summary>
    public static ImmutableArray<PropertyRule> Rows { get; } =
        [.. Tables.Read("properties.tsv", 4).Select(r => new PropertyRule(r[0], r[1], [.. r[2].Split(' ')], r[3]))];

    /// <summary>The rows about a property.</summary>
    public static ImmutableArray<PropertyRule> Of(string type, string property) =>
        Asked.GetOrAdd((type, property), static asked => [.. Rows.Where(r => r.Concerns(asked.Type, asked.Property))]);

    // A plan has some thousand values and a few hundred kinds of them.
    private static readonly ConcurrentDictionary<(string Type, string Property), ImmutableArray<PropertyRule>> Asked = new();

    /// <summary>Whether the stack's name may stand there.</summary>
    public static bool MayCarryStackName(string type, string property) => Of(type, property).Any(r => r.Keys.Contains(Stack));

    /// <summary>Those of the differing keys that may drive this difference; none when nothing does.</summary>
    internal static ImmutableArray<ConfigurationDifference> Drivers(PlanDifference difference, ImmutableArray<ConfigurationDifference> differing)
    {
        var patterns = Of(difference.Type, PlanComparison.Indexless(difference.Property)).SelectMany(r => r.Keys).ToHashSet(StringComparer.Ordinal);
        return [.. differing.Where(d => patterns.Any(p => Glob.Matches(p, d.Key)))];
    }
}
