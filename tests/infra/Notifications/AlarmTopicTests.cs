using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Infra.Tests.Recording;

namespace TechCorp.PgInfra.Infra.Tests.Notifications;

/// <summary>The topic. Every mistake here is silent: the alarm fires and nobody hears of it.</summary>
public sealed class AlarmTopicTests
{
    /// <summary>Under alias/aws/sns neither CloudWatch nor RDS can publish. Trivy AWS-0095, AWS-0136, Checkov CKV_AWS_26.</summary>
    [Theory]
    [InlineData("prod")]
    [InlineData("staging")]
    [InlineData("dr")]
    [Trait("Requirement", "S4")]
    public async Task The_topic_is_under_a_customer_key_that_its_publishers_may_use(string stack)
    {
        var estate = await Stacks.OfAsync(stack);
        Assert.Equal("${aws:kms/key:Key::notifications.arn}", Assert.Single(estate.OfType("aws:sns/topic:Topic"))["kmsMasterKeyId"]);

        var policy = estate["aws:kms/key:Key", "notifications"].Text("policy");
        Assert.Contains("cloudwatch.amazonaws.com", policy, StringComparison.Ordinal);
        Assert.Contains("events.rds.amazonaws.com", policy, StringComparison.Ordinal);
        Assert.Contains("kms:GenerateDataKey*", policy, StringComparison.Ordinal);
        Assert.Contains("kms:Decrypt", policy, StringComparison.Ordinal);
    }

    /// <summary>Checkov CKV_AWS_169 and CKV_AWS_385: nobody else's alarm may publish here.</summary>
    [Fact]
    [Trait("Requirement", "S4")]
    public async Task Only_alarms_and_events_of_this_account_and_region_may_publish()
    {
        var policy = (await Stacks.ProdAsync())["aws:sns/topicPolicy:TopicPolicy", "alarms"];
        Assert.Equal("${aws:sns/topic:Topic::alarms.arn}", policy["arn"]);
        Assert.Equal(
            """{"Version":"2012-10-17","Statement":[{"Sid":"CloudWatchAlarms","Effect":"Allow","Principal":{"Service":"cloudwatch.amazonaws.com"},"Action":"sns:Publish","Resource":"${aws:sns/topic:Topic::alarms.arn}","Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"},"ArnLike":{"aws:SourceArn":"arn:aws:cloudwatch:us-east-1:123456789012:alarm:*"}}},{"Sid":"RdsEvents","Effect":"Allow","Principal":{"Service":"events.rds.amazonaws.com"},"Action":"sns:Publish","Resource":"${aws:sns/topic:Topic::alarms.arn}","Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"},"ArnLike":{"aws:SourceArn":"arn:aws:rds:us-east-1:123456789012:*"}}},{"Sid":"TlsOnly","Effect":"Deny","Principal":"*","Action":"sns:Publish","Resource":"${aws:sns/topic:Topic::alarms.arn}","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}""",
            policy["policy"]);
    }

    [Theory]
    [InlineData("prod")]
    [InlineData("staging")]
    [InlineData("dr")]
    [Trait("Requirement", "S53")]
    public async Task Everybody_the_configuration_names_is_subscribed(string stack) => Assert.Equal(
        Stacks.Settings(stack).Alarms.Subscriptions.Select(s => (s.Protocol, s.Endpoint, "${aws:sns/topic:Topic::alarms.arn}")),
        (await Stacks.OfAsync(stack)).OfType("aws:sns/topicSubscription:TopicSubscription").Select(s => (s.Text("protocol"), s.Text("endpoint"), s.Text("topic"))));

    /// <summary>
    /// The guardrail's default is AdministratorAccess for everybody in the channel; and without kms:Decrypt the messages of an
    /// encrypted topic do not arrive.
    /// </summary>
    [Fact]
    [Trait("Requirement", "S53")]
    public async Task A_Slack_channel_is_told_and_may_only_read()
    {
        var estate = await WithSubscriptionAsync("slack", "T0123ABCD/C0456EFGH");

        var channel = Assert.Single(estate.OfType("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration"));
        Assert.Equal(("techcorp-prod-postgres", "T0123ABCD", "C0456EFGH"), (channel["configurationName"], channel["slackTeamId"], channel["slackChannelId"]));
        Assert.Equal(["${aws:sns/topic:Topic::alarms.arn}"], channel.List("snsTopicArns"));
        Assert.Equal(["arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"], channel.List("guardrailPolicyArns"));
        Assert.Equal(
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:Decrypt","Resource":"${aws:kms/key:Key::notifications.arn}"}]}""",
            estate["aws:iam/rolePolicy:RolePolicy", "slack-0"]["policy"]);
        Assert.Empty(estate.OfType("aws:sns/topicSubscription:TopicSubscription"));
    }

    private static Task<RecordedEstate> WithSubscriptionAsync(string protocol, string endpoint)
    {
        var settings = Stacks.Settings("prod");
        return RecordedEstate.OfAsync(settings with { Alarms = settings.Alarms with { Subscriptions = [new AlarmSubscription(protocol, endpoint)] } });
    }
}
