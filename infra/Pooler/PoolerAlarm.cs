using Pulumi;
using Pulumi.Aws.CloudWatch;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra.Pooler;

/// <summary>
/// A task that does not come back. ECS starts another one by itself, so this fires only where it can not: no image, no secret,
/// no room, or a zone that is gone.
/// </summary>
internal static class PoolerAlarm
{
    public static MetricAlarm Declare(EstateSettings settings, int tasks, PoolerEntrance entrance, Input<string> topicArn, Resource parent)
    {
        var name = $"{PoolerHealth.Alarm}-{settings.NamePrefix}-{settings.Stack}";
        return new MetricAlarm(name, new MetricAlarmArgs
        {
            Name = name,
            AlarmDescription =
                $"Fewer than {tasks} PgBouncer tasks accept connections; with none left every service is down. " +
                "First look: the stopped tasks of the ECS service, their stop reason, then the pooler's log. " +
                $"Runbook: {AlarmTable.RunbookOf("pooler-down")}. " +
                $"{settings.Ownership.Team}, {settings.Ownership.TechLead}, {settings.Ownership.SlackChannel}.",
            Namespace = PoolerHealth.Namespace,
            MetricName = PoolerHealth.Metric,
            Dimensions = { ["LoadBalancer"] = entrance.BalancerSuffix, ["TargetGroup"] = entrance.TargetGroupSuffix },
            Statistic = "Minimum",
            ComparisonOperator = "LessThanThreshold",
            Threshold = tasks,
            // A deployment takes one task away for a minute or two.
            Period = 60,
            EvaluationPeriods = 5,
            DatapointsToAlarm = 5,
            // No task at all reports nothing.
            TreatMissingData = "breaching",
            ActionsEnabled = true,
            AlarmActions = { topicArn },
            OkActions = { topicArn },
        }, new CustomResourceOptions { Parent = parent });
    }
}
