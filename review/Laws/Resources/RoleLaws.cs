using System.Collections.Immutable;
using TechCorp.PgInfra.Planning;
using static TechCorp.PgInfra.Review.Laws.Ask;

namespace TechCorp.PgInfra.Review.Laws.Resources;

/// <summary>Who may take a role, and what the role may do.</summary>
internal static class RoleLaws
{
    // AWS knows no resource for it, so that every policy that pulls an image names '*' (service authorization reference, Amazon ECR).
    private static readonly ImmutableArray<string> WithoutResource = ["ecr:GetAuthorizationToken"];

    private static readonly ImmutableArray<string> Everything = ["AdministratorAccess", "PowerUserAccess", "IAMFullAccess"];

    public static ImmutableArray<Law> All { get; } =
    [
        Law.OfEach("roles-trusted", "A role is taken by a named service or principal", "CKV_AWS_60 CKV_AWS_61",
            "Whoever may take the role is the role: an account or '*' means everybody in it.",
            "a Service principal, or the ARN of one role, in assumeRolePolicy.",
            Ask.All(AwsTypes.Role), (_, role) => PolicyText.Of(role, "assumeRolePolicy") is { } policy
                ? policy.Allowing.SelectMany(s => s.Principals).Where(IsWide).Select(p => new Finding(role.Name, "assumeRolePolicy", $"'{p}' may take it"))
                : [JudgedEstate.About(role, "assumeRolePolicy")]),

        Law.OfEach("policies-narrow", "A policy names its actions and their resources", "IAM.1 IAM.21 KMS.1 KMS.2 CKV_AWS_62 CKV_AWS_63 CKV_AWS_286 CKV_AWS_288 CKV_AWS_289 CKV_AWS_290 CKV_AWS_355 CKV2_AWS_40 AWS-0345",
            "One '*' lets a task read every secret of the account.",
            "each action by its whole name, and the ARNs it is for.",
            Ask.All(AwsTypes.RolePolicy, AwsTypes.Policy), (_, r) => PolicyText.Of(r, "policy") is { } policy
                ? policy.Allowing.SelectMany(s => Wide(r, s))
                : [JudgedEstate.About(r, "policy")]),

        Law.OfEach("policies-managed", "No role is given one of AWS's policies for everything", "CKV_AWS_274 CKV2_AWS_56",
            "A task with them may delete the databases it serves.",
            $"a policy of its own instead of {string.Join(", ", Everything)}.",
            Ask.All(AwsTypes.RolePolicyAttachment), (_, r) => Unless(!Everything.Any(p => r.Raw("policyArn")?.EndsWith($"/{p}", StringComparison.Ordinal) == true), r, "policyArn")),
    ];

    private static IEnumerable<Finding> Wide(PlannedResource resource, PolicyStatement statement) =>
    [
        .. statement.Actions.Where(a => a.Contains('*', StringComparison.Ordinal)).Select(a => new Finding(resource.Name, "policy", $"statement '{statement.Sid}' allows {a}")),
        .. statement.Resources.Contains("*")
            ? statement.Actions.Except(WithoutResource).Where(a => !a.Contains('*', StringComparison.Ordinal)).Select(a => new Finding(resource.Name, "policy", $"statement '{statement.Sid}' allows {a} on *"))
            : [],
        .. Unless(!statement.AllowsTheRest, resource.Name, "policy", $"statement '{statement.Sid}' allows all but what NotAction or NotResource name"),
    ];

    // An account's root stands for everybody in it whom IAM lets.
    private static bool IsWide(string principal) =>
        principal.Contains('*', StringComparison.Ordinal) || principal.EndsWith(":root", StringComparison.Ordinal) || (principal.Length == 12 && principal.All(char.IsAsciiDigit));
}
