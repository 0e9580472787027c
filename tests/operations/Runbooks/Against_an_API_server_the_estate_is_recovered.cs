namespace TechCorp.PgInfra.Operations.Tests.Runbooks;

/// <summary>The commands themselves, by the real aws CLI, against an API that keeps state.</summary>
public sealed class Against_an_API_server_the_estate_is_recovered(EstateApi api) : IClassFixture<EstateApi>
{
    [ApiFact, Trait("Requirement", "S52")]
    public async Task The_primary_is_restored_and_again_finds_it_done()
    {
        string[] words = ["ops", "recover", "point-in-time", "--stack", "prod", "--latest", "--execute", "--yes", "--poll", "0.2"];
        var first = await Command.PgAsync(api.Environment, words);
        Assert.True(first.Code == 0, first.Error);
        Assert.Contains("has the declared parameters, groups, subnets, zones, encryption and logs", first.Error, StringComparison.Ordinal);
        Assert.Equal("primary-postgres15-1a2b3c4\tTrue\tTrue\ttechcorp-prod\t7", await api.AwsAsync("rds", "describe-db-instances", "--region", "us-east-1", "--db-instance-identifier", "techcorp-primary-restored",
            "--query", "DBInstances[0].[DBParameterGroups[0].DBParameterGroupName, MultiAZ, DeletionProtection, DBSubnetGroup.DBSubnetGroupName, BackupRetentionPeriod]"));

        var second = await Command.PgAsync(api.Environment, words);
        Assert.True(second.Code == 0, second.Error);
        Assert.Contains("create techcorp-primary-restored: done before", second.Error, StringComparison.Ordinal);
    }

    /// <summary>Two writers are worse than none; without the primary the copy is promoted, by AWS at once, and the configuration says so.</summary>
    [ApiFact, Trait("Requirement", "S48")]
    public async Task The_copy_is_promoted_once_the_primary_lets_nobody_in()
    {
        var folder = Directory.CreateTempSubdirectory("promote-dr-");
        try
        {
            var file = Path.Combine(folder.FullName, "Pulumi.dr.yaml");
            var before = await File.ReadAllTextAsync(Path.Combine(Command.Root, "Pulumi.dr.yaml"));
            await File.WriteAllTextAsync(file, before);
            string[] words = ["ops", "promote-dr", "--stack", "dr", "--config-file", file, "--emergency", "--execute", "--yes", "--poll", "0.2"];

            var refused = await Command.PgAsync(api.Environment, words);
            Assert.Equal(3, refused.Code);
            Assert.Contains("techcorp-primary is available in us-east-1 and lets clients in: there would be two writers", refused.Out, StringComparison.Ordinal);
            Assert.Equal(before, await File.ReadAllTextAsync(file));

            var group = await api.AwsAsync("rds", "describe-db-instances", "--region", "us-east-1", "--db-instance-identifier", "techcorp-primary", "--query", "DBInstances[0].VpcSecurityGroups[0].VpcSecurityGroupId");
            await api.AwsAsync("ec2", "revoke-security-group-ingress", "--region", "us-east-1", "--group-id", group, "--protocol", "tcp", "--port", "5432", "--cidr", "10.0.0.0/8");
            var promoted = await Command.PgAsync(api.Environment, words);
            Assert.True(promoted.Code == 0, promoted.Error + promoted.Out);
            Assert.Contains("its security groups let nobody in: it is fenced", promoted.Out, StringComparison.Ordinal);
            Assert.Equal("None\tTrue\t7", await api.AwsAsync("rds", "describe-db-instances", "--region", "us-west-2", "--db-instance-identifier", "techcorp-dr", "--query", "DBInstances[0].[ReadReplicaSourceDBInstanceIdentifier, MultiAZ, BackupRetentionPeriod]"));
            // One word of one line, comments and all else as they were.
            Assert.Equal(before.Replace("    promoted: false\n", "    promoted: true\n", StringComparison.Ordinal), await File.ReadAllTextAsync(file));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Under a key of the region it is copied to: the source's does not exist there.</summary>
    [ApiFact, Trait("Requirement", "S45")]
    public async Task A_snapshot_is_taken_and_copied_to_the_other_region()
    {
        var ended = await Command.PgAsync(api.Environment, "ops", "snapshot", "--stack", "prod", "--name", "before-upgrade", "--copy-to", "dr", "--execute", "--yes", "--poll", "0.2");
        Assert.True(ended.Code == 0, ended.Error + ended.Out);
        Assert.Equal("available", await api.AwsAsync("rds", "describe-db-snapshots", "--region", "us-west-2", "--db-snapshot-identifier", "before-upgrade", "--query", "DBSnapshots[0].Status"));
    }
}
