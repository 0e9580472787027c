using TechCorp.PgInfra.Infra.Tests.Recording;

namespace TechCorp.PgInfra.Infra.Tests.Databases;

/// <summary>What an instance lets be seen of itself.</summary>
public sealed class ObservationTests
{
    [Theory]
    [InlineData("prod")]
    [InlineData("staging")]
    [InlineData("dr")]
    [Trait("Requirement", "S4")]
    public async Task Both_logs_are_exported_to_groups_with_retention_and_a_customer_key(string stack)
    {
        var estate = await Stacks.OfAsync(stack);

        Assert.All(estate.Instances, instance =>
        {
            Assert.Equal(["postgresql", "upgrade"], instance.List("enabledCloudwatchLogsExports"));
            foreach (var kind in new[] { "postgresql", "upgrade" })
            {
                var group = estate["aws:cloudwatch/logGroup:LogGroup", $"{instance.Name}-{kind}"];
                Assert.Equal($"/aws/rds/instance/{instance.Name}/{kind}", group["name"]);
                Assert.NotNull(group["retentionInDays"]);
                Assert.Equal("${aws:kms/key:Key::logs.arn}", group["kmsKeyId"]);
            }
        });
    }

    /// <summary>The console of Performance Insights is now Database Insights; the property is the same.</summary>
    [Fact]
    [Trait("Requirement", "S33")]
    public async Task Performance_Insights_is_on_everywhere_under_the_customer_key()
    {
        foreach (var stack in new[] { "prod", "dr" })
        {
            var estate = await Stacks.OfAsync(stack);
            Assert.All(estate.Instances, instance =>
            {
                Assert.Equal(true, instance["performanceInsightsEnabled"]);
                Assert.Equal("${aws:kms/key:Key::database.arn}", instance["performanceInsightsKmsKeyId"]);
                // Advanced mode needs 465 days at least; RDS refuses the pair otherwise.
                Assert.Equal((double)instance["performanceInsightsRetentionPeriod"]! >= 465 ? "advanced" : "standard", instance["databaseInsightsMode"]);
            });
        }
    }

    [Fact]
    [Trait("Requirement", "S33")]
    [Trait("Requirement", "S4")]
    public async Task Enhanced_Monitoring_runs_with_a_role_of_its_own()
    {
        var estate = await Stacks.ProdAsync();

        Assert.All(estate.Instances, instance =>
        {
            Assert.Equal(15d, instance["monitoringInterval"]);
            Assert.Equal("${aws:iam/role:Role::enhanced-monitoring.arn}", instance["monitoringRoleArn"]);
        });
        Assert.Equal(
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"monitoring.rds.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"}}}]}""",
            estate["aws:iam/role:Role", "enhanced-monitoring"]["assumeRolePolicy"]);
        Assert.Equal(
            "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
            estate["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "enhanced-monitoring"]["policyArn"]);
    }
}
