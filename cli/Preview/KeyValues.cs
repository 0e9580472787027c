using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Cli.Preview;

/// <summary>Which inputs a person reads a plan for, by type. Everything else is in <c>--json</c>.</summary>
internal static class KeyValues
{
    // A type that is not here shows its name and its description.
    private static readonly string[] Otherwise = ["name", "description"];

    private static readonly Dictionary<string, string[]> ByType = new(StringComparer.Ordinal)
    {
        ["aws:rds/instance:Instance"] =
        [
            "identifier", "instanceClass", "engineVersion", "multiAz", "availabilityZone", "replicateSourceDb", "allocatedStorage", "maxAllocatedStorage",
            "storageType", "parameterGroupName", "backupWindow", "backupRetentionPeriod", "maintenanceWindow", "deletionProtection",
        ],
        ["aws:rds/parameterGroup:ParameterGroup"] = ["name", "family"],
        ["aws:rds/subnetGroup:SubnetGroup"] = ["name", "subnetIds"],
        ["aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication"] = ["sourceDbInstanceArn", "retentionPeriod", "kmsKeyId"],
        ["aws:rds/eventSubscription:EventSubscription"] = ["name", "sourceType", "eventCategories"],
        ["aws:cloudwatch/logMetricFilter:LogMetricFilter"] = ["logGroupName", "pattern"],
        ["aws:cloudwatch/logGroup:LogGroup"] = ["name", "retentionInDays"],
        ["aws:cloudwatch/dashboard:Dashboard"] = ["dashboardName"],
        ["aws:ec2/securityGroup:SecurityGroup"] = ["name", "vpcId"],
        ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"] =
            ["description", "ipProtocol", "fromPort", "toPort", "referencedSecurityGroupId", "cidrIpv4", "prefixListId"],
        ["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"] =
            ["description", "ipProtocol", "fromPort", "toPort", "referencedSecurityGroupId", "cidrIpv4", "prefixListId"],
        ["aws:kms/key:Key"] = ["description", "enableKeyRotation", "deletionWindowInDays"],
        ["aws:kms/alias:Alias"] = ["name", "targetKeyId"],
        ["aws:secretsmanager/secret:Secret"] = ["name", "kmsKeyId", "recoveryWindowInDays"],
        ["aws:secretsmanager/secretVersion:SecretVersion"] = ["secretId"],
        ["aws:ecs/service:Service"] = ["name", "desiredCount", "launchType"],
        ["aws:ecs/taskDefinition:TaskDefinition"] = ["family", "cpu", "memory"],
        ["aws:lb/loadBalancer:LoadBalancer"] = ["name", "loadBalancerType", "internal"],
        ["aws:lb/listener:Listener"] = ["port", "protocol"],
        ["aws:lb/targetGroup:TargetGroup"] = ["name", "port", "protocol"],
        ["aws:sns/topic:Topic"] = ["name", "kmsMasterKeyId"],
        ["aws:sns/topicSubscription:TopicSubscription"] = ["protocol", "endpoint"],
        ["pulumi:providers:aws"] = ["region"],
        ["random:index/randomPassword:RandomPassword"] = ["length"],
    };

    /// <summary><c>property=value</c> for each that is set and does not only repeat the resource's name; an alarm as its condition.</summary>
    public static IEnumerable<string> Of(PlannedResource resource) => resource switch
    {
        { IsComponent: true } => [],
        { Type: "aws:cloudwatch/metricAlarm:MetricAlarm" } when resource.Inputs["metricName"] is not null => [Condition(resource.Inputs)],
        _ => ByType.GetValueOrDefault(resource.Type, Otherwise)
            .Where(p => resource.Inputs[p] is not null)
            .Select(p => (Property: p, Value: ValueText.Of(resource.Inputs[p])))
            .Where(p => p.Value != resource.Name)
            .Select(p => $"{p.Property}={p.Value}"),
    };

    /// <summary>Lines below the resource: database parameters, one each.</summary>
    public static IEnumerable<string> Details(PlannedResource resource) =>
        resource.Type == "aws:rds/parameterGroup:ParameterGroup" && resource.Inputs["parameters"] is JsonArray parameters
            ? parameters.OfType<JsonObject>()
                .OrderBy(p => ValueText.Of(p["name"]), StringComparer.Ordinal)
                .Select(p => $"{ValueText.Of(p["name"])} = {ValueText.Of(p["value"])} ({(p["applyMethod"] is { } method ? ValueText.Of(method) : "immediate")})")
            : [];

    private static string Condition(JsonObject alarm)
    {
        var (periods, alarming) = (ValueText.Of(alarm["evaluationPeriods"]), ValueText.Of(alarm["datapointsToAlarm"] ?? alarm["evaluationPeriods"]));
        var operation = ValueText.Of(alarm["comparisonOperator"]) switch
        {
            "GreaterThanThreshold" => ">",
            "GreaterThanOrEqualToThreshold" => ">=",
            "LessThanThreshold" => "<",
            "LessThanOrEqualToThreshold" => "<=",
            var other => other,
        };
        return $"{ValueText.Of(alarm["metricName"])} {operation} {ValueText.Of(alarm["threshold"])} in {alarming} of {periods} periods of "
            + $"{ValueText.Of(alarm["period"])} s  missing data: {ValueText.Of(alarm["treatMissingData"] ?? "missing")}";
    }
}
