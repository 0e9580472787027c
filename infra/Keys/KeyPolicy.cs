using System.Text.Json;
using Pulumi;

namespace TechCorp.PgInfra.Infra.Keys;

/// <summary>Key policies: the account's administrators through IAM, and besides them only the services that need the key.</summary>
internal static class KeyPolicy
{
    /// <summary>Without this statement nobody, not even root, could ever change the key again.</summary>
    private static object Administration(string account) => new
    {
        Sid = "AccountThroughIam",
        Effect = "Allow",
        Principal = new { AWS = $"arn:aws:iam::{account}:root" },
        Action = "kms:*",
        Resource = "*",
    };

    /// <summary>Used through IAM permissions alone: RDS and Secrets Manager act with the caller's grants.</summary>
    public static Output<string> IamOnly(Output<string> account) => account.Apply(a => Document(Administration(a)));

    /// <summary>CloudWatch Logs encrypts with the key itself, and only for this account's log groups of this region.</summary>
    public static Output<string> ForLogs(Output<string> account, string region) => account.Apply(a => Document(
        Administration(a),
        new
        {
            Sid = "CloudWatchLogs",
            Effect = "Allow",
            Principal = new { Service = $"logs.{region}.amazonaws.com" },
            Action = new[] { "kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*" },
            Resource = "*",
            Condition = new
            {
                ArnLike = new Dictionary<string, string>
                {
                    ["kms:EncryptionContext:aws:logs:arn"] = $"arn:aws:logs:{region}:{a}:log-group:*",
                },
            },
        }));

    /// <summary>
    /// Lets alarms and RDS events publish to an encrypted topic. Under the AWS-managed SNS key they cannot, and every alarm
    /// would be lost without a trace. Who may publish is narrowed in the topic's policy.
    /// </summary>
    public static Output<string> ForNotifications(Output<string> account) => account.Apply(a => Document(
        Administration(a),
        new
        {
            Sid = "PublishersOfTheTopic",
            Effect = "Allow",
            Principal = new { Service = new[] { "cloudwatch.amazonaws.com", "events.rds.amazonaws.com" } },
            Action = new[] { "kms:Decrypt", "kms:GenerateDataKey*" },
            Resource = "*",
        }));

    private static string Document(params object[] statements) =>
        JsonSerializer.Serialize(new { Version = "2012-10-17", Statement = statements });
}
