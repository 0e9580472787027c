using System.Collections.Immutable;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Projects;

namespace TechCorp.PgInfra.Review.Promotion;

/// <summary>
/// The captures a promotion is judged by. A plan is a pure function of the stack's name and its configuration; so the plan of the target
/// under the source's values shows, value by value, what those values do not account for.
/// </summary>
/// <param name="From">The source as it is.</param>
/// <param name="Substituted">The target with the source's value of every key that may differ. Whatever still differs, no such key drives.</param>
/// <param name="Renamed">The target with its own values under the source's names; a copy of another stack as it is when promoted.</param>
/// <param name="Unlocked">For each key that may not differ and does: the target as in <paramref name="Substituted"/>, with that key of the source too.</param>
/// <param name="Differences">Of the two configurations.</param>
/// <param name="Names">Names of the target's instances, and what they are called in <paramref name="Renamed"/>.</param>
public sealed record PromotedPlans(
    Plan From,
    Plan Substituted,
    Plan Renamed,
    ImmutableDictionary<string, Plan> Unlocked,
    ImmutableArray<ConfigurationDifference> Differences,
    IReadOnlyDictionary<string, string> Names)
{
    /// <summary>Captures them.</summary>
    /// <exception cref="ProjectException">The two stacks are not ones to promote between.</exception>
    /// <exception cref="ConfigurationException">A configuration has problems, or the two cannot stand in for each other.</exception>
    public static async Task<PromotedPlans> CaptureAsync(PulumiProject project, StackConfiguration from, StackConfiguration to)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        DemandOrder(from, to);
        var (source, target) = (ConfigurationTree.Of(from), ConfigurationTree.Of(to));
        var differences = ConfigurationDifference.Between(source, target);
        var substituted = Alignment.Substituted(source, target, differences);
        var (renamed, names) = Alignment.Renamed(source, target);

        var plan = await EstatePlan.CaptureAsync(project, from);
        var under = await EstatePlan.CaptureAsync(project, ConfigurationTree.Apply(to, substituted));
        var unlocked = ImmutableDictionary.CreateBuilder<string, Plan>(StringComparer.Ordinal);
        foreach (var forbidden in differences.Where(d => d.Rule is null))
        {
            var tree = (System.Text.Json.Nodes.JsonObject)substituted.DeepClone();
            Alignment.Take(tree, source, forbidden.Key);
            var configuration = ConfigurationTree.Apply(to, tree);
            // Two values may only make sense together; then neither is the other's cause alone.
            if (EstatePlan.ReadSettings(configuration).IsValid)
            {
                unlocked[forbidden.Key] = await EstatePlan.CaptureAsync(project, configuration);
            }
        }

        var own = await EstatePlan.CaptureAsync(project, ConfigurationTree.Apply(to, renamed));
        return new(plan, under, SourceOf(to) is null ? own : CopyAsWriter.Read(own), unlocked.ToImmutable(), differences, names);
    }

    private static void DemandOrder(StackConfiguration from, StackConfiguration to)
    {
        if (from.Stack == to.Stack)
        {
            throw new ProjectException($"'{from.Stack}' is promoted to itself; './pg effects --from main --stack {to.Stack}' tells what an edit of one stack does.");
        }

        if (EstatePlan.ReadSettings(from) is { IsValid: false, Problems: var inSource })
        {
            throw new ConfigurationException(from.Stack, inSource);
        }

        if (EstatePlan.ReadSettings(to) is { IsValid: false, Problems: var inTarget })
        {
            throw new ConfigurationException(to.Stack, inTarget);
        }

        if (SourceOf(from) is { } origin)
        {
            throw new ProjectException($"stack '{from.Stack}' copies '{origin}' and comes last; promote from '{origin}' to it: ./pg promote --from {origin} --to {from.Stack}");
        }

        if (SourceOf(to) is { } copied && copied != from.Stack)
        {
            throw new ProjectException($"stack '{to.Stack}' copies '{copied}' and not '{from.Stack}': ./pg promote --from {copied} --to {to.Stack}");
        }
    }

    /// <summary>The stack this one copies, or null.</summary>
    public static string? SourceOf(StackConfiguration configuration) =>
        EstatePlan.ReadSettings(configuration).Settings?.DisasterRecovery?.SourceStack.Split('/')[^1];
}
