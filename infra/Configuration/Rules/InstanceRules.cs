using System.Collections.Immutable;

namespace TechCorp.PgInfra.Infra.Configuration.Rules;

/// <summary>Identifiers, placement and number of instances.</summary>
internal static class InstanceRules
{
    /// <summary>First-level read replicas of one source (RDS for PostgreSQL).</summary>
    public const int MaximumReplicas = 15;

    public static ImmutableArray<SettingsRule> All { get; } =
    [
        new([], UniqueIdentifiers),
        new(["network.privateSubnets"], Placement),
        new([], NotTooManyReplicas),
    ];

    private static void UniqueIdentifiers(RuleContext context)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var instance in context.InstancesWithSound("identifier"))
        {
            if (!seen.Add(instance.Identifier))
            {
                context.Problems.Add($"{context.KeyOf(instance)}.identifier", instance.Identifier, "an identifier of its own", "another instance of this stack has it");
            }
        }
    }

    private static void Placement(RuleContext context)
    {
        var zones = context.Settings.Network.PrivateSubnets.Keys;
        foreach (var instance in context.InstancesWithSound("availabilityZone", "multiAz"))
        {
            if (instance.AvailabilityZone is not { } zone)
            {
                continue;
            }

            var key = $"{context.KeyOf(instance)}.availabilityZone";
            if (instance.MultiAz)
            {
                context.Problems.Add(key, zone, "no zone with multiAz", "RDS refuses the pair: with a standby it chooses both zones");
            }
            else if (!zones.Contains(zone))
            {
                context.Problems.Add(key, zone, $"one of {string.Join(", ", zones)}", "an instance can only be placed where network.privateSubnets has a subnet");
            }
        }
    }

    private static void NotTooManyReplicas(RuleContext context)
    {
        var count = context.Settings.Replicas.Length;
        if (count > MaximumReplicas)
        {
            context.Problems.Add("replicas", $"{count} replicas", $"at most {MaximumReplicas}", "RDS allows no more of one source");
        }
    }
}
