using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Review.Tests.Laws.Support;

namespace TechCorp.PgInfra.Review.Tests.Laws;

/// <summary>A limit that is one off wakes somebody for a value AWS takes, or passes one it refuses in the middle of an update.</summary>
public sealed class A_law_is_kept_at_its_limit_and_broken_one_step_beyond
{
    private const string Primary = "techcorp-primary";
    private const string Replica = "techcorp-replica-1";

    private sealed record Limit(string Law, string Of, Action<PlanEdit> At, Action<PlanEdit> Beyond, string Stack = "prod");

    private static readonly ImmutableArray<Limit> Limits =
    [
        new("slots-bounded", "half of 2048 GiB", p => p.Parameter("primary", "max_slot_wal_keep_size", "value", "1048576"), p => p.Parameter("primary", "max_slot_wal_keep_size", "value", "1048577")),
        new("slots-bounded", "nothing kept, and everything", p => p.Parameter("primary", "max_slot_wal_keep_size", "value", "0"), p => p.Parameter("primary", "max_slot_wal_keep_size", "value", "-1")),
        new("storage-limits", "the smallest gp3 volume", p => Small(p, 20), p => Small(p, 19)),
        new("storage-limits", "the largest gp3 volume", p => Large(p, 65536), p => Large(p, 65537)),
        new("storage-limits", "ten per cent to grow", p => p.Instance(Primary, "maxAllocatedStorage", 2253), p => p.Instance(Primary, "maxAllocatedStorage", 2252)),
        new("storage-limits", "the fewest operations that can be provisioned", p => p.Instance(Primary, "iops", 12000), p => p.Instance(Primary, "iops", 11999)),
        new("storage-limits", "the most operations", p => p.Instance(Primary, "iops", 64000), p => p.Instance(Primary, "iops", 64001)),
        new("storage-limits", "the least throughput", p => p.Instance(Primary, "storageThroughput", 500), p => p.Instance(Primary, "storageThroughput", 499)),
        new("storage-limits", "the most throughput", p => p.Instance(Primary, "storageThroughput", 4000), p => p.Instance(Primary, "storageThroughput", 4001)),
        new("storage-limits", "operations from 400 GiB on", p => Small(p, 400).Instance(Primary, "iops", 12000), p => Small(p, 399).Instance(Primary, "iops", 12000)),
        new("storage-limits", "throughput from 400 GiB on", p => Small(p, 400).Instance(Primary, "storageThroughput", 500), p => Small(p, 399).Instance(Primary, "storageThroughput", 500)),
        new("storage-limits", "gp3 on a writer", p => p.Instance(Primary, "storageType", "gp3"), p => p.Instance(Primary, "storageType", "io2")),
        new("recovery-window", "seven days", p => p.Instance(Primary, "backupRetentionPeriod", 7), p => p.Instance(Primary, "backupRetentionPeriod", 6)),
        new("log-retention", "a year", p => p.Set(AwsTypes.LogGroup, "pooler", "retentionInDays", 365), p => p.Set(AwsTypes.LogGroup, "pooler", "retentionInDays", 364)),
        new("secret-rotation", "ninety days", p => Rotated(p, 90), p => Rotated(p, 91)),
        new("secret-rotation", "every day", p => Rotated(p, 1), p => Rotated(p, 0)),
        new("enhanced-monitoring", "any interval", p => p.Instance(Primary, "monitoringInterval", 1), p => p.Instance(Primary, "monitoringInterval", 0)),
        new("replica-limits", "a sender for each replica and one to rebuild", p => p.Parameter("primary", "max_wal_senders", "value", "5"), p => p.Parameter("primary", "max_wal_senders", "value", "4")),
        new("replica-limits", "fifteen replicas", p => p.Followers(Primary, 12), p => p.Followers(Primary, 13)),
        new("replica-limits", "a chain of three", p => Chain(p, 2), p => Chain(p, 3)),
        new("replica-limits", "backups on a source", p => p.Instance("techcorp-staging-primary", "backupRetentionPeriod", 1), p => p.Instance("techcorp-staging-primary", "backupRetentionPeriod", 0), "staging"),
        new("recovery-replicated", "seven days elsewhere", p => p.Set(AwsTypes.BackupsReplication, "replicated-backups", "retentionPeriod", 7), p => p.Set(AwsTypes.BackupsReplication, "replicated-backups", "retentionPeriod", 6), "dr"),
        new("windows-apart", "maintenance when the backup ends", p => p.Instance(Primary, "maintenanceWindow", "sun:03:30-sun:04:30"), p => p.Instance(Primary, "maintenanceWindow", "sun:03:29-sun:04:30")),
        new("windows-apart", "maintenance until the backup starts", p => p.Instance(Primary, "maintenanceWindow", "sun:02:00-sun:03:00"), p => p.Instance(Primary, "maintenanceWindow", "sun:02:00-sun:03:01")),
        new("windows-apart", "maintenance over the end of the week", p => p.Instance(Primary, "maintenanceWindow", "sat:23:30-sun:00:30"), p => p.Instance(Primary, "maintenanceWindow", "sat:23:30-sun:03:01")),
        new("windows-apart", "a backup over midnight", p => p.Instance(Primary, "backupWindow", "23:45-00:15").Instance(Primary, "maintenanceWindow", "mon:00:15-mon:01:15"), p => p.Instance(Primary, "backupWindow", "23:45-00:15").Instance(Primary, "maintenanceWindow", "mon:00:14-mon:01:15")),
        new("windows-apart", "one region after the other", p => p.Instance(Primary, "maintenanceWindow", "sun:06:00-sun:07:00"), p => p.Instance(Primary, "maintenanceWindow", "sun:06:00-sun:07:01")),
        new("replay-hold-fits", "four minutes", p => p.Parameter("analytics", "max_standby_streaming_delay", "value", "240000"), p => p.Parameter("analytics", "max_standby_streaming_delay", "value", "240001")),
        new("standby-settings", "as much as the source", p => p.Parameter("replica", "max_connections", "value", "500"), p => p.Parameter("replica", "max_connections", "value", "499")),
        new("latest-platform", "a size Fargate has", p => p.Set(AwsTypes.TaskDefinition, "pooler", "memory", "4096"), p => p.Set(AwsTypes.TaskDefinition, "pooler", "memory", "5120")),
        new("connections-fit", "every task at its cap", p => Ini(p, 188), p => Ini(p, 0)),
        .. new[] { "PASSWORD", "SECRET", "TOKEN", "PRIVATE_KEY", "VERIFIER", "DATABASE_URL" }.Select(word =>
            new Limit("container-secrets", $"nothing called {word}", p => Variable(p, "HARMLESS"), p => Variable(p, $"MY_{word}"))),
        new("container-insights", "that very setting", p => Insights(p, "enabled"), p => Insights(p, "enabled", "other")),
        new("task-isolated", "EFS over TLS", p => Files(p, "ENABLED"), p => Files(p, "DISABLED")),
        new("task-roles-apart", "a role to start with", p => p.Set(AwsTypes.TaskDefinition, "pooler", "cpu", "512"), p => p.Without(AwsTypes.TaskDefinition, "pooler", "executionRoleArn")),
        new("tagged", "one tag", p => p.Instance(Primary, "tags", new JsonObject { ["Name"] = "x" }), p => p.Instance(Primary, "tags", new JsonObject())),
        new("tls-required", "1", p => p.Parameter("replica", "rds.force_ssl", "value", "1"), p => p.Parameter("replica", "rds.force_ssl", "value", "0")),
        new("statements-logged", "any duration", p => p.Parameter("replica", "log_min_duration_statement", "value", "0"), p => p.Parameter("replica", "log_min_duration_statement", "value", "-1")),
        new("container-insights", "enabled or enhanced", p => Insights(p, "enhanced"), p => Insights(p, "disabled")),
        new("rules-described", "a letter", p => p.Set(AwsTypes.Egress, "pooler-to-s3", "description", "x"), p => p.Set(AwsTypes.Egress, "pooler-to-s3", "description", " ")),
        new("key-policy", "every principal under a condition", p => Everybody(p, new JsonObject { ["StringEquals"] = new JsonObject { ["aws:SourceAccount"] = "123456789012" } }), p => Everybody(p, new JsonObject())),
        new("alarms-delivered", "the very action", p => Publish(p, "sns:Publish"), p => Publish(p, "sns:Publisz")),
        new("alarms-delivered", "the whole of a prefix", p => Publish(p, "sns:P*"), p => Publish(p, "sns:Pux*")),
        new("security-group-events", "no list of sources", p => Sources(p), p => Sources(p, "sg-1")),
        new("alarms-complete", "alarms of the identifier, not of the name", p => p.Instance(Replica, "tags", new JsonObject { ["a"] = "b" }), p => p.Instance(Replica, "identifier", "another-name")),
        new("standby-settings", "a promoted copy follows nobody", p => p.Parameter("dr", "max_connections", "value", "400").Without(AwsTypes.Instance, "techcorp-dr", "replicateSourceDb"), p => p.Parameter("dr", "max_connections", "value", "400"), "dr"),
        new("connections-fit", "the alarm of the instance itself", p => p.Set(AwsTypes.Alarm, "PostgresConnectionsHigh-techcorp-replica-1", "threshold", 400), p => p.Set(AwsTypes.Alarm, "PostgresConnectionsHigh-techcorp-replica-1", "threshold", 10)),
        new("connections-fit", "one task where none is said", p => Ini(p.Without(AwsTypes.Service, "pooler", "desiredCount"), 376), p => Ini(p.Without(AwsTypes.Service, "pooler", "desiredCount"), 401)),
        new("connections-fit", "without a cap every pool at once", p => Ini(p.Set(AwsTypes.Service, "pooler", "desiredCount", 1), 150), p => Ini(p.Set(AwsTypes.Service, "pooler", "desiredCount", 1), 0)),
        new("storage-limits", "what a replica says of its storage does not count", p => p.Instance(Replica, "storageType", "io2"), p => p.Instance(Primary, "storageType", "io2")),
        new("connections-fit", "a cap of one", p => Ini(p, 1), p => Ini(p, 0)),
        new("alarms-delivered", "an action by its prefix", p => Publish(p, "sns:Pub*"), p => Publish(p, "sns:Sub*")),
    ];

    // Names, references and groups, where a step beyond is another word.
    private static readonly ImmutableArray<Limit> Words =
    [
        new("credentials-kept", "a password that is marked secret", _ => { }, p => Password(p, "${random:index/randomPassword:RandomPassword::monitor.result}")),
        new("credentials-kept", "the password and no hash of it", _ => { }, p => Password(p, "[secret: ${random:index/randomPassword:RandomPassword::monitor.bcryptHash}]")),
        new("credentials-kept", "the login's own of the other stack", _ => { }, p => p.Replace(AwsTypes.SecretVersion, "monitor", "secretString", "logins.monitor.password", "logins.migrator.password"), "dr"),
        new("credentials-kept", "the master's own of the other stack",
            p => Password(p, "[secret: ${pulumi:pulumi:StackReference::o/p/prod.logins.monitor.password}]"), p => Password(p, "[secret: ${pulumi:pulumi:StackReference::o/p/prod.masterPassword}]"), "dr"),
        new("credentials-hidden", "a verifier", p => Tag(p, "SCRAM-SHA-256"), p => Tag(p, "SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy")),
        new("credentials-hidden", "a hash of a password", p => Tag(p, "${random:index/randomPassword:RandomPassword::master.length}"), p => Tag(p, "${random:index/randomPassword:RandomPassword::master.bcryptHash}")),
        new("credentials-hidden", "another stack's secret output", p => Tag(p, "${aws:rds/instance:Instance::techcorp-primary.logins}"), p => Tag(p, "${pulumi:pulumi:StackReference::o/p/prod.logins.monitor.password}")),
        new("alarms-delivered", "a Slack channel is a subscription", p => Slack(p, "alarms"), p => Slack(p, "other")),
        new("alarms-delivered", "a policy", _ => { }, p => p.Remove(AwsTypes.TopicPolicy, "alarms")),
        new("alarms-delivered", "a key to decrypt with", p => Encrypts(p, "kms:Decrypt", "kms:GenerateDataKey"), p => Encrypts(p, "kms:GenerateDataKey")),
        new("alarms-delivered", "a key to make keys with", p => Encrypts(p, "kms:Decrypt", "kms:GenerateDataKey"), p => Encrypts(p, "kms:Decrypt")),
        .. new[] { (AwsTypes.Topic, "alarms", "kmsMasterKeyId"), (AwsTypes.Instance, Primary, "performanceInsightsKmsKeyId"), (AwsTypes.Instance, Primary, "kmsKeyId") }.Select(use =>
            new Limit("keys-in-region", $"{use.Item3} of the same region", p => p.Set(use.Item1, use.Item2, use.Item3, "arn:aws:kms:us-east-1:123456789012:key/x"), p => p.Set(use.Item1, use.Item2, use.Item3, "arn:aws:kms:us-west-2:123456789012:key/x"))),
        new("keys-in-region", "a key of this stack", p => p.Set(AwsTypes.LogGroup, "pooler", "kmsKeyId", "alias/logs"), p => p.Set(AwsTypes.LogGroup, "pooler", "kmsKeyId", "${pulumi:pulumi:StackReference::o/p/dr.keyArn}")),
        new("windows-apart", "the copy when its source is not maintained", p => p.Instance("techcorp-dr", "maintenanceWindow", "sun:06:00-sun:07:00"), p => p.Instance("techcorp-dr", "maintenanceWindow", "sun:05:59-sun:06:59"), "dr"),
        new("windows-apart", "two copies at the same time", p => Copy(p, "sun:07:00-sun:08:00"), p => Copy(p, "sun:05:30-sun:06:30"), "dr"),
        .. new[] { "engine", "engineVersion", "username", "password", "dbName", "allocatedStorage", "characterSetName", "blueGreenUpdate" }.Select(input =>
            new Limit("replica-inherits", $"no {input}", _ => { }, p => p.Instance(Replica, input, "x"))),
        new("one-engine", "the next major, when it is allowed", p => Next(p).Instance(Primary, "allowMajorVersionUpgrade", true), p => Next(p).Instance(Primary, "allowMajorVersionUpgrade", false)),
        new("one-engine", "PostgreSQL", p => p.Instance(Primary, "engine", "postgres"), p => p.Instance(Primary, "engine", "mysql")),
        new("replica-limits", "a writer nobody follows", p => Lone(p), p => Lone(p).Followers("lone", 1, "lone-1")),
        new("certificate-authority", "4096 bits", p => p.Instance(Primary, "caCertIdentifier", "rds-ca-rsa4096-g1"), p => p.Instance(Primary, "caCertIdentifier", "rds-ca-rsa1024-g1")),
        new("certificate-authority", "an elliptic curve", p => p.Instance(Primary, "caCertIdentifier", "rds-ca-ecc384-g1"), p => p.Without(AwsTypes.Instance, Primary, "caCertIdentifier")),
        new("master-name", "any other name", p => p.Instance(Primary, "username", "administrator"), p => p.Instance(Primary, "username", "admin")),
        new("aws-backup", "everything", p => Selected(p, "*"), p => Selected(p)),
        new("aws-backup", "the instance and not its log", p => Selected(p, "${aws:rds/instance:Instance::techcorp-primary.arn}"), p => Selected(p, "${aws:cloudwatch/logGroup:LogGroup::techcorp-primary.arn}")),
        new("aws-backup", "an instance of this plan", p => Selected(p, "${aws:rds/instance:Instance::techcorp-primary.arn}"), p => Selected(p, "arn:aws:dynamodb:us-east-1:123456789012:table/x")),
        new("snapshot-private", "a copy under a key", p => p.Add(AwsTypes.SnapshotCopy, "to-dr", new() { ["kmsKeyId"] = $"${{{AwsTypes.Key}::database.arn}}" }), p => p.Add(AwsTypes.SnapshotCopy, "to-dr", [])),
        new("groups-attached", "worn, and not only named by another group", p => Worn(Group(p, "old"), "old"), p => Group(p, "old").Set(AwsTypes.SecurityGroup, "pooler", "ingress", new JsonArray(Id("old")))),
        new("groups-attached", "worn, and not only let in", p => Worn(Group(p, "old"), "old"), p => Group(p, "old").Set(AwsTypes.Ingress, "primary-from-bastion", "referencedSecurityGroupId", Id("old"))),
        new("groups-attached", "worn, and not only let out", p => Worn(Group(p, "old"), "old"), p => Group(p, "old").Set(AwsTypes.Egress, "pooler-to-s3", "referencedSecurityGroupId", Id("old"))),
        new("groups-attached", "worn, and not only called like a key", p => Worn(Group(p, "database"), "database"), p => Group(p, "database")),
        new("apply-method", "a parameter of its own major", p => Removed(p, "postgres15"), p => Removed(p, "postgres16")),
        new("apply-method", "a parameter there is", p => p.Parameter("replica", "log_connections", "name", "log_disconnections"), p => p.Parameter("replica", "log_connections", "name", "log_conections")),
    ];

    public static TheoryData<string> Names() => [.. Limits.Concat(Words).Select(l => $"{l.Law}: {l.Of}")];

    [Theory]
    [MemberData(nameof(Names))]
    public void One_step(string name)
    {
        var limit = Limits.Concat(Words).Single(l => $"{l.Law}: {l.Of}" == name);
        var law = LawBook.All.Single(l => l.Id == limit.Law);
        // The plan is kept at the limit, not merely no worse beyond it.
        Assert.Empty(Findings(law, limit.Stack, limit.At).Except(Findings(law, limit.Stack, _ => { })));

        var (at, beyond) = (Findings(law, limit.Stack, limit.At), Findings(law, limit.Stack, limit.Beyond));

        Assert.NotEmpty(beyond.Except(at));
        Assert.Empty(at.Except(beyond));
    }

    private static List<(string, string)> Findings(Law law, string stack, Action<PlanEdit> edit) =>
        [.. law.Judge(Estates.Of(stack, edit)).Findings.Select(f => (f.Resource, f.Property))];

    // Followers inherit the size, and their own growth must fit it.
    private static PlanEdit Small(PlanEdit plan, int gib) => plan.Instance(Primary, "allocatedStorage", gib);

    private static void Large(PlanEdit plan, int gib)
    {
        foreach (var name in (string[])[Primary, Replica, "techcorp-replica-2", "techcorp-analytics"])
        {
            plan.Inputs(AwsTypes.Instance, name).Remove("maxAllocatedStorage");
        }

        plan.Instance(Primary, "allocatedStorage", gib);
    }

    private static void Rotated(PlanEdit plan, int days) => plan.Add(AwsTypes.SecretRotation, "master", new()
    {
        ["secretId"] = $"${{{AwsTypes.Secret}::master.id}}",
        ["rotationRules"] = new JsonObject { ["automaticallyAfterDays"] = days },
    });

    private static void Chain(PlanEdit plan, int longer)
    {
        for (var n = 1; n <= longer; n++)
        {
            plan.Followers(n == 1 ? Replica : $"link-{n - 1}", 1, $"link-{n}");
        }
    }

    private static string Id(string group) => $"${{{AwsTypes.SecurityGroup}::{group}.id}}";

    private static PlanEdit Group(PlanEdit plan, string name) => plan.Add(AwsTypes.SecurityGroup, name, new() { ["description"] = "x" });

    private static void Worn(PlanEdit plan, string group) => plan.Instance(Replica, "vpcSecurityGroupIds", new JsonArray(Id("replica"), Id(group)));

    private static void Password(PlanEdit plan, string text) => plan.Set(AwsTypes.SecretVersion, "monitor", "secretString", text);

    private static void Tag(PlanEdit plan, string text) => plan.Inputs(AwsTypes.Instance, Primary)["tags"]!["X"] = text;

    private static void Slack(PlanEdit plan, string topic) => plan.Remove(AwsTypes.TopicSubscription, "email-0").Add(AwsTypes.Topic, "other", [])
        .Add(AwsTypes.SlackChannel, "slack", new() { ["snsTopicArns"] = new JsonArray($"${{{AwsTypes.Topic}::{topic}.arn}}") });

    private static void Encrypts(PlanEdit plan, params string[] actions) => plan.Set(AwsTypes.Key, "notifications", "policy", new JsonObject
    {
        ["Statement"] = new JsonArray(new JsonObject
        {
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["Service"] = new JsonArray("cloudwatch.amazonaws.com", "events.rds.amazonaws.com") },
            ["Action"] = new JsonArray([.. actions.Select(a => (JsonNode)a)]),
        }),
    }.ToJsonString());

    private static void Copy(PlanEdit plan, string window) => plan.Add(AwsTypes.Instance, "techcorp-dr-2", new()
    {
        ["identifier"] = "techcorp-dr-2",
        ["replicateSourceDb"] = "${pulumi:pulumi:StackReference::techcorp/techcorp-pg-infra/prod.primaryArn}",
        ["maintenanceWindow"] = window,
    }, "us-west-2");

    private static PlanEdit Next(PlanEdit plan)
    {
        foreach (var group in (string[])["primary", "replica", "analytics"])
        {
            plan.Set(AwsTypes.ParameterGroup, $"{group}-postgres15", "family", "postgres16");
        }

        return plan.Instance(Primary, "engineVersion", "16");
    }

    private static PlanEdit Lone(PlanEdit plan) => plan.Add(AwsTypes.Instance, "lone", new() { ["identifier"] = "lone", ["backupRetentionPeriod"] = 0 });

    private static void Selected(PlanEdit plan, params string[] resources) =>
        plan.Add(AwsTypes.BackupSelection, "all", new() { ["resources"] = new JsonArray([.. resources.Select(r => (JsonNode)r)]) });

    private static void Removed(PlanEdit plan, string family) =>
        plan.Parameter("replica", "log_connections", "name", "vacuum_defer_cleanup_age").Set(AwsTypes.ParameterGroup, "replica-postgres15", "family", family);

    private static void Ini(PlanEdit plan, int cap) =>
        plan.Replace(AwsTypes.TaskDefinition, "pooler", "containerDefinitions", "max_db_connections = 150", $"max_db_connections = {cap}");

    private static void Insights(PlanEdit plan, string word, string name = "containerInsights") =>
        plan.Set(AwsTypes.Cluster, "pooler", "settings", new JsonArray(new JsonObject { ["name"] = name, ["value"] = word }));

    private static void Variable(PlanEdit plan, string name) =>
        plan.Replace(AwsTypes.TaskDefinition, "pooler", "containerDefinitions", "\"environment\":[", $"\"environment\":[{{\"name\":\"{name}\",\"value\":\"x\"}},");

    private static void Files(PlanEdit plan, string encryption) => plan.Set(AwsTypes.TaskDefinition, "pooler", "volumes", new JsonArray(new JsonObject
    {
        ["name"] = "files",
        ["efsVolumeConfiguration"] = new JsonObject { ["transitEncryption"] = encryption },
    }));

    private static void Everybody(PlanEdit plan, JsonObject condition) => plan.Set(AwsTypes.Key, "database", "policy", new JsonObject
    {
        ["Statement"] = new JsonArray(
            new JsonObject { ["Effect"] = "Allow", ["Principal"] = new JsonObject { ["AWS"] = "arn:aws:iam::123456789012:root" }, ["Action"] = "kms:*" },
            new JsonObject { ["Effect"] = "Allow", ["Principal"] = "*", ["Action"] = "kms:*", ["Condition"] = condition }),
    }.ToJsonString());

    private static void Sources(PlanEdit plan, params string[] ids) =>
        plan.Set(AwsTypes.EventSubscription, "db-security-group", "sourceIds", new JsonArray([.. ids.Select(i => (JsonNode)i)]));

    private static void Publish(PlanEdit plan, string action) => plan.Set(AwsTypes.TopicPolicy, "alarms", "policy", new JsonObject
    {
        ["Statement"] = new JsonObject
        {
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["Service"] = new JsonArray("cloudwatch.amazonaws.com", "events.rds.amazonaws.com") },
            ["Action"] = action,
            ["Condition"] = new JsonObject { ["StringEquals"] = new JsonObject { ["aws:SourceAccount"] = "123456789012" } },
        },
    }.ToJsonString());
}
