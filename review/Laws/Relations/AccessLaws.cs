using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Network;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Review.Laws.Resources;
using static TechCorp.PgInfra.Review.Laws.Ask;

namespace TechCorp.PgInfra.Review.Laws.Relations;

/// <summary>Who may connect, by name.</summary>
internal static class AccessLaws
{
    public static ImmutableArray<Law> All { get; } =
    [
        Law.OfEach("rules-named", "Every way in is one named client's, and only where that client belongs", "S32 S50",
            "A group id says nothing: the day the client is gone, nobody dares to remove its rule.",
            "network: the client's group under its name; infra/Network/DatabaseClients says which instances it reaches.",
            Ask.All(AwsTypes.Ingress), Ingress),

        Law.OfEach("destinations-named", "Every way out leads to something this estate names", "S50",
            "A rule to an unknown group is a way out nobody watches.",
            "a group of the same plan, network.endpointsSecurityGroupId or network.s3PrefixListId.",
            Ask.All(AwsTypes.Egress), (e, rule) => Unless(
                e.Plan.Referent(rule, "referencedSecurityGroupId") is not null
                || rule.Raw("referencedSecurityGroupId") == e.Settings.Network.EndpointsSecurityGroupId
                || rule.Raw("prefixListId") == e.Settings.Network.S3PrefixListId
                || NetworkLaws.IsOpenToTheWorld(rule),
                rule, rule.Has("prefixListId") ? "prefixListId" : "referencedSecurityGroupId")),
    ];

    private static IEnumerable<Finding> Ingress(JudgedEstate estate, PlannedResource rule)
    {
        if (estate.Plan.Referent(rule, "referencedSecurityGroupId") is not null || NetworkLaws.IsOpenToTheWorld(rule))
        {
            return [];
        }

        var clients = DatabaseClients.Named(estate.Settings.Network).Where(c => c.SecurityGroupId == rule.Raw("referencedSecurityGroupId")).ToList();
        if (clients.Count == 0)
        {
            return [JudgedEstate.About(rule, new[] { "cidrIpv4", "cidrIpv6", "prefixListId" }.FirstOrDefault(rule.Has) ?? "referencedSecurityGroupId")];
        }

        var roles = Wearers(estate, rule).Select(i => i.Role).Distinct().ToList();
        var named = clients.Where(c => rule.Raw("description")?.EndsWith($" from {c.Name}", StringComparison.Ordinal) == true).ToList();
        return named.Count == 0
            ? [new(rule.Name, "description", $"does not name {string.Join(" or ", clients.Select(c => c.Name))}")]
            : roles.Where(role => !named.Exists(c => c.Reaches.Contains(role))).Select(role => new Finding(rule.Name, "securityGroupId", $"{named[0].Name} does not belong at {Word(role)}"));
    }

    private static IEnumerable<JudgedInstance> Wearers(JudgedEstate estate, PlannedResource rule) => estate.Instances.Where(i =>
        i.Resource.Texts("vpcSecurityGroupIds").Any(id => id == rule.Raw("securityGroupId")));

    private static string Word(InstanceRole role) => $"a {role} instance";
}
