using System.Collections.Immutable;
using TechCorp.PgInfra.Planning;
using static TechCorp.PgInfra.Review.Laws.Ask;

namespace TechCorp.PgInfra.Review.Laws.Resources;

/// <summary>What every security group and its rules are.</summary>
internal static class NetworkLaws
{
    private static readonly ImmutableArray<string> Everyone = ["0.0.0.0/0", "::/0"];

    // VPC user guide, "Amazon VPC quotas": inbound or outbound rules per security group, each way for itself (Service Quotas L-0EA8B6D9).
    // The gateway prefix list of S3 weighs one rule, as a referenced group does.
    private const int RulesOfOneGroup = 60;

    public static ImmutableArray<Law> All { get; } =
    [
        Law.OfEach("rules-described", "Every security group and rule says what it is for", "CKV_AWS_23 AWS-0099 AWS-0124 S50",
            "A rule nobody can explain is never removed.",
            "description on the group and on each rule.",
            Ask.All(AwsTypes.SecurityGroup, AwsTypes.Ingress, AwsTypes.Egress), (_, r) => Unless(r.Has("description"), r, "description")),

        World("no-world-ingress", "Nothing is open to the world", "EC2.18 EC2.19 CKV_AWS_24 CKV_AWS_25 CKV_AWS_260 CKV_AWS_277 AWS-0107 S50", AwsTypes.Ingress,
            "One rule for 0.0.0.0/0 and the password is all that is left.", "referencedSecurityGroupId of the client instead of an address range."),

        World("no-world-egress", "Nothing may call out to the world", "CKV_AWS_382 AWS-0104 S50", AwsTypes.Egress,
            "What is inside can be sent anywhere.", "the group, prefix list or endpoint it needs instead of an address range."),

        Law.OfEach("groups-attached", "Every security group protects something", "CKV2_AWS_5 S50",
            "A group nobody wears looks like protection and is none.",
            "attach it to an instance, a service or a load balancer, or remove it.",
            All(AwsTypes.SecurityGroup), (e, group) => Unless(
                e.Plan.Resources.Where(r => r.Type != AwsTypes.SecurityGroup && r.Type != AwsTypes.Ingress && r.Type != AwsTypes.Egress)
                    .Any(r => PlanReference.FindAll(r.Inputs.ToJsonString(ReportJson.Line)).Any(x => x.Type == group.Type && x.Name == group.Name)),
                group.Name, "attached to", "nothing")),

        Law.OfEach("rules-within-quota", "No security group has more rules than AWS gives one", "S50",
            "The one rule too many fails with RulesPerSecurityGroupLimitExceeded in the middle of an update, and the service it was for can not connect.",
            $"one group that several services share under network.serviceSecurityGroups; or a higher quota (Service Quotas, vpc, L-0EA8B6D9; {RulesOfOneGroup} unless raised) with an exception that says which.",
            All(AwsTypes.SecurityGroup), (e, group) => new[] { (Type: AwsTypes.Ingress, Way: "inbound"), (Type: AwsTypes.Egress, Way: "outbound") }.SelectMany(way =>
                e.Plan.OfType(way.Type).Count(r => e.Plan.Referent(r, "securityGroupId") == group) is var rules && rules > RulesOfOneGroup
                    ? [new Finding(group.Name, $"{way.Way} rules", $"{rules}, and AWS gives {RulesOfOneGroup}")]
                    : Enumerable.Empty<Finding>())),
    ];

    /// <summary>True for a rule of 0.0.0.0/0 or ::/0, which two laws of their own forbid.</summary>
    internal static bool IsOpenToTheWorld(PlannedResource rule) => Everyone.Contains(rule.Raw("cidrIpv4") ?? "") || Everyone.Contains(rule.Raw("cidrIpv6") ?? "");

    private static Law World(string id, string title, string ids, string type, string why, string wayOut) => Law.OfEach(
        id, title, ids, why, wayOut, Ask.All(type),
        (_, rule) => new[] { "cidrIpv4", "cidrIpv6" }.SelectMany(p => Unless(!Everyone.Contains(rule.Raw(p) ?? ""), rule, p)));
}
