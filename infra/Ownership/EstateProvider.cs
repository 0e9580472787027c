using Pulumi.Aws;
using Pulumi.Aws.Inputs;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra.Ownership;

/// <summary>The AWS provider of one stack: its region is said and not found in an environment, and everything it makes is tagged (S53).</summary>
public static class EstateProvider
{
    public static Provider Declare(EstateSettings settings) => new("aws", new ProviderArgs
    {
        Region = settings.Region,
        DefaultTags = new ProviderDefaultTagsArgs { Tags = Tags(settings) },
    });

    /// <summary>Who answers for a resource, and what declared it.</summary>
    private static Dictionary<string, string> Tags(EstateSettings settings) => new()
    {
        ["Team"] = settings.Ownership.Team,
        ["TechLead"] = settings.Ownership.TechLead,
        // AWS tag values may not hold '#'.
        ["Slack"] = settings.Ownership.SlackChannel.TrimStart('#'),
        ["Environment"] = settings.Stack,
        ["ManagedBy"] = "pulumi:techcorp-pg-infra",
    };
}
