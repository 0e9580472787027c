using TechCorp.PgInfra.Infra.Tests.Recording;

namespace TechCorp.PgInfra.Infra.Tests.Databases;

/// <summary>The in-region read replicas of production.</summary>
public sealed class ReplicaTests
{
    /// <summary>What a replica takes from its source. RDS refuses most of it at creation; the rest is a difference on every run.</summary>
    internal static readonly string[] Inherited =
    [
        "allocatedStorage", "storageType", "iops", "storageThroughput", "engine", "engineVersion", "engineLifecycleSupport",
        "username", "password", "manageMasterUserPassword", "dbName", "kmsKeyId", "dbSubnetGroupName", "backupRetentionPeriod", "backupWindow", "port",
    ];

    [Theory]
    [InlineData("techcorp-replica-1", "db.r6g.xlarge")]
    [InlineData("techcorp-replica-2", "db.r6g.xlarge")]
    [InlineData("techcorp-analytics", "db.r6g.2xlarge")]
    [Trait("Requirement", "S7")]
    [Trait("Requirement", "S8")]
    [Trait("Requirement", "S9")]
    [Trait("Requirement", "C3")]
    public async Task A_replica_follows_the_primary_by_its_identifier(string identifier, string instanceClass)
    {
        var estate = await Stacks.ProdAsync();
        var replica = estate.Instance(identifier);

        Assert.Equal(instanceClass, replica["instanceClass"]);
        // In one region the source is an identifier; an ARN would be taken for another region's.
        Assert.Equal(estate.Instance("techcorp-primary")["identifier"], replica["replicateSourceDb"]);
        Assert.Equal(identifier, replica["identifier"]);
    }

    [Theory]
    [InlineData("techcorp-replica-1")]
    [InlineData("techcorp-replica-2")]
    [InlineData("techcorp-analytics")]
    [Trait("Requirement", "S7")]
    [Trait("Requirement", "S8")]
    [Trait("Requirement", "S10")]
    public async Task Nothing_a_replica_inherits_is_repeated(string identifier)
    {
        var replica = (await Stacks.ProdAsync()).Instance(identifier);

        Assert.DoesNotContain(replica.Inputs.Keys, Inherited.Contains);
    }

    /// <summary>The provider does not compute this one: left out, the second run would replace every replica of an encrypted source.</summary>
    [Fact]
    [Trait("Requirement", "S49")]
    public async Task A_replica_says_that_it_is_encrypted()
    {
        var estate = await Stacks.ProdAsync();

        Assert.All(estate.Instances, instance => Assert.Equal(true, instance["storageEncrypted"]));
    }

    [Fact]
    [Trait("Requirement", "S7")]
    [Trait("Requirement", "S8")]
    public async Task The_read_replicas_are_in_different_zones()
    {
        var estate = await Stacks.ProdAsync();

        Assert.NotEqual(estate.Instance("techcorp-replica-1").Text("availabilityZone"), estate.Instance("techcorp-replica-2").Text("availabilityZone"));
    }

    [Fact]
    [Trait("Requirement", "S9")]
    public async Task Reports_run_under_parameters_of_their_own()
    {
        var estate = await Stacks.ProdAsync();

        Assert.Equal("${aws:rds/parameterGroup:ParameterGroup::analytics-postgres15.name}", estate.Instance("techcorp-analytics")["parameterGroupName"]);
        Assert.Equal("${aws:rds/parameterGroup:ParameterGroup::replica-postgres15.name}", estate.Instance("techcorp-replica-1")["parameterGroupName"]);
        Assert.Equal("${aws:rds/parameterGroup:ParameterGroup::primary-postgres15.name}", estate.Instance("techcorp-primary")["parameterGroupName"]);
    }

    /// <summary>RDS refuses a final snapshot of a replica, and a replica is made again from its source.</summary>
    [Theory]
    [InlineData("techcorp-replica-1")]
    [InlineData("techcorp-replica-2")]
    [InlineData("techcorp-analytics")]
    [Trait("Requirement", "S7")]
    public async Task A_replica_can_be_removed_by_removing_its_line(string identifier)
    {
        var replica = (await Stacks.ProdAsync()).Instance(identifier);

        Assert.Equal(true, replica["skipFinalSnapshot"]);
        Assert.Null(replica["finalSnapshotIdentifier"]);
        Assert.NotEqual(true, replica.Options.Protect);
    }
}
