using System.Collections.Frozen;

namespace TechCorp.PgInfra.Review.Conformance;

/// <summary>
/// Names that the Pulumi engine gives where the program gives none and Terraform demands one. Other types invent their own.
/// </summary>
internal static class AutomaticNames
{
    // Terraform type -> wire name of the property.
    private static readonly FrozenDictionary<string, string> Demanded = new Dictionary<string, string>
    {
        ["aws_cloudwatch_metric_alarm"] = "name",
        ["aws_cloudwatch_composite_alarm"] = "alarmName",
        ["aws_cloudwatch_log_metric_filter"] = "name",
        ["aws_cloudwatch_log_subscription_filter"] = "name",
        ["aws_backup_vault"] = "name",
        ["aws_backup_plan"] = "name",
        ["aws_backup_selection"] = "name",
        ["aws_ecs_cluster"] = "name",
        ["aws_ecs_service"] = "name",
        ["aws_appautoscaling_policy"] = "name",
        ["aws_ssm_parameter"] = "name",
        ["aws_route53_zone"] = "name",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The property Terraform demands, or null.</summary>
    public static string? PropertyOf(string terraformType) => Demanded.GetValueOrDefault(terraformType);

    /// <summary>What the engine would call it: the logical name, a dash and seven hexadecimal digits.</summary>
    public static string For(string logicalName) => logicalName + "-0123abc";
}
