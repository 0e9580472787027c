using System.Collections.Immutable;

namespace TechCorp.PgInfra.Infra.Configuration.Rules;

/// <summary>Where the estate is placed and who reaches it (S50).</summary>
internal static class NetworkRules
{
    public static ImmutableArray<SettingsRule> All { get; } =
    [
        new(["network.privateSubnets", "aws:region"], Zones),
        new(["network.serviceSecurityGroups"], Services),
    ];

    private static void Zones(RuleContext context)
    {
        var (settings, problems) = (context.Settings, context.Problems);
        var subnets = settings.Network.PrivateSubnets;
        foreach (var zone in subnets.Keys.Where(z => !IsZoneOf(settings.Region, z)))
        {
            problems.Add($"network.privateSubnets.{zone}", subnets[zone], $"a zone of {settings.Region}, e.g. {settings.Region}a", "a subnet of another region can not be used here");
        }

        foreach (var group in subnets.GroupBy(s => s.Value, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            problems.Add($"network.privateSubnets.{group.Last().Key}", group.Key, "a subnet of its own for each zone", $"{group.First().Key} has the same one, and a subnet lies in one zone");
        }

        if (subnets.Count < 2)
        {
            problems.Add("network.privateSubnets", subnets.Count == 0 ? "{}" : string.Join(", ", subnets.Keys), "at least two zones", "S2; RDS refuses a subnet group of one zone, and Multi-AZ needs two");
        }
    }

    private static void Services(RuleContext context)
    {
        var groups = context.Settings.Network.ServiceSecurityGroups;
        var names = context.Catalog.Services.Select(s => s.Name).ToImmutableSortedSet(StringComparer.Ordinal);
        foreach (var unknown in groups.Keys.Where(k => !names.Contains(k)))
        {
            context.Problems.Add($"network.serviceSecurityGroups.{unknown}", groups[unknown], Reading.Section.Suggestion(unknown, names), "the catalogue has no such service");
        }

        foreach (var missing in names.Where(n => !groups.ContainsKey(n)))
        {
            context.Problems.Add($"network.serviceSecurityGroups.{missing}", null, "a security group id", "the catalogue has the service, and it could not connect");
        }
    }

    private static bool IsZoneOf(string region, string zone) =>
        zone.Length == region.Length + 1 && zone.StartsWith(region, StringComparison.Ordinal) && char.IsAsciiLetterLower(zone[^1]);
}
