using System.Collections.Immutable;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Review.Promotion;

/// <summary>A step of a deployment.</summary>
/// <param name="Why">What it is for.</param>
/// <param name="Command">What to type; null for a note.</param>
public sealed record PromotionStep(string Why, string? Command);

/// <summary>How a stack is deployed, in order.</summary>
public static class PromotionCommands
{
    /// <summary>The steps.</summary>
    public static ImmutableArray<PromotionStep> Of(EstateSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var stack = settings.Stack;
        return
        [
            new("what the engine would change", $"pulumi preview --stack {stack} --json > .pg/preview.json"),
            new("refuses when it replaces or deletes what is protected", "./pg effects --from-preview .pg/preview.json"),
            new("the update; it shows the same once more and asks", $"pulumi up --stack {stack}"),
            .. settings.IsWarmReplica
                ? (PromotionStep[])[new($"no post-deploy step: {stack} replays the schemas, roles and grants of the stack it copies", null)]
                :
                [
                    new("schemas, roles and grants; from where the writer is reached on port 5432", PostDeployCommand.Of("apply", stack)),
                    new("every privilege tried, every login opened", PostDeployCommand.Of("verify", stack)),
                ],
        ];
    }
}
