using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration.Reading;

namespace TechCorp.PgInfra.Infra.Configuration.Rules;

/// <summary>What holds between several values.</summary>
/// <param name="Keys">Keys it looks at; while one of them is wrong by itself the rule is not asked.</param>
/// <param name="Check">Reports what is wrong.</param>
internal sealed record SettingsRule(ImmutableArray<string> Keys, Action<RuleContext> Check);

/// <summary>What rules look at and report to.</summary>
internal sealed record RuleContext(EstateSettings Settings, ServiceCatalog Catalog, ProblemList Problems)
{
    /// <summary>The settings without the overrides that are wrong by themselves, so that their parameters have a value to reckon with.</summary>
    public EstateSettings Sound => Settings with { ParameterOverrides = [.. Settings.ParameterOverrides.Where(o => !Problems.Touch(o.Key))] };

    /// <summary>The instances of which that value is not wrong by itself.</summary>
    public IEnumerable<InstanceSettings> InstancesWithSound(params string[] values) =>
        Settings.Instances.Where(i => !values.Any(v => Problems.Touch($"{KeyOf(i)}.{v}")));

    /// <summary>Key of an instance in the configuration: <c>primary</c> or <c>replicas[0]</c>.</summary>
    public string KeyOf(InstanceSettings instance) =>
        ReferenceEquals(instance, Settings.Primary)
            ? "primary"
            : $"replicas[{Settings.Replicas.TakeWhile(r => !ReferenceEquals(r, instance)).Count()}]";
}

/// <summary>Every rule, in the order of the configuration.</summary>
internal static class SettingsRules
{
    public static ImmutableArray<SettingsRule> All { get; } =
    [
        .. DisasterRecoveryRules.All,
        .. EngineRules.All,
        .. NetworkRules.All,
        .. InstanceRules.All,
        .. StorageRules.All,
        .. WindowRules.All,
        .. ParameterRules.All,
        .. PoolerRules.All,
        .. AlarmRules.All,
        .. CapacityRules.All,
    ];

    public static void Check(RuleContext context)
    {
        foreach (var rule in All)
        {
            if (!rule.Keys.Any(context.Problems.Touch))
            {
                rule.Check(context);
            }
        }
    }
}
