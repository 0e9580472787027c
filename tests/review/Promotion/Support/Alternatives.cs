using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Review.Promotion;
using TechCorp.PgInfra.Review.Tests.Laws.Support;

namespace TechCorp.PgInfra.Review.Tests.Promotion.Support;

/// <summary>A valid change of one decision of a stack's configuration.</summary>
/// <param name="Key">Path, as in <c>keys.tsv</c>.</param>
/// <param name="Value">JSON, or null to take it out.</param>
internal sealed record Alternative(string Key, string? Value)
{
    public override string ToString() => $"{Key} = {Value ?? "(none)"}";

    /// <summary>The same stack configured otherwise.</summary>
    public StackConfiguration In(StackConfiguration configuration)
    {
        var tree = ConfigurationTree.Of(configuration);
        ConfigurationTree.Set(tree, Key, Value is null ? null : JsonNode.Parse(Value));
        return ConfigurationTree.Apply(configuration, tree);
    }
}

/// <summary>What somebody may write into a stack's file: for each key in which two stacks may differ, one or more such values.</summary>
internal static class Alternatives
{
    /// <summary>Production's configuration under the name of another stack: the two differ in nothing but that.</summary>
    public static StackConfiguration Twin { get; } = Estates.Project.LoadStack("prod") with { Stack = "staging" };

    public static ImmutableArray<Alternative> Allowed { get; } =
    [
        new("namePrefix", "\"acme\""),
        new("network.vpcId", "\"vpc-0aaaaaaaaaaaaaaaa\""),
        new("network.privateSubnets.us-east-1a", "\"subnet-0aaaaaaaaaaaaaaaa\""),
        new("network.serviceSecurityGroups.auth-service", "\"sg-0aaaaaaaaaaaaaaaa\""),
        new("network.bastionSecurityGroupId", "\"sg-0aaaaaaaaaaaaaaaa\""),
        new("network.endpointsSecurityGroupId", "\"sg-0aaaaaaaaaaaaaaaa\""),
        new("network.s3PrefixListId", "\"pl-0aaaaaaaaaaaaaaaa\""),
        new("engineLifecycleSupport", "\"upgrade-at-end\""),
        new("primary.identifier", "\"acme-writer\""),
        new("primary.instanceClass", "\"db.r6g.4xlarge\""),
        new("primary.multiAz", "false"),
        new("primary", """{"identifier": "techcorp-primary", "instanceClass": "db.r6g.2xlarge", "multiAz": false, "availabilityZone": "us-east-1a"}"""),
        new("replicas", "[]"),
        new("replicas", Replicas("techcorp-replica-1", "db.r6g.2xlarge", "us-east-1b", "true")),
        new("replicas", Replicas("acme-reader", "db.r6g.xlarge", "us-east-1a", "false")),
        new("storage.allocated", "\"3TiB\""),
        new("storage.maxAllocated", "\"8TiB\""),
        new("storage.maxAllocated", null),
        new("storage.iops", "16000"),
        new("storage.throughput", "\"750MiB/s\""),
        new("backup.window", "\"04:00-04:30\""),
        new("backup.retention", "\"14d\""),
        new("maintenanceWindow", "\"tue:09:00-tue:10:00\""),
        new("applyImmediately", "true"),
        new("protection.protect", "false"),
        new("protection.deletionProtection", "false"),
        new("protection.skipFinalSnapshot", "true"),
        new("parameters", """
            {
                "shared_buffers": "10GB", "effective_cache_size": "30GB", "work_mem": "16MB", "maintenance_work_mem": "512MB",
                "max_slot_wal_keep_size": "40GB", "max_wal_size": "8GB", "min_wal_size": "1GB", "max_connections": "450",
                "max_worker_processes": "16", "max_parallel_workers": "4", "max_parallel_workers_per_gather": "3",
                "max_parallel_maintenance_workers": "3"
            }
            """),
        new("parameters", """{"analytics": {"work_mem": {"value": "128MB"}}}"""),
        new("parameters", """{"max_connections": "450"}"""),
        new("parameters", """{"work_mem": "16MB"}"""),
        new("pooler.tasks", "1"),
        new("pooler.cpu", "1024"),
        new("pooler.memory", "\"2GiB\""),
        new("pooler.maxDbConnections", "50"),
        new("pooler.image", $"\"123456789012.dkr.ecr.eu-west-1.amazonaws.com/pgbouncer:1.25.2@sha256:{new string('0', 64)}\""),
        new("pooler.tlsSecretArn", "\"arn:aws:secretsmanager:us-east-1:123456789012:secret:acme/pooler-tls-XyZ123\""),
        new("pooler.hostName", "\"pgbouncer.acme.internal\""),
        new("pooler.hostedZoneId", "\"Z0AAAAAAAAAAAA\""),
        new("pooler.accessLogBucket", "\"acme-access-logs\""),
        new("monitoring.enhancedInterval", "\"60s\""),
        new("monitoring.enhancedInterval", "\"0\""),
        new("monitoring.insightsRetention", "\"7d\""),
        new("monitoring.logRetention", "\"90d\""),
        new("alarms.subscriptions", """[{"protocol": "email", "endpoint": "a@acme.example"}, {"protocol": "email", "endpoint": "b@acme.example"}]"""),
        new("alarms.subscriptions", """[{"protocol": "slack", "endpoint": "T0AAAAAAA/C0AAAAAAA"}]"""),
        new("alarms.overrides", """[{"alarm": "PostgresCPUHigh", "threshold": "70%"}]"""),
        new("encryption", """{"keyDeletionWindow": "7d"}"""),
        new("encryption", """{"secretRecoveryWindow": "7d"}"""),
        new("ownership.team", "\"Platform\""),
        new("ownership.slackChannel", "\"#platform\""),
    ];

    /// <summary>The stack in another region: zones, registry, certificate and prefix list come along.</summary>
    public static StackConfiguration Moved(StackConfiguration configuration)
    {
        var tree = ConfigurationTree.Of(configuration);
        var text = tree.ToJsonString().Replace("us-east-1", "eu-west-1", StringComparison.Ordinal);
        return ConfigurationTree.Apply(configuration, JsonNode.Parse(text)!.AsObject());
    }

    private static string Replicas(string first, string type, string zone, string multiAz) => $$"""
        [{"identifier": "{{first}}", "role": "replica", "instanceClass": "{{type}}", "availabilityZone": "{{zone}}", "multiAz": {{multiAz}}},
         {"identifier": "techcorp-analytics", "role": "analytics", "instanceClass": "db.r6g.2xlarge", "availabilityZone": "us-east-1c"}]
        """.Replace($"\"availabilityZone\": \"{zone}\", \"multiAz\": true", "\"multiAz\": true", StringComparison.Ordinal);
}
