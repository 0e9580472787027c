using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Review.Tests.Laws.Support;

/// <summary>One way to break one law.</summary>
/// <param name="Law">The law.</param>
/// <param name="Mistake">What somebody did.</param>
/// <param name="Break">The mistake.</param>
/// <param name="Stack">On this stack's reviewed plan.</param>
/// <param name="Keep">What the plan lacks to keep the law before, where the stack itself has an exception.</param>
internal sealed record Breach(string Law, string Mistake, Action<PlanEdit> Break, string Stack = "prod", Action<PlanEdit>? Keep = null)
{
    public override string ToString() => $"{Law}: {Mistake}";
}

/// <summary>At least one breach of every law. A new law is not done before it has a line here.</summary>
internal static class Breaches
{
    private const string Primary = "techcorp-primary";
    private const string Replica = "techcorp-replica-1";
    private const string Filter = "\"readonlyRootFilesystem\":true";

    private static readonly ImmutableArray<string> Instances = [Primary, Replica, "techcorp-replica-2", "techcorp-analytics"];

    private static readonly ImmutableArray<string> Secrets =
    [
        "analytics_ro", "app_user", "auth_service", "catalog_service", "inventory_service", "master", "migrator", "monitor",
        "order_service", "payment_service", "pgbouncer_auth", "user_service",
    ];

    public static ImmutableArray<Breach> All { get; } = [.. OfInstances, .. OfNetworkAndKeys, .. OfPooler, .. OfRelations];

    private static IEnumerable<Breach> OfInstances =>
    [
        new("instance-private", "a public address", p => p.Instance(Primary, "publiclyAccessible", true)),
        new("instance-private", "left to the default of the VPC", p => p.Without(AwsTypes.Instance, Replica, "publiclyAccessible")),
        new("instance-encrypted", "a replica in the clear", p => p.Instance(Replica, "storageEncrypted", false)),
        new("instance-encrypted", "the AWS-managed key", p => p.Without(AwsTypes.Instance, Primary, "kmsKeyId")),
        new("multi-az", "the writer in one zone", p => p.Instance(Primary, "multiAz", false), Keep: p => Each(Instances, i => p.Instance(i, "multiAz", true))),
        new("enhanced-monitoring", "switched off", p => p.Instance(Primary, "monitoringInterval", 0)),
        new("enhanced-monitoring", "without the role it needs", p => p.Without(AwsTypes.Instance, Primary, "monitoringRoleArn")),
        new("deletion-protection", "switched off for a moment", p => p.Instance(Primary, "deletionProtection", false)),
        new("logs-exported", "upgrade log forgotten", p => p.Instance(Primary, "enabledCloudwatchLogsExports", new JsonArray("postgresql"))),
        new("iam-authentication", "switched off", p => p.Instance(Replica, "iamDatabaseAuthenticationEnabled", false)),
        new("minor-upgrades", "switched off", p => p.Instance(Primary, "autoMinorVersionUpgrade", false)),
        new("snapshot-tags", "switched off", p => p.Instance(Primary, "copyTagsToSnapshot", false)),
        new("default-port", "back to 5432", p => p.Instance(Primary, "port", 5432), Keep: p => p.Instance(Primary, "port", 6543)),
        new("master-name", "the name everybody knows", p => p.Instance(Primary, "username", "postgres")),
        new("aws-backup", "one instance forgotten", p => p.Set(AwsTypes.BackupSelection, "all", "resources", Selection(Instances[..3])),
            Keep: p => p.Add(AwsTypes.BackupSelection, "all", new() { ["resources"] = Selection(Instances) })),
        new("tagged", "a subnet group without tags", p => p.Without(AwsTypes.SubnetGroup, "database", "tags")),
        new("tagged", "an instance with empty tags", p => p.Instance(Primary, "tags", new JsonObject())),
        new("certificate-authority", "the one of 2019", p => p.Instance(Primary, "caCertIdentifier", "rds-ca-2019")),
        new("performance-insights", "switched off", p => p.Instance(Primary, "performanceInsightsEnabled", false)),
        new("performance-insights", "the AWS-managed key", p => p.Without(AwsTypes.Instance, Replica, "performanceInsightsKmsKeyId")),
        new("snapshot-private", "shared with everybody", p => p.Set(AwsTypes.Snapshot, "before-upgrade", "sharedAccounts", new JsonArray("all")),
            Keep: p => p.Add(AwsTypes.Snapshot, "before-upgrade", [])),
        new("snapshot-private", "copied under the AWS-managed key", p => p.Add(AwsTypes.SnapshotCopy, "to-dr", []),
            Keep: p => p.Add(AwsTypes.Snapshot, "before-upgrade", [])),
        new("tls-required", "rds.force_ssl off on the replicas", p => p.Parameter("replica", "rds.force_ssl", "value", "0")),
        new("statements-logged", "log_statement none", p => p.Parameter("analytics", "log_statement", "value", "none")),
        new("statements-logged", "slow statements not logged", p => p.Parameter("primary", "log_min_duration_statement", "value", "-1")),
        new("apply-method", "a static parameter at once", p => p.Parameter("primary", "max_connections", "applyMethod", "immediate")),
        new("apply-method", "a parameter that the next major removed", p => p.Parameter("replica", "log_connections", "name", "vacuum_defer_cleanup_age"), Keep: p => p.Set(AwsTypes.ParameterGroup, "replica-postgres15", "family", "postgres16")),
        new("instance-events", "failures not among the categories", p => p.Set(AwsTypes.EventSubscription, "db-instance", "eventCategories", new JsonArray("maintenance", "configuration change"))),
        new("parameter-group-events", "the subscription removed", p => p.Remove(AwsTypes.EventSubscription, "db-parameter-group")),
        new("security-group-events", "the subscription disabled", p => p.Set(AwsTypes.EventSubscription, "db-security-group", "enabled", false)),
        new("security-group-events", "only for one source", p => p.Set(AwsTypes.EventSubscription, "db-security-group", "sourceIds", new JsonArray("sg-1"))),
    ];

    private static IEnumerable<Breach> OfNetworkAndKeys =>
    [
        new("rules-described", "a rule without a word", p => p.Without(AwsTypes.Egress, "pooler-to-s3", "description")),
        new("no-world-ingress", "open to the world", p => p.Without(AwsTypes.Ingress, "primary-from-bastion", "referencedSecurityGroupId").Set(AwsTypes.Ingress, "primary-from-bastion", "cidrIpv4", "0.0.0.0/0")),
        new("no-world-egress", "out to the world, by IPv6", p => p.Without(AwsTypes.Egress, "pooler-to-endpoints", "referencedSecurityGroupId").Set(AwsTypes.Egress, "pooler-to-endpoints", "cidrIpv6", "::/0")),
        new("groups-attached", "a group nobody wears", p => p.Add(AwsTypes.SecurityGroup, "old", new() { ["description"] = "left over" })),
        // The writer's group has ten rules, six of them for services.
        new("rules-within-quota", "a fifty-seventh service", p => Rules(p, AwsTypes.Ingress, "primary", 61, 61), Keep: p => Rules(p, AwsTypes.Ingress, "primary", 11, 60)),
        new("rules-within-quota", "one way out too many", p => Rules(p, AwsTypes.Egress, "pooler", 61, 61), Keep: p => Rules(p, AwsTypes.Egress, "pooler", 5, 60)),
        new("key-rotation", "switched off", p => p.Set(AwsTypes.Key, "database", "enableKeyRotation", false)),
        new("key-enabled", "disabled", p => p.Set(AwsTypes.Key, "logs", "isEnabled", false)),
        new("key-policy", "for every principal", p => p.Replace(AwsTypes.Key, "database", "policy", "\"Principal\":{\"AWS\":\"arn:aws:iam::${aws:index/getCallerIdentity:getCallerIdentity::current.accountId}:root\"}", "\"Principal\":\"*\"")),
        new("key-policy", "none of its own", p => p.Without(AwsTypes.Key, "secrets", "policy")),
        new("topic-encrypted", "the AWS-managed key", p => p.Set(AwsTypes.Topic, "alarms", "kmsMasterKeyId", "alias/aws/sns")),
        new("topic-policy", "any account's alarms", p => p.Replace(AwsTypes.TopicPolicy, "alarms", "policy", "aws:SourceAccount", "aws:PrincipalTag/any")),
        new("secret-key", "the AWS-managed key", p => p.Without(AwsTypes.Secret, "monitor", "kmsKeyId")),
        new("secret-rotation", "every 120 days", p => p.Set(AwsTypes.SecretRotation, "master", "rotationRules", new JsonObject { ["automaticallyAfterDays"] = 120 }),
            Keep: p => Each(Secrets, s => p.Add(AwsTypes.SecretRotation, s, new()
            {
                ["secretId"] = $"${{{AwsTypes.Secret}::{s}.id}}",
                ["rotationRules"] = new JsonObject { ["automaticallyAfterDays"] = 30 },
            }))),
        new("log-key", "the service's own key", p => p.Without(AwsTypes.LogGroup, "pooler", "kmsKeyId")),
        new("log-retention", "three months", p => p.Set(AwsTypes.LogGroup, "pooler", "retentionInDays", 90)),
        new("replicated-backups-key", "no key on the other side", p => p.Without(AwsTypes.BackupsReplication, "replicated-backups", "kmsKeyId"), "dr"),
    ];

    private static IEnumerable<Breach> OfPooler =>
    [
        new("roles-trusted", "the whole account", p => p.Replace(AwsTypes.Role, "pooler-task", "assumeRolePolicy", "{\"Service\":\"ecs-tasks.amazonaws.com\"}", "{\"AWS\":\"arn:aws:iam::123456789012:root\"}")),
        new("roles-trusted", "everybody", p => p.Replace(AwsTypes.Role, "pooler-task", "assumeRolePolicy", "{\"Service\":\"ecs-tasks.amazonaws.com\"}", "\"*\"")),
        new("policies-narrow", "every secret", p => p.Add(AwsTypes.RolePolicy, "quick", Policy("\"Action\":\"secretsmanager:GetSecretValue\",\"Resource\":\"*\""))),
        new("policies-narrow", "all of a service", p => p.Add(AwsTypes.Policy, "quick", Policy("\"Action\":[\"ecr:GetAuthorizationToken\",\"kms:*\"],\"Resource\":\"*\""))),
        new("policies-narrow", "all but one", p => p.Add(AwsTypes.RolePolicy, "quick", Policy("\"NotAction\":\"iam:CreateUser\",\"Resource\":\"arn:aws:s3:::one\""))),
        new("policies-managed", "the administrator's", p => p.Set(AwsTypes.RolePolicyAttachment, "enhanced-monitoring", "policyArn", "arn:aws:iam::aws:policy/AdministratorAccess")),
        new("container-insights", "switched off", p => p.Set(AwsTypes.Cluster, "pooler", "settings", new JsonArray())),
        new("no-shell", "a shell for the incident, left open", p => p.Set(AwsTypes.Service, "pooler", "enableExecuteCommand", true)),
        new("latest-platform", "pinned", p => p.Set(AwsTypes.Service, "pooler", "platformVersion", "1.3.0")),
        new("task-private", "a public address", p => p.Inputs(AwsTypes.Service, "pooler")["networkConfiguration"]!["assignPublicIp"] = true),
        new("task-roles-apart", "one role for both", p => p.Set(AwsTypes.TaskDefinition, "pooler", "taskRoleArn", "${aws:iam/role:Role::pooler-execution.arn}")),
        new("task-isolated", "the host's processes", p => p.Set(AwsTypes.TaskDefinition, "pooler", "pidMode", "host")),
        new("task-isolated", "EFS in the clear", p => p.Set(AwsTypes.TaskDefinition, "pooler", "volumes", new JsonArray(new JsonObject { ["name"] = "files", ["efsVolumeConfiguration"] = new JsonObject() }))),
        new("container-hardened", "a writable root", p => p.Replace(AwsTypes.TaskDefinition, "pooler", "containerDefinitions", Filter, "\"readonlyRootFilesystem\":false")),
        new("container-hardened", "privileged", p => p.Replace(AwsTypes.TaskDefinition, "pooler", "containerDefinitions", "\"privileged\":false", "\"privileged\":true")),
        new("task-isolated", "the host's network", p => p.Set(AwsTypes.TaskDefinition, "pooler", "networkMode", "host")),
        new("container-user", "root, by number", p => p.Replace(AwsTypes.TaskDefinition, "pooler", "containerDefinitions", "\"user\":\"10001:10001\"", "\"user\":\"0:0\"")),
        new("container-user", "left to the image", p => p.Replace(AwsTypes.TaskDefinition, "pooler", "containerDefinitions", "\"user\":\"10001:10001\",", "")),
        new("container-logged", "not logged", p => p.Replace(AwsTypes.TaskDefinition, "pooler", "containerDefinitions", "\"logDriver\":\"awslogs\",", "")),
        new("pooler-tls", "plaintext where a client likes", p => p.Replace(AwsTypes.TaskDefinition, "pooler", "containerDefinitions", "client_tls_sslmode = require", "client_tls_sslmode = prefer")),
        new("pooler-tls", "any server", p => p.Replace(AwsTypes.TaskDefinition, "pooler", "containerDefinitions", "server_tls_sslmode = verify-full", "server_tls_sslmode = require")),
        new("container-secrets", "a password in the environment", p => p.Replace(AwsTypes.TaskDefinition, "pooler", "containerDefinitions", "\"environment\":[", "\"environment\":[{\"name\":\"DB_PASSWORD\",\"value\":\"x\"},")),
        new("balancer-logged", "no access logs", p => p.Without(AwsTypes.LoadBalancer, "pooler", "accessLogs")),
        new("balancer-protected", "switched off", p => p.Set(AwsTypes.LoadBalancer, "pooler", "enableDeletionProtection", false)),
        new("balancer-cross-zone", "zone by zone", p => p.Set(AwsTypes.LoadBalancer, "pooler", "enableCrossZoneLoadBalancing", false)),
        new("balancer-zones", "one zone", p => p.Set(AwsTypes.LoadBalancer, "pooler", "subnets", new JsonArray("subnet-0000000000000a101"))),
        new("balancer-internal", "a public address", p => p.Set(AwsTypes.LoadBalancer, "pooler", "internal", false)),
        new("pooler-watched", "one task of two may be gone", p => p.Set(AwsTypes.Alarm, "PgBouncerHealthyTasksLow-techcorp-prod", "threshold", 1)),
        new("pooler-watched", "not watched", p => p.Remove(AwsTypes.Alarm, "PgBouncerHealthyTasksLow-techcorp-prod")),
    ];

    private static JsonObject Policy(string allowed) => new() { ["policy"] = $$$"""{"Statement":{"Sid":"Quick","Effect":"Allow",{{{allowed}}}}}""" };

    private static IEnumerable<Breach> OfRelations =>
    [
        new("memory-fits", "shared_buffers of a larger class", p => p.Parameter("replica", "shared_buffers", "value", "3932160")),
        new("connections-fit", "a larger pool", p => p.Replace(AwsTypes.TaskDefinition, "pooler", "containerDefinitions", "max_db_connections = 150", "max_db_connections = 200")),
        new("memory-fits", "a class nobody knows", p => p.Instance(Replica, "instanceClass", "db.x9.large")),
        new("storage-limits", "operations for a small volume", p => p.Instance("techcorp-staging-primary", "iops", 12000), "staging"),
        new("storage-limits", "too few operations", p => p.Instance(Primary, "iops", 11999)),
        new("storage-limits", "too much throughput", p => p.Instance(Primary, "storageThroughput", 4001)),
        new("storage-limits", "a volume of another kind", p => p.Instance(Primary, "storageType", "io2")),
        new("connections-fit", "one task more", p =>
        {
            p.Set(AwsTypes.Service, "pooler", "desiredCount", 3);
            p.Set(AwsTypes.Alarm, "PgBouncerHealthyTasksLow-techcorp-prod", "threshold", 3);
        }),
        new("slots-bounded", "WAL for a dead replica without end", p => p.Parameter("analytics", "max_slot_wal_keep_size", "value", "-1")),
        new("storage-limits", "no room to grow", p => p.Instance(Replica, "maxAllocatedStorage", 2050)),
        new("standby-settings", "a standby with fewer workers", p => p.Parameter("replica", "max_worker_processes", "value", "8")),
        new("standby-settings", "the copy in the other region with less", p => p.Parameter("dr", "max_locks_per_transaction", "value", "32"), "dr"),
        new("one-engine", "a version that can not be created", p => p.Instance(Primary, "engineVersion", "15.4")),
        new("one-engine", "the next major, not allowed", p => p.Instance(Primary, "engineVersion", "16")),
        new("one-engine", "a major nobody here knows, allowed", p => p.Instance(Primary, "engineVersion", "17").Instance(Primary, "allowMajorVersionUpgrade", true)),
        new("one-engine", "a parameter group of the next major", p => p.Set(AwsTypes.ParameterGroup, "replica-postgres15", "family", "postgres16")),
        new("replay-hold-fits", "reports may hold replay until their statement times out", p => p.Parameter("analytics", "max_standby_streaming_delay", "value", "900000")),
        new("replay-hold-fits", "no query is ever cancelled", p => p.Parameter("replica", "max_standby_streaming_delay", "value", "-1")),
        new("replica-inherits", "an engine on a replica", p => p.Instance(Replica, "engine", "postgres")),
        new("replica-limits", "too few senders to rebuild a replica", p => p.Parameter("primary", "max_wal_senders", "value", "4")),
        new("replica-limits", "a source without backups", p => p.Instance("techcorp-staging-primary", "backupRetentionPeriod", 0), "staging"),
        new("recovery-window", "six days", p => p.Instance(Primary, "backupRetentionPeriod", 6)),
        new("recovery-replicated", "three days on the other side", p => p.Set(AwsTypes.BackupsReplication, "replicated-backups", "retentionPeriod", 3), "dr"),
        new("recovery-replicated", "no replicated backups", p => p.Remove(AwsTypes.BackupsReplication, "replicated-backups"), "dr"),
        new("keys-in-region", "a key of the other region", p => p.Set(AwsTypes.LogGroup, "pooler", "kmsKeyId", "arn:aws:kms:us-west-2:123456789012:key/11111111-1111-1111-1111-111111111111")),
        new("data-protected", "unprotected for a rename", p => p.Option(AwsTypes.Instance, Primary, "protect", false)),
        new("data-protected", "no last snapshot", p => p.Instance(Primary, "skipFinalSnapshot", true)),
        new("windows-apart", "maintenance during the backup", p => p.Instance(Primary, "maintenanceWindow", "sun:02:45-sun:03:15")),
        new("windows-apart", "both regions at once", p => p.Instance(Primary, "maintenanceWindow", "sun:07:30-sun:08:30")),
        new("alarms-enabled", "silenced", p => p.Set(AwsTypes.Alarm, "PostgresCPUHigh-techcorp-primary", "actionsEnabled", false)),
        new("alarms-complete", "silence taken for health", p => p.Set(AwsTypes.Alarm, "PostgresReplicaLagHigh-techcorp-replica-1", "treatMissingData", "missing")),
        new("alarms-complete", "an alarm removed", p => p.Remove(AwsTypes.Alarm, "PostgresDiskSpaceLow-techcorp-primary")),
        new("alarm-thresholds", "the share of another disk", p => p.Set(AwsTypes.Alarm, "PostgresDiskSpaceLow-techcorp-primary", "threshold", 21474836480)),
        new("alarm-thresholds", "the cores of another class", p => p.Set(AwsTypes.Alarm, "PostgresDBLoadHigh-techcorp-replica-1", "threshold", 8)),
        new("alarms-delivered", "nobody subscribed", p => p.Remove(AwsTypes.TopicSubscription, "email-0")),
        new("alarms-delivered", "an alarm without a topic", p => p.Set(AwsTypes.Alarm, "PostgresCPUHigh-techcorp-primary", "alarmActions", new JsonArray())),
        new("alarms-delivered", "a key CloudWatch may not use", p => p.Replace(AwsTypes.Key, "notifications", "policy", "\"cloudwatch.amazonaws.com\",", "")),
        new("credentials-kept", "a login without a secret", p => p.Remove(AwsTypes.SecretVersion, "user_service")),
        new("credentials-kept", "the secret of another login", p => p.Set(AwsTypes.SecretVersion, "monitor", "secretString", "[secret: ${random:index/randomPassword:RandomPassword::migrator.result}]")),
        new("credentials-kept", "a password that is in no secret", p => p.Set(AwsTypes.SecretVersion, "monitor", "secretId", "arn:aws:secretsmanager:us-east-1:123456789012:secret:by-hand")),
        new("credentials-hidden", "a plain output", p => p.Outputs["masterPassword"] = "${random:index/randomPassword:RandomPassword::master.result}"),
        new("credentials-hidden", "a connection string in a tag", p => p.Inputs(AwsTypes.Instance, Primary)["tags"]!["Url"] = "postgresql://app_user:hunter2@db/techcorp"),
        new("rules-named", "a group nobody knows", p => p.Set(AwsTypes.Ingress, "primary-from-bastion", "referencedSecurityGroupId", "sg-0fedcba9876543210")),
        new("rules-named", "reports on the writer", p => p.Set(AwsTypes.Ingress, "analytics-from-analytics-tools", "securityGroupId", "${aws:ec2/securityGroup:SecurityGroup::primary.id}")),
        new("rules-named", "an office network", p => p.Without(AwsTypes.Ingress, "primary-from-bastion", "referencedSecurityGroupId").Set(AwsTypes.Ingress, "primary-from-bastion", "cidrIpv4", "10.0.0.0/8")),
        new("rules-named", "an office network, by IPv6", p => p.Without(AwsTypes.Ingress, "primary-from-bastion", "referencedSecurityGroupId").Set(AwsTypes.Ingress, "primary-from-bastion", "cidrIpv6", "2001:db8::/32")),
        new("rules-named", "a list of addresses", p => p.Without(AwsTypes.Ingress, "primary-from-bastion", "referencedSecurityGroupId").Set(AwsTypes.Ingress, "primary-from-bastion", "prefixListId", "pl-0fedcba9876543210")),
        new("rules-named", "nothing at all", p => p.Without(AwsTypes.Ingress, "primary-from-bastion", "referencedSecurityGroupId")),
        new("rules-named", "another client's words", p => p.Set(AwsTypes.Ingress, "primary-from-bastion", "description", "PostgreSQL from nobody")),
        new("rules-named", "reports on the writer, in two groups", p => p.Set(AwsTypes.Ingress, "analytics-from-analytics-tools", "securityGroupId", "${aws:ec2/securityGroup:SecurityGroup::primary.id}"),
            Keep: p => p.Instance(Primary, "vpcSecurityGroupIds", new JsonArray("${aws:ec2/securityGroup:SecurityGroup::primary.id}", "sg-0fedcba9876543210"))),
        new("destinations-named", "a list nobody knows", p => p.Set(AwsTypes.Egress, "pooler-to-s3", "prefixListId", "pl-0fedcba9876543210")),
        new("destinations-named", "a group nobody knows", p => p.Set(AwsTypes.Egress, "pooler-to-endpoints", "referencedSecurityGroupId", "sg-0fedcba9876543210")),
    ];

    private static void Rules(PlanEdit plan, string type, string group, int from, int to) => Each(Enumerable.Range(from, to - from + 1).Select(n => $"{group}-{n}"), name =>
        plan.Add(type, name, new()
        {
            ["securityGroupId"] = $"${{{AwsTypes.SecurityGroup}::{group}.id}}",
            ["referencedSecurityGroupId"] = $"${{{AwsTypes.SecurityGroup}::pooler.id}}",
            ["description"] = "one more",
        }));

    private static JsonArray Selection(IEnumerable<string> instances) => new([.. instances.Select(i => (JsonNode)$"${{{AwsTypes.Instance}::{i}.arn}}")]);

    private static void Each(IEnumerable<string> names, Action<string> change)
    {
        foreach (var name in names)
        {
            change(name);
        }
    }
}
