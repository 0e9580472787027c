using TechCorp.PgInfra.Infra.Tests.Recording;

namespace TechCorp.PgInfra.Infra.Tests.Events;

public sealed class EventSubscriptionTests
{
    /// <summary>
    /// Security Hub RDS.20 (instances: maintenance, configuration change, failure), RDS.21 (parameter groups) and RDS.22
    /// (security groups) look for a subscription to all sources of the type: one that lists sources fails them.
    /// </summary>
    [Fact]
    [Trait("Requirement", "S4")]
    public async Task What_RDS_does_by_itself_is_told_on_the_alarm_topic()
    {
        var subscriptions = (await Stacks.ProdAsync()).OfType("aws:rds/eventSubscription:EventSubscription");

        Assert.Equal(
            """
            techcorp-prod-db-instance db-instance: availability, configuration change, deletion, failover, failure, low storage, maintenance, notification, read replica, recovery, restoration, security
            techcorp-prod-db-parameter-group db-parameter-group: configuration change
            techcorp-prod-db-security-group db-security-group: configuration change, failure
            techcorp-prod-db-snapshot db-snapshot: deletion, notification, restoration
            """,
            string.Join('\n', subscriptions.Select(s => $"{s["name"]} {s["sourceType"]}: {string.Join(", ", s.List("eventCategories"))}")));
        Assert.All(subscriptions, subscription =>
        {
            Assert.Equal(true, subscription["enabled"]);
            Assert.Equal("${aws:sns/topic:Topic::alarms.arn}", subscription["snsTopic"]);
            Assert.Null(subscription["sourceIds"]);
        });
    }

    /// <summary>RDS publishes a test message when a subscription is made; before the policy exists it is refused.</summary>
    [Fact]
    [Trait("Requirement", "S4")]
    public async Task A_subscription_waits_until_RDS_may_publish()
    {
        foreach (var subscription in (await Stacks.ProdAsync()).OfType("aws:rds/eventSubscription:EventSubscription"))
            Assert.Equal(["aws:sns/topicPolicy:TopicPolicy::alarms"], await subscription.DependsOnAsync());
    }
}
