using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Infra.Configuration.Rules;

/// <summary>The cross-region copy (facts of the RDS user guide, "Creating a read replica in a different AWS Region").</summary>
internal static class DisasterRecoveryRules
{
    public static ImmutableArray<SettingsRule> All { get; } =
    [
        new(["aws:region", "disasterRecovery.sourceRegion"], AnotherRegion),
        new(["disasterRecovery.sourceStack"], AnotherStack),
        new(["disasterRecovery.promoted"], NoReplicasOfAReplica),
        new(["pooler"], PoolerIsReady),
        new([], OnlyACopyIsPromoted),
    ];

    private static void AnotherRegion(RuleContext context)
    {
        if (context.Settings is not { DisasterRecovery: { } copy, Region: var region })
        {
            return;
        }

        if (copy.SourceRegion == region)
        {
            context.Problems.Add("disasterRecovery.sourceRegion", copy.SourceRegion, $"a region other than {region}", "S48; a copy in the same region is lost together with its source");
        }
        else if (!Regions.CanReplicateBackups(copy.SourceRegion, region))
        {
            context.Problems.Add("aws:region", region, $"one of {string.Join(", ", Regions.BackupDestinationsOf(copy.SourceRegion))}",
                $"S48; RDS replicates automated backups of {copy.SourceRegion} to no other region");
        }
    }

    private static void AnotherStack(RuleContext context)
    {
        if (context.Settings is { DisasterRecovery: { } copy, Stack: var stack } && copy.SourceStack.Split('/')[^1] == stack)
        {
            context.Problems.Add("disasterRecovery.sourceStack", copy.SourceStack, "another stack than this one", "a stack can not wait for its own outputs");
        }
    }

    private static void NoReplicasOfAReplica(RuleContext context)
    {
        if (context.Settings is { IsWarmReplica: true, Replicas.IsEmpty: false })
        {
            context.Problems.Add("replicas", $"{context.Settings.Replicas.Length} replicas", "none until promoted is true", "replicas of a warm replica add its lag to theirs, and die with it");
        }
    }

    private static void OnlyACopyIsPromoted(RuleContext context)
    {
        foreach (var (index, exception) in context.Settings.Exceptions.Index().Where(e => e.Item.UntilPromoted && context.Settings.DisasterRecovery is null))
        {
            context.Problems.Add($"exceptions[{index}].until", "promoted", "left out", $"only the stack of a cross-region copy is promoted; '{exception.Law}' would be excused for ever");
        }
    }

    // Found out at night, with the primary's region gone, this would be the second emergency.
    private static void PoolerIsReady(RuleContext context)
    {
        if (context.Settings is { DisasterRecovery: not null, Pooler: null })
        {
            context.Problems.Add("pooler", null, "an object", "promotion declares the pooler; its configuration must be there before it is needed");
        }
    }
}
