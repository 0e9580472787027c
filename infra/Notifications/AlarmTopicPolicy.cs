using System.Text.Json;

namespace TechCorp.PgInfra.Infra.Notifications;

/// <summary>
/// Who may publish: alarms and RDS events of this account and region. The services' own principals act for every customer,
/// so without the source conditions anybody's alarm could publish here.
/// </summary>
internal static class AlarmTopicPolicy
{
    public static string Document(string topicArn, string accountId, string region) => JsonSerializer.Serialize(new
    {
        Version = "2012-10-17",
        Statement = new object[]
        {
            Publish("CloudWatchAlarms", "cloudwatch.amazonaws.com", topicArn, accountId, $"arn:aws:cloudwatch:{region}:{accountId}:alarm:*"),
            Publish("RdsEvents", "events.rds.amazonaws.com", topicArn, accountId, $"arn:aws:rds:{region}:{accountId}:*"),
            new
            {
                Sid = "TlsOnly",
                Effect = "Deny",
                Principal = "*",
                Action = "sns:Publish",
                Resource = topicArn,
                Condition = new { Bool = new Dictionary<string, string> { ["aws:SecureTransport"] = "false" } },
            },
        },
    });

    private static object Publish(string sid, string service, string topicArn, string accountId, string sourceArn) => new
    {
        Sid = sid,
        Effect = "Allow",
        Principal = new { Service = service },
        Action = "sns:Publish",
        Resource = topicArn,
        Condition = new
        {
            StringEquals = new Dictionary<string, string> { ["aws:SourceAccount"] = accountId },
            ArnLike = new Dictionary<string, string> { ["aws:SourceArn"] = sourceArn },
        },
    };
}
