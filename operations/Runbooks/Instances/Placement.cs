using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Operations.Runbooks.Instances;

/// <summary>
/// The physical names of what a declared instance refers to. Only AWS knows them; the plan says by what they are found: a security
/// group by its Name tag and network, a parameter group by the name Pulumi's own begins with, a key by its alias.
/// </summary>
/// <param name="ParameterGroup">DB parameter group.</param>
/// <param name="SecurityGroups">Security group ids.</param>
/// <param name="SubnetGroup">DB subnet group.</param>
/// <param name="Key">ARN of the region's database key.</param>
/// <param name="MonitoringRole">ARN of the Enhanced Monitoring role; null leaves monitoring to the next <c>pulumi up</c>.</param>
public sealed partial record Placement(string ParameterGroup, ImmutableArray<string> SecurityGroups, string SubnetGroup, string? Key, string? MonitoringRole)
{
    /// <summary>Finds them, and says where an instance that is there differs from the plan.</summary>
    /// <param name="observed">The instance itself or, where that is lost, one of the same role; null where none is left.</param>
    public static async Task<(Placement? Placement, ImmutableArray<RunbookCheck> Checks)> FindAsync(
        RdsApi rds, DeclaredInstance declared, ObservedInstance? observed, CancellationToken cancellation)
    {
        // The CLI takes a second to start; the three questions do not depend on each other.
        var (groups, parameters, key) = (SecurityGroupsAsync(rds, declared, cancellation), ParameterGroupsAsync(rds, declared, cancellation), KeyAsync(rds, declared, cancellation));
        await Task.WhenAll(groups, parameters, key);

        var found = await groups;
        var checks = new List<RunbookCheck>();
        var group = Choose("parameter group", $"{declared.ParameterGroup?.Name}-*", [.. await parameters], observed?.ParameterGroup);
        var security = declared.SecurityGroups.Select((g, i) => Choose(
            "security group", NameOf(g) ?? g.Name, found[i], observed is { SecurityGroups.Length: 1 } ? observed.SecurityGroups[0] : null)).ToImmutableArray();
        if (declared.SubnetGroup is null) checks.Add(RunbookCheck.Fail("subnet group", "the plan declares none"));
        if (await key is null && declared.KeyAlias is not null) checks.Add(RunbookCheck.Warn("key", $"{declared.KeyAlias} is not there; {observed?.KmsKey ?? "the account's own key"} encrypts instead"));
        if (observed is not null) checks.AddRange(Differences(declared, observed, group, await key));
        return group is null || security.Any(g => g is null) || declared.SubnetGroup is null
            ? (null, [.. checks])
            : (new Placement(group, [.. security.Select(g => g!)], declared.SubnetGroup, await key ?? observed?.KmsKey, observed?.MonitoringRole), [.. checks]);

        string? Choose(string what, string name, ImmutableArray<string> there, string? inUse)
        {
            // Two of a name: Pulumi is in the middle of replacing one, and the one in use is the one that is tried.
            var chosen = there is [var only] ? only : inUse is not null && (there.IsEmpty || there.Contains(inUse)) ? inUse : null;
            if (chosen is null)
                checks.Add(RunbookCheck.Fail(what, there.IsEmpty
                    ? $"there is no {name} in {rds.Region}; is the stack deployed there? `pulumi up --stack {declared.Plan.Stack}` makes it"
                    : $"{name} is found {there.Length} times ({string.Join(", ", there)}); delete those that Pulumi's state does not know"));
            else if (there.IsEmpty)
                checks.Add(RunbookCheck.Warn(what, $"there is no {name}; {chosen}, which the instance has now, is taken"));
            else
                checks.Add(RunbookCheck.Ok(what, $"{name} is {chosen}"));
            return chosen;
        }
    }

    private static IEnumerable<RunbookCheck> Differences(DeclaredInstance declared, ObservedInstance observed, string? group, string? key)
    {
        if (group is not null && observed.ParameterGroup is { } has && has != group)
            yield return RunbookCheck.Warn("drift", $"{observed.Identifier} has parameter group {has}, not the declared {group}");
        if (observed.SubnetGroup is { } subnets && declared.SubnetGroup is { } wanted && subnets != wanted)
            yield return RunbookCheck.Warn("drift", $"{observed.Identifier} is in subnet group {subnets}, not the declared {wanted}");
        if (key is not null && observed.KmsKey is { } encrypted && encrypted != key)
            yield return RunbookCheck.Warn("drift", $"{observed.Identifier} is encrypted with {encrypted}, not with the declared {key}");
        if (observed.Text("DBInstanceClass") is { } size && size != declared.Class)
            yield return RunbookCheck.Warn("drift", $"{observed.Identifier} is a {size}, not the declared {declared.Class}");
    }

    private static string? NameOf(PlannedResource group) => (group.Inputs["tags"] as JsonObject)?["Name"]?.GetValue<string>();

    private static async Task<ImmutableArray<ImmutableArray<string>>> SecurityGroupsAsync(RdsApi rds, DeclaredInstance declared, CancellationToken cancellation)
    {
        var found = new List<ImmutableArray<string>>();
        foreach (var group in declared.SecurityGroups)
        {
            var answer = await rds.Aws.CallAsync(rds.Command("ec2", "describe-security-groups", "--filters",
                $"Name=tag:Name,Values={NameOf(group) ?? group.Name}", $"Name=vpc-id,Values={declared.Plan.Text(group, "vpcId")}"), cancellation);
            found.Add([.. (answer[nameof(SecurityGroups)] as JsonArray ?? []).Select(g => g!["GroupId"]!.GetValue<string>())]);
        }

        return [.. found];
    }

    private static async Task<IEnumerable<string>> ParameterGroupsAsync(RdsApi rds, DeclaredInstance declared, CancellationToken cancellation)
    {
        if (declared.ParameterGroup is not { } group) return [];
        var answer = await rds.Aws.CallAsync(rds.Command("rds", "describe-db-parameter-groups"), cancellation);
        return (answer["DBParameterGroups"] as JsonArray ?? []).Select(g => g!["DBParameterGroupName"]!.GetValue<string>())
            .Where(n => n.StartsWith(group.Name + "-", StringComparison.Ordinal) && PulumiSuffix().IsMatch(n[(group.Name.Length + 1)..]));
    }

    private static async Task<string?> KeyAsync(RdsApi rds, DeclaredInstance declared, CancellationToken cancellation) =>
        declared.KeyAlias is { } alias
        && await rds.Aws.TryCallAsync(rds.Command("kms", "describe-key", "--key-id", alias), ["NotFoundException"], cancellation) is { } answer
            ? answer["KeyMetadata"]?["Arn"]?.GetValue<string>()
            : null;

    // What Pulumi puts behind a logical name to make a physical one.
    [GeneratedRegex("^[0-9a-f]{7}$", RegexOptions.CultureInvariant)]
    private static partial Regex PulumiSuffix();
}
