using System.Collections.Frozen;
using System.Collections.Immutable;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Views.Cost;

/// <summary>How a resource type is billed: by a pricing, or not at all for a stated reason. A type that stands in neither list is an error.</summary>
internal sealed record TypePricing(string Type, Action<Bill, PlannedResource>? Price, string? FreeBecause)
{
    public static ImmutableArray<TypePricing> Table { get; } =
    [
        Priced(AwsTypes.Instance, InstancePricing.Price),
        Priced(AwsTypes.BackupsReplication, RecoveryPricing.ReplicatedBackups),
        Priced(AwsTypes.LogGroup, MonitoringPricing.LogGroup),
        Priced(AwsTypes.Alarm, MonitoringPricing.Alarm),
        Priced("aws:cloudwatch/dashboard:Dashboard", MonitoringPricing.Dashboard),
        Priced("aws:cloudwatch/logMetricFilter:LogMetricFilter", MonitoringPricing.MetricFilter),
        Priced(AwsTypes.TopicSubscription, MonitoringPricing.Subscription),
        Priced(AwsTypes.Service, PoolerPricing.Service),
        Priced(AwsTypes.Cluster, PoolerPricing.Cluster),
        Priced(AwsTypes.LoadBalancer, PoolerPricing.LoadBalancer),
        Priced(AwsTypes.Key, KeyPricing.Key),
        Priced(AwsTypes.Secret, KeyPricing.Secret),

        Free(AwsTypes.ParameterGroup, "RDS bills what runs with it"),
        Free(AwsTypes.SubnetGroup, "a list of subnets"),
        Free(AwsTypes.EventSubscription, "RDS events are free; their deliveries are the topic's"),
        Free(AwsTypes.Topic, "a topic has no standing price; its deliveries are its subscriptions', its first million requests are free"),
        Free(AwsTypes.TopicPolicy, "a policy"),
        Free(AwsTypes.SecretVersion, "billed with its secret"),
        Free(AwsTypes.SecurityGroup, "VPC bills no security groups"),
        Free(AwsTypes.Ingress, "VPC bills no security groups"),
        Free(AwsTypes.Egress, "VPC bills no security groups"),
        Free(AwsTypes.TaskDefinition, "ECS bills the tasks that run"),
        Free("aws:kms/alias:Alias", "billed with its key"),
        Free(AwsTypes.Role, "IAM is free"),
        Free(AwsTypes.RolePolicy, "IAM is free"),
        Free(AwsTypes.RolePolicyAttachment, "IAM is free"),
        Free("aws:lb/listener:Listener", "billed with its load balancer"),
        Free("aws:lb/targetGroup:TargetGroup", "billed with its load balancer"),
        Free("aws:route53/record:Record", "its zone is not this stack's, and queries for an alias of a load balancer are free"),
        Free(AwsTypes.RandomPassword, "exists in the state only"),
        Free("random:index/randomId:RandomId", "exists in the state only"),
        Free("pulumi:providers:aws", "the program's own connection to AWS"),
        Free(PlanReference.StackReferenceType, "reads another stack's outputs"),
    ];

    private static readonly FrozenDictionary<string, TypePricing> ByType = Table.ToFrozenDictionary(t => t.Type, StringComparer.Ordinal);

    public static TypePricing? Find(string type) => ByType.GetValueOrDefault(type);

    private static TypePricing Priced(string type, Action<Bill, PlannedResource> price) => new(type, price, null);

    private static TypePricing Free(string type, string because) => new(type, null, because);
}
