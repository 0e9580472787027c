using System.Collections.Immutable;
using TechCorp.PgInfra.Planning.Projects;

namespace TechCorp.PgInfra.Review.Promotion;

/// <summary>Judges in what two stacks differ.</summary>
public static class PromotionReview
{
    /// <summary>The two stacks of this project.</summary>
    /// <inheritdoc cref="PromotedPlans.CaptureAsync" path="/exception"/>
    public static async Task<PromotionComparison> RunAsync(PulumiProject project, StackConfiguration from, StackConfiguration to) =>
        Judge(await PromotedPlans.CaptureAsync(project, from, to));

    /// <summary>Judges captured plans.</summary>
    public static PromotionComparison Judge(PromotedPlans plans)
    {
        ArgumentNullException.ThrowIfNull(plans);
        var findings = ImmutableArray.CreateBuilder<PromotionFinding>();
        var left = PlanComparison.Between(plans.From, plans.Substituted, PropertyTable.MayCarryStackName).ToList();
        var unlocked = plans.Unlocked.ToDictionary(
            u => u.Key, u => PlanComparison.Between(plans.From, u.Value, PropertyTable.MayCarryStackName).ToHashSet(), StringComparer.Ordinal);
        var forbidden = plans.Differences.Where(d => d.Rule is null).ToImmutableArray();
        foreach (var difference in left)
        {
            var drivers = forbidden.Where(f => unlocked.TryGetValue(f.Key, out var without) && !without.Contains(difference)).ToImmutableArray();
            findings.Add(Undriven(plans, difference, drivers.IsEmpty && unlocked.Count < forbidden.Length ? forbidden : drivers));
        }

        var known = left.Select(d => (d.Type, d.Name, d.Property)).ToHashSet();
        var permitted = plans.Differences.Where(d => d.Rule is not null).ToImmutableArray();
        var counts = permitted.ToDictionary(d => d.Key, _ => 0, StringComparer.Ordinal);
        foreach (var difference in PlanComparison.Between(plans.From, plans.Renamed, PropertyTable.MayCarryStackName).Where(d => !known.Contains((d.Type, d.Name, d.Property))))
        {
            var drivers = PropertyTable.Drivers(difference, permitted);
            foreach (var driver in drivers)
            {
                counts[driver.Key]++;
            }

            if (drivers.IsEmpty)
            {
                findings.Add(Unforeseen(plans, difference));
            }
        }

        return new(
            plans.From.Stack, plans.Renamed.Stack, [.. permitted.Select(d => new AllowedDifference(d, counts[d.Key]))],
            [.. findings.OrderBy(f => f.Difference.Type, StringComparer.Ordinal).ThenBy(f => f.Difference.Name, StringComparer.Ordinal).ThenBy(f => f.Difference.Property, StringComparer.Ordinal)],
            PlanComparison.Count(plans.From));
    }

    private static PromotionFinding Undriven(PromotedPlans plans, PlanDifference difference, ImmutableArray<ConfigurationDifference> drivers)
    {
        var (from, to) = (plans.From.Stack, plans.Renamed.Stack);
        if (drivers.IsEmpty)
        {
            return new(difference, Own(plans, difference), [],
                $"no configuration drives it: with all of {from}'s values {to} still declares it",
                $"the program asks which stack it is; make it a configuration key, or the same everywhere");
        }

        var keys = drivers.Select(d => $"{d.Key} ({from}: {d.From ?? "not set"}, {to}: {d.To ?? "not set"})").ToList();
        return new(difference, Own(plans, difference), [.. drivers.Select(d => d.Key)],
            $"driven by {string.Join(", ", keys)}, which may not differ",
            $"set it alike in Pulumi.{from}.yaml and Pulumi.{to}.yaml; what {to} gets must have been tried in {from} first");
    }

    private static PromotionFinding Unforeseen(PromotedPlans plans, PlanDifference difference)
    {
        var (from, to) = (plans.From.Stack, plans.Renamed.Stack);
        return new(difference, Own(plans, difference), [],
            $"keys that may differ drive it, but none that may drive this property",
            $"let the program declare it alike for {from} and {to}, or give the reason it may differ in a line of review/Promotion/properties.tsv");
    }

    // As the target calls it.
    private static string Own(PromotedPlans plans, PlanDifference difference) =>
        plans.Names.Where(n => n.Key != n.Value).OrderByDescending(n => n.Value.Length)
            .Aggregate(difference.Name, (name, pair) => name == difference.Name ? name.Replace(pair.Value, pair.Key, StringComparison.Ordinal) : name);
}
