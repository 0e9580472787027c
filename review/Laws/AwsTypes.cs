namespace TechCorp.PgInfra.Review.Laws;

/// <summary>Type tokens the laws look at.</summary>
public static class AwsTypes
{
    public const string Instance = "aws:rds/instance:Instance";
    public const string ParameterGroup = "aws:rds/parameterGroup:ParameterGroup";
    public const string SubnetGroup = "aws:rds/subnetGroup:SubnetGroup";
    public const string EventSubscription = "aws:rds/eventSubscription:EventSubscription";
    public const string BackupsReplication = "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication";
    public const string Snapshot = "aws:rds/snapshot:Snapshot";
    public const string SnapshotCopy = "aws:rds/snapshotCopy:SnapshotCopy";
    public const string BackupSelection = "aws:backup/selection:Selection";
    public const string Role = "aws:iam/role:Role";
    public const string RolePolicy = "aws:iam/rolePolicy:RolePolicy";
    public const string RolePolicyAttachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
    public const string Policy = "aws:iam/policy:Policy";
    public const string Key = "aws:kms/key:Key";
    public const string Topic = "aws:sns/topic:Topic";
    public const string TopicPolicy = "aws:sns/topicPolicy:TopicPolicy";
    public const string TopicSubscription = "aws:sns/topicSubscription:TopicSubscription";
    public const string SlackChannel = "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration";
    public const string Secret = "aws:secretsmanager/secret:Secret";
    public const string SecretVersion = "aws:secretsmanager/secretVersion:SecretVersion";
    public const string SecretRotation = "aws:secretsmanager/secretRotation:SecretRotation";
    public const string LogGroup = "aws:cloudwatch/logGroup:LogGroup";
    public const string Alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
    public const string SecurityGroup = "aws:ec2/securityGroup:SecurityGroup";
    public const string Ingress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
    public const string Egress = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
    public const string Cluster = "aws:ecs/cluster:Cluster";
    public const string Service = "aws:ecs/service:Service";
    public const string TaskDefinition = "aws:ecs/taskDefinition:TaskDefinition";
    public const string LoadBalancer = "aws:lb/loadBalancer:LoadBalancer";
    public const string RandomPassword = "random:index/randomPassword:RandomPassword";
}
