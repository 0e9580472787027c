using Pulumi;
using TechCorp.PgInfra.Infra.Tests.Recording;

namespace TechCorp.PgInfra.Infra.Tests.Databases;

/// <summary>The writer of production, as the real Pulumi.prod.yaml declares it.</summary>
public sealed class PrimaryTests
{
    private static async Task<Recorded> PrimaryAsync() => (await Stacks.ProdAsync()).Instance("techcorp-primary");

    /// <summary>RDS creates no 15.4 any more; a prefix with automatic minor upgrades is never a downgrade on the next run.</summary>
    [Fact]
    [Trait("Requirement", "S1")]
    public async Task The_engine_is_PostgreSQL_15_without_a_minor_version()
    {
        var primary = await PrimaryAsync();

        Assert.Equal("postgres", primary["engine"]);
        Assert.Equal("15", primary["engineVersion"]);
        Assert.Equal(true, primary["autoMinorVersionUpgrade"]);
    }

    [Fact]
    [Trait("Requirement", "S2")]
    [Trait("Requirement", "C3")]
    public async Task The_primary_has_a_standby_in_a_second_zone()
    {
        var primary = await PrimaryAsync();

        Assert.Equal(true, primary["multiAz"]);
        // RDS refuses a zone together with Multi-AZ.
        Assert.Null(primary["availabilityZone"]);
    }

    [Fact]
    [Trait("Requirement", "S5")]
    public async Task The_primary_is_a_2xlarge_that_takes_writes()
    {
        var primary = await PrimaryAsync();

        Assert.Equal("db.r6g.2xlarge", primary["instanceClass"]);
        Assert.Null(primary["replicateSourceDb"]);
    }

    /// <summary>IOPS and throughput stay unset: 12,000 and 500 MiB/s are included from 400 GiB on.</summary>
    [Fact]
    [Trait("Requirement", "S6")]
    public async Task Two_tebibytes_of_gp3_grow_to_four()
    {
        var primary = await PrimaryAsync();

        Assert.Equal(2048d, primary["allocatedStorage"]);
        Assert.Equal(4096d, primary["maxAllocatedStorage"]);
        Assert.Equal("gp3", primary["storageType"]);
        Assert.Null(primary["iops"]);
        Assert.Null(primary["storageThroughput"]);
    }

    /// <summary>The argument that is only called name is the deprecated one, and forces a replacement.</summary>
    [Fact]
    [Trait("Requirement", "S18")]
    [Trait("Requirement", "S20")]
    public async Task The_database_is_techcorp_on_port_5432_in_us_east_1()
    {
        var estate = await Stacks.ProdAsync();
        var primary = await PrimaryAsync();

        Assert.Equal("techcorp", primary["dbName"]);
        Assert.Equal(5432d, primary["port"]);
        Assert.Equal("us-east-1", estate["pulumi:providers:aws", "aws"]["region"]);
    }

    [Fact]
    [Trait("Requirement", "S45")]
    [Trait("Requirement", "S46")]
    [Trait("Requirement", "S47")]
    [Trait("Requirement", "C3")]
    public async Task A_backup_is_taken_at_three_in_the_morning_and_kept_seven_days()
    {
        var primary = await PrimaryAsync();

        Assert.Equal("03:00-03:30", primary["backupWindow"]);
        Assert.Equal(7d, primary["backupRetentionPeriod"]);
        // Deleting the instance must not delete the way back.
        Assert.Equal(false, primary["deleteAutomatedBackups"]);
    }

    /// <summary>Without an identifier the provider refuses to delete; with a fixed one the second deletion finds the first one's snapshot.</summary>
    [Fact]
    [Trait("Requirement", "S45")]
    public async Task Deletion_leaves_a_snapshot_with_a_name_of_its_own()
    {
        var primary = await PrimaryAsync();

        Assert.Equal(false, primary["skipFinalSnapshot"]);
        Assert.Equal("techcorp-primary-final-${random:index/randomId:RandomId::techcorp-primary-final-snapshot.hex}", primary["finalSnapshotIdentifier"]);
    }

    /// <summary>RDS refuses replicas of an instance whose password it manages itself, and blue/green updates of one with replicas.</summary>
    [Fact]
    [Trait("Requirement", "S2")]
    public async Task Nothing_is_declared_that_forbids_replicas()
    {
        var primary = await PrimaryAsync();

        Assert.Null(primary["manageMasterUserPassword"]);
        Assert.Null(primary["blueGreenUpdate"]);
        Assert.Equal("techcorp_admin", primary["username"]);
        Assert.Equal("${random:index/randomPassword:RandomPassword::master.result}", primary["password"]);
    }

    [Fact]
    [Trait("Requirement", "C5")]
    public async Task A_mistake_does_not_reach_the_data()
    {
        var primary = await PrimaryAsync();

        Assert.True(primary.Options.Protect);
        Assert.Equal(true, primary["deletionProtection"]);
        Assert.Equal(["snapshotIdentifier"], primary.Options.IgnoreChanges);
        // The provider's own limit is 40 minutes; 2 TiB need more.
        Assert.Equal(TimeSpan.FromHours(3), primary.Options.CustomTimeouts!.Create);
        Assert.Equal(TimeSpan.FromHours(3), primary.Options.CustomTimeouts.Update);
        Assert.Equal(TimeSpan.FromHours(1), primary.Options.CustomTimeouts.Delete);
        Assert.Equal(false, primary["applyImmediately"]);
    }

    /// <summary>RDS creates a missing log group by itself, without retention or key, and the declaration then fails.</summary>
    [Fact]
    [Trait("Requirement", "S4")]
    public async Task Log_groups_and_the_monitoring_permission_come_first()
    {
        var primary = await PrimaryAsync();

        Assert.Equal(
            [
                "aws:cloudwatch/logGroup:LogGroup::techcorp-primary-postgresql",
                "aws:cloudwatch/logGroup:LogGroup::techcorp-primary-upgrade",
                "aws:iam/rolePolicyAttachment:RolePolicyAttachment::enhanced-monitoring",
            ],
            await primary.DependsOnAsync());
    }
}
