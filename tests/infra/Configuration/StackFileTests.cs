using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra.Tests.Configuration;

/// <summary>The committed stacks: what the source document says of sizes and names stands in Pulumi.prod.yaml and nowhere else.</summary>
public sealed class StackFileTests
{
    [Theory]
    [InlineData("staging")]
    [InlineData("prod")]
    [InlineData("dr")]
    public void A_committed_stack_has_no_problem_and_no_key_that_nothing_reads(string stack)
    {
        var file = StackFile.Of(stack);

        Assert.Equal("", file.Problems());
    }

    [Fact]
    [Trait("Requirement", "S1")]
    [Trait("Requirement", "S2")]
    [Trait("Requirement", "S5")]
    [Trait("Requirement", "S6")]
    [Trait("Requirement", "S7")]
    [Trait("Requirement", "S8")]
    [Trait("Requirement", "S9")]
    [Trait("Requirement", "S20")]
    public void Production_is_what_the_source_document_says()
    {
        var prod = StackFile.Of("prod").Settings();

        Assert.Equal(
            """
            us-east-1 15
            techcorp-primary Primary db.r6g.2xlarge MultiAz
            techcorp-replica-1 Replica db.r6g.xlarge us-east-1a
            techcorp-replica-2 Replica db.r6g.xlarge us-east-1b
            techcorp-analytics Analytics db.r6g.2xlarge us-east-1c
            2048 to 4096 GiB gp3, included IOPS and throughput
            """.ReplaceLineEndings("\n"),
            string.Join('\n',
            [
                $"{prod.Region} {prod.EngineVersion}",
                .. prod.Instances.Select(i => $"{i.Identifier} {i.Role} {i.Class.Name} {(i.MultiAz ? "MultiAz" : i.AvailabilityZone)}"),
                $"{prod.Storage.AllocatedGiB} to {prod.Storage.MaxAllocatedGiB} GiB {prod.Storage.Type}, {(prod.Storage is { Iops: null, ThroughputMiBs: null } ? "included" : "own")} IOPS and throughput",
            ]));
    }

    [Fact]
    [Trait("Requirement", "S45")]
    [Trait("Requirement", "S46")]
    [Trait("Requirement", "S47")]
    public void Production_is_backed_up_at_three_and_kept_for_seven_days()
    {
        var prod = StackFile.Of("prod").Settings();

        Assert.Equal("03:00-03:30", prod.Backup.Window.ToString());
        Assert.Equal(7, prod.Backup.RetentionDays);
        Assert.Equal("sun:05:00-sun:06:00", prod.MaintenanceWindow.ToString());
        Assert.Equal(7, StackFile.Of("dr").Settings().DisasterRecovery!.ReplicatedBackupRetentionDays);
    }

    [Fact]
    [Trait("Requirement", "S48")]
    public void The_copy_lives_in_another_region_and_one_flag_makes_it_a_primary()
    {
        var warm = StackFile.Of("dr").Settings();
        var promoted = StackFile.Of("dr").With("disasterRecovery.promoted", "true").Settings();

        Assert.Equal(("us-west-2", "techcorp-dr", "techcorp/techcorp-pg-infra/prod"), (warm.Region, warm.Primary.Identifier, warm.DisasterRecovery!.SourceStack));
        Assert.Equal((true, false, false), (warm.IsWarmReplica, warm.WriterIsMultiAz, warm.DeclaresPooler));
        Assert.Equal((false, true, true), (promoted.IsWarmReplica, promoted.WriterIsMultiAz, promoted.DeclaresPooler));
        Assert.Contains(
            "promoted: techcorp-dr no longer follows techcorp/techcorp-pg-infra/prod. Setting it back does not make it a replica again; RDS would have to replace it.",
            promoted.Risks());
    }

    [Fact]
    [Trait("Requirement", "S53")]
    public void Every_stack_names_who_answers_for_it()
    {
        foreach (var stack in new[] { "staging", "prod", "dr" })
        {
            Assert.Equal(new OwnershipSettings("Data Engineering", "Eduardo Campos", "#data-postgres"), StackFile.Of(stack).Settings().Ownership);
        }
    }

    /// <summary>A copy with less than its source can not replay it, and staging must meet the arithmetic that production has.</summary>
    [Fact]
    [Trait("Requirement", "S22")]
    public void All_stacks_agree_on_what_a_standby_needs()
    {
        foreach (var name in DatabaseParameters.EqualOnEveryInstance)
        {
            Assert.Single(new[] { "staging", "prod", "dr" }
                .Select(s => StackFile.Of(s).Settings())
                .SelectMany(s => s.Instances.Select(i => s.ParameterOf(i.Role, name)))
                .Distinct());
        }
    }

    /// <summary>Somebody who deploys with these finds that no such network exists; somebody who forgets one finds it in every preview.</summary>
    [Fact]
    public void Every_example_value_of_production_is_known_as_one_until_it_is_replaced()
    {
        Assert.Equal(
            """
            network.vpcId
            network.privateSubnets.us-east-1a
            network.privateSubnets.us-east-1b
            network.privateSubnets.us-east-1c
            network.serviceSecurityGroups.auth-service
            network.serviceSecurityGroups.catalog-service
            network.serviceSecurityGroups.inventory-service
            network.serviceSecurityGroups.order-service
            network.serviceSecurityGroups.payment-service
            network.serviceSecurityGroups.user-service
            network.bastionSecurityGroupId
            network.migrationsSecurityGroupId
            network.analyticsSecurityGroupId
            network.monitoringSecurityGroupId
            network.endpointsSecurityGroupId
            pooler.image
            pooler.tlsSecretArn
            pooler.hostedZoneId
            pooler.accessLogBucket
            alarms.subscriptions[0].endpoint
            """.ReplaceLineEndings("\n"),
            string.Join('\n', StackFile.Of("prod").Settings().ExampleValues()));
        Assert.DoesNotContain("network.vpcId", StackFile.Of("prod").With("network.vpcId", "\"vpc-0f3a9c2b7d1e4a586\"").Settings().ExampleValues());
    }
}
