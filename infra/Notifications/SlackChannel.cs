using System.Text.Json;
using Pulumi;
using Pulumi.Aws.Chatbot;
using Pulumi.Aws.Iam;

namespace TechCorp.PgInfra.Infra.Notifications;

/// <summary>
/// Alarms in a Slack channel (S53), through Amazon Q Developer in chat applications. The workspace must have been authorized once in
/// its console: Slack's consent can not be declared.
/// </summary>
internal static class SlackChannel
{
    // Alarm messages carry the metric's graph, which is read with this. Said as the guardrail too: its default is AdministratorAccess.
    private const string ReadOnly = "arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess";

    public static void Declare(string name, AlarmTopicArgs args, string ids, Output<string> topicArn, Resource parent)
    {
        var options = new CustomResourceOptions { Parent = parent };
        var role = new Role(name, new RoleArgs
        {
            Description = "Amazon Q Developer tells PostgreSQL alarms in Slack",
            AssumeRolePolicy = args.AccountId.Apply(TrustPolicy),
        }, options);
        _ = new RolePolicyAttachment(name, new RolePolicyAttachmentArgs { Role = role.Name, PolicyArn = ReadOnly }, options);
        _ = new RolePolicy(name, new RolePolicyArgs
        {
            Role = role.Name,
            // Without it the messages of an encrypted topic do not arrive, and nothing says so.
            Policy = args.KeyArn.Apply(DecryptPolicy),
        }, options);

        var (workspace, channel) = ids.Split('/') is [var team, var room] ? (team, room) : throw new ArgumentException($"'{ids}' is not workspace/channel", nameof(ids));
        _ = new SlackChannelConfiguration(name, new SlackChannelConfigurationArgs
        {
            ConfigurationName = $"{args.NamePrefix}-{args.Stack}-postgres",
            IamRoleArn = role.Arn,
            SlackTeamId = workspace,
            SlackChannelId = channel,
            SnsTopicArns = { topicArn },
            GuardrailPolicyArns = { ReadOnly },
            LoggingLevel = "ERROR",
        }, options);
    }

    private static string TrustPolicy(string account) => JsonSerializer.Serialize(new
    {
        Version = "2012-10-17",
        Statement = new[]
        {
            new
            {
                Effect = "Allow",
                Principal = new { Service = "chatbot.amazonaws.com" },
                Action = "sts:AssumeRole",
                Condition = new { StringEquals = new Dictionary<string, string> { ["aws:SourceAccount"] = account } },
            },
        },
    });

    private static string DecryptPolicy(string keyArn) => JsonSerializer.Serialize(new
    {
        Version = "2012-10-17",
        Statement = new[] { new { Effect = "Allow", Action = "kms:Decrypt", Resource = keyArn } },
    });
}
