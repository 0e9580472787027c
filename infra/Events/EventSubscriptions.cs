using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.Rds;
using TechCorp.PgInfra.Infra.Notifications;

namespace TechCorp.PgInfra.Infra.Events;

/// <summary>
/// What RDS does by itself, told on the alarm topic: failovers, failures, maintenance, a parameter group someone changed,
/// a snapshot someone deleted. For every source of the account and region, as Security Hub RDS.20 to RDS.22 want it, so that
/// an instance restored by hand is not silent either.
/// </summary>
public sealed class EventSubscriptions : ComponentResource
{
    /// <summary>
    /// Source type to categories. Left out is what happens every day: <c>backup</c> (start and end), <c>creation</c>.
    /// </summary>
    private static readonly ImmutableArray<(string SourceType, ImmutableArray<string> Categories)> Sources =
    [
        ("db-instance",
        [
            "availability", "configuration change", "deletion", "failover", "failure", "low storage",
            "maintenance", "notification", "read replica", "recovery", "restoration", "security",
        ]),
        ("db-parameter-group", ["configuration change"]),
        ("db-security-group", ["configuration change", "failure"]),
        ("db-snapshot", ["deletion", "notification", "restoration"]),
    ];

    public EventSubscriptions(string name, string namePrefix, string stack, AlarmTopic topic, ComponentResourceOptions? options = null)
        : base("techcorp:pg:Events", name, options)
    {
        foreach (var (sourceType, categories) in Sources)
        {
            _ = new EventSubscription(sourceType, new EventSubscriptionArgs
            {
                Name = $"{namePrefix}-{stack}-{sourceType}",
                SnsTopic = topic.Arn,
                SourceType = sourceType,
                EventCategories = categories.ToArray(),
                Enabled = true,
            }, new CustomResourceOptions { Parent = this, DependsOn = topic.Policy });
        }

        RegisterOutputs();
    }
}
