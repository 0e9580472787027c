using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.Sns;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra.Notifications;

/// <summary>What the topic is declared with.</summary>
/// <param name="NamePrefix">First part of the topic's name.</param>
/// <param name="Stack">Second part: two stacks may share an account.</param>
/// <param name="Region">Alarms publish in their own region only.</param>
/// <param name="AccountId">Whose alarms and events may publish.</param>
/// <param name="KeyArn">
/// Customer key that CloudWatch and RDS may use. Under the AWS-managed key neither can publish, and every alarm is lost without a trace.
/// </param>
/// <param name="Subscriptions">Who is told.</param>
public sealed record AlarmTopicArgs(
    string NamePrefix,
    string Stack,
    string Region,
    Output<string> AccountId,
    Input<string> KeyArn,
    ImmutableArray<AlarmSubscription> Subscriptions)
{
    public static AlarmTopicArgs From(EstateSettings settings, Output<string> accountId, Input<string> keyArn) =>
        new(settings.NamePrefix, settings.Stack, settings.Region, accountId, keyArn, settings.Alarms.Subscriptions);
}

/// <summary>The encrypted topic alarms and RDS events are published to, and the subscriptions of the configuration.</summary>
public sealed class AlarmTopic : ComponentResource
{
    public AlarmTopic(string name, AlarmTopicArgs args, ComponentResourceOptions? options = null)
        : base("techcorp:pg:Notifications", name, options)
    {
        var topic = new Topic("alarms", new TopicArgs
        {
            Name = $"{args.NamePrefix}-{args.Stack}-postgres-alarms",
            DisplayName = $"PostgreSQL {args.Stack}",
            KmsMasterKeyId = args.KeyArn,
        }, new CustomResourceOptions { Parent = this });

        var policy = new TopicPolicy("alarms", new TopicPolicyArgs
        {
            Arn = topic.Arn,
            Policy = Output.Tuple(topic.Arn, args.AccountId).Apply(v => AlarmTopicPolicy.Document(v.Item1, v.Item2, args.Region)),
        }, new CustomResourceOptions { Parent = this });

        foreach (var (subscription, index) in args.Subscriptions.Select((s, i) => (s, i)))
        {
            if (subscription.Protocol == "slack")
            {
                SlackChannel.Declare($"slack-{index}", args, subscription.Endpoint, topic.Arn, this);
                continue;
            }

            // Named by place and not by address: an address is a person's and would be in every log of a deployment.
            _ = new TopicSubscription($"{subscription.Protocol}-{index}", new TopicSubscriptionArgs
            {
                Topic = topic.Arn,
                Protocol = subscription.Protocol,
                // The address of a webhook is its password.
                Endpoint = subscription.Protocol == "https" ? Output.CreateSecret(subscription.Endpoint) : Output.Create(subscription.Endpoint),
            }, new CustomResourceOptions { Parent = this });
        }

        Arn = topic.Arn;
        Policy = policy;
        RegisterOutputs();
    }

    /// <summary>Where to publish.</summary>
    public Output<string> Arn { get; }

    /// <summary>RDS tries to publish when a subscription is made: it must wait for this.</summary>
    public Resource Policy { get; }
}
