using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pulumi.Testing;

namespace TechCorp.PgInfra.Infra.Tests.Recording;

/// <summary>
/// Answers for the cloud: inputs echoed, computed outputs filled in. A type nobody listed is an error: a new kind of resource
/// is a decision, not an accident.
/// </summary>
internal sealed class RecordingMocks(IReadOnlyDictionary<string, object>? sourceOutputs) : IMocks
{
    public const string Account = "123456789012";

    /// <summary>Outputs the provider computes, by type.</summary>
    private static readonly Dictionary<string, string[]> Computed = new()
    {
        ["pulumi:providers:aws"] = [],
        ["aws:kms/key:Key"] = ["arn", "keyId"],
        ["aws:kms/alias:Alias"] = ["arn"],
        ["aws:rds/subnetGroup:SubnetGroup"] = ["arn"],
        ["aws:rds/parameterGroup:ParameterGroup"] = ["arn", "name"],
        ["aws:rds/instance:Instance"] = ["arn", "address", "endpoint", "resourceId"],
        ["aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication"] = [],
        ["aws:rds/eventSubscription:EventSubscription"] = ["arn"],
        ["aws:ec2/securityGroup:SecurityGroup"] = ["arn", "name"],
        ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"] = ["arn"],
        ["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"] = ["arn"],
        ["aws:cloudwatch/logGroup:LogGroup"] = ["arn"],
        ["aws:cloudwatch/logMetricFilter:LogMetricFilter"] = [],
        ["aws:cloudwatch/metricAlarm:MetricAlarm"] = ["arn"],
        ["aws:cloudwatch/compositeAlarm:CompositeAlarm"] = ["arn"],
        ["aws:cloudwatch/dashboard:Dashboard"] = ["dashboardArn"],
        ["aws:sns/topic:Topic"] = ["arn", "name"],
        ["aws:sns/topicPolicy:TopicPolicy"] = [],
        ["aws:sns/topicSubscription:TopicSubscription"] = ["arn"],
        ["aws:secretsmanager/secret:Secret"] = ["arn"],
        ["aws:secretsmanager/secretVersion:SecretVersion"] = ["arn", "versionId"],
        ["aws:iam/role:Role"] = ["arn", "name"],
        ["aws:iam/rolePolicy:RolePolicy"] = ["name"],
        ["aws:iam/rolePolicyAttachment:RolePolicyAttachment"] = [],
        ["aws:ecs/cluster:Cluster"] = ["arn", "name"],
        ["aws:ecs/service:Service"] = ["arn", "name"],
        ["aws:ecs/taskDefinition:TaskDefinition"] = ["arn", "revision"],
        ["aws:lb/loadBalancer:LoadBalancer"] = ["arn", "dnsName", "arnSuffix", "zoneId"],
        ["aws:lb/targetGroup:TargetGroup"] = ["arn", "arnSuffix", "name"],
        ["aws:lb/listener:Listener"] = ["arn"],
        ["aws:route53/record:Record"] = ["fqdn"],
        ["aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration"] = ["chatConfigurationArn"],
        ["random:index/randomPassword:RandomPassword"] = ["result", "bcryptHash"],
        ["random:index/randomId:RandomId"] = ["hex"],
    };

    /// <summary>Everything registered, in order of arrival.</summary>
    public ConcurrentQueue<MockResourceArgs> Registered { get; } = new();

    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        if (args.Type == "pulumi:pulumi:StackReference")
        {
            var outputs = sourceOutputs ?? throw new InvalidOperationException($"the stack {args.Name} is referenced and the test gave no outputs for it");
            return Task.FromResult<(string?, object)>((args.Name, new Dictionary<string, object>
            {
                ["name"] = args.Name!,
                ["outputs"] = outputs,
                ["secretOutputNames"] = ImmutableArray.Create("masterPassword", "logins", "connectionStrings"),
            }));
        }

        // Our own components are groups of resources and nothing by themselves.
        if (args.Type!.StartsWith("techcorp:pg:", StringComparison.Ordinal))
        {
            return Task.FromResult<(string?, object)>((null, args.Inputs));
        }

        if (!Computed.TryGetValue(args.Type!, out var computed))
        {
            throw new InvalidOperationException($"unknown resource type {args.Type} ({args.Name}): list it with the outputs it computes");
        }

        Registered.Enqueue(args);
        var state = args.Inputs.ToBuilder();
        foreach (var output in computed.Where(output => !state.ContainsKey(output)))
        {
            state[output] = Reference(args.Type!, args.Name!, output);
        }

        return Task.FromResult<(string?, object)>((Reference(args.Type!, args.Name!, "id"), state.ToImmutable()));
    }

    public Task<object> CallAsync(MockCallArgs args) => args.Token == "aws:index/getCallerIdentity:getCallerIdentity"
        ? Task.FromResult<object>(new Dictionary<string, object> { ["accountId"] = Account, ["arn"] = $"arn:aws:iam::{Account}:user/test", ["id"] = Account, ["userId"] = "test" })
        : throw new InvalidOperationException($"unknown function {args.Token}");

    /// <summary>What stands for a computed value, e.g. <c>${aws:kms/key:Key::database.arn}</c>.</summary>
    public static string Reference(string type, string name, string output) => $"${{{type}::{name}.{output}}}";
}
