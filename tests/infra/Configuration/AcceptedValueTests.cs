namespace TechCorp.PgInfra.Infra.Tests.Configuration;

/// <summary>The other side of every limit: a rule that refuses too much is as much of a fault as one that refuses too little.</summary>
public sealed class AcceptedValueTests
{
    [Theory]
    [InlineData("prod", "namePrefix", "\"techcorp-production1\"")]
    [InlineData("prod", "engineVersion", "\"15.18\"")]
    [InlineData("prod", "engineVersion", "15")]
    [InlineData("prod", "allowMajorVersionUpgrade", "true")]
    [InlineData("prod", "engineLifecycleSupport", "\"upgrade-at-end\"")]
    [InlineData("prod", "primary.identifier", "\"a23456789012345678901234567890123456789012345678901234567890123\"")]
    [InlineData("prod", "primary.instanceClass", "\"db.r7g.4xlarge\"")]
    [InlineData("prod", "primary.multiAz", "\"true\"")]
    [InlineData("prod", "storage.allocated", "\"400GiB\"")]
    [InlineData("prod", "storage.allocated", "\"1.5TiB\"")]
    [InlineData("prod", "storage.maxAllocated", "\"2253GiB\"")]
    [InlineData("prod", "storage.maxAllocated", null)]
    [InlineData("prod", "storage.iops", "12000")]
    [InlineData("prod", "storage.iops", "64000")]
    [InlineData("prod", "storage.throughput", "\"3000MiB/s\"")]
    [InlineData("staging", "storage.maxAllocated", "\"110GiB\"")]
    [InlineData("prod", "replicas[0].multiAz", "false")]
    [InlineData("prod", "replicas[0].availabilityZone", null)]
    [InlineData("prod", "backup.window", "\"23:45-00:15\"")]
    [InlineData("prod", "backup.retention", "\"35d\"")]
    [InlineData("prod", "maintenanceWindow", "\"sun:03:30-sun:04:00\"")]
    [InlineData("prod", "maintenanceWindow", "\"Sat:23:00-Sun:03:00\"")]
    [InlineData("prod", "parameters.work_mem", "\"64MB\"")]
    [InlineData("prod", "parameters.work_mem", "{\"value\":\"64MB\",\"applyMethod\":\"pending-reboot\"}")]
    [InlineData("prod", "parameters.analytics", "{\"work_mem\":\"512MB\",\"hot_standby_feedback\":\"on\"}")]
    [InlineData("prod", "parameters.max_slot_wal_keep_size", "\"1TB\"")]
    [InlineData("prod", "parameters.max_slot_wal_keep_size", "-1")]
    [InlineData("prod", "parameters.max_connections", "401")]
    [InlineData("prod", "parameters.random_page_cost", "1.1")]
    [InlineData("prod", "parameters.shared_preload_libraries", "\"pg_stat_statements,auto_explain\"")]
    [InlineData("prod", "pooler.maxDbConnections", "188")]
    [InlineData("prod", "pooler.memory", "\"4096MiB\"")]
    [InlineData("prod", "pooler", null)]
    [InlineData("prod", "monitoring.enhancedInterval", "0")]
    [InlineData("prod", "monitoring.enhancedInterval", "\"1min\"")]
    [InlineData("prod", "monitoring.insightsRetention", "\"731d\"")]
    [InlineData("prod", "alarms.overrides", "[{\"alarm\":\"PostgresCPUHigh\",\"instance\":\"techcorp-analytics\",\"threshold\":\"95%\"}]")]
    [InlineData("prod", "alarms.subscriptions[0]", "{\"protocol\":\"https\",\"endpoint\":\"[secret]\"}")]
    [InlineData("prod", "alarms.subscriptions", "[]")]
    [InlineData("prod", "encryption.secretRecoveryWindow", "0")]
    [InlineData("dr", "disasterRecovery.sourceRegion", "\"sa-east-1\"", "us-east-2")]
    [InlineData("dr", "disasterRecovery.promoted", "true")]
    public void A_value_at_its_limit_is_taken(string stack, string key, string? json, string? region = null)
    {
        var file = StackFile.Of(stack).With(key, json);
        if (region is not null)
        {
            file = Moved(file, region);
        }

        Assert.Equal("", file.Problems());
    }

    // What stands in another region than its network is refused for that alone.
    private static StackFile Moved(StackFile file, string region) => file
        .With("aws:region", $"\"{region}\"")
        .With("network.privateSubnets", $$"""{"{{region}}a":"subnet-0000000000000d101","{{region}}b":"subnet-0000000000000d102"}""")
        .With("pooler.tlsSecretArn", $"\"arn:aws:secretsmanager:{region}:123456789012:secret:techcorp/pooler-tls-AbCdEf\"");
}
