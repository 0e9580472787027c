namespace TechCorp.PgInfra.Operations.Tests.Runbooks;

/// <summary>The commands themselves, by the real aws CLI, against an API that keeps state.</summary>
[Collection(OnTheApi.Name)]
public sealed class Against_an_API_server_the_estate_is_recovered(EstateApi api)
{
    private const string Identifiers = "DBInstances[].[DBInstanceIdentifier, ReadReplicaSourceDBInstanceIdentifier, DBInstanceClass, MultiAZ, DeletionProtection, BackupRetentionPeriod]";

    [ApiFact, Trait("Requirement", "S52")]
    public async Task The_primary_is_restored_and_again_finds_it_done()
    {
        await api.MakeAsync();
        string[] words = ["ops", "recover", "point-in-time", "--stack", "prod", "--latest", "--execute", "--yes", "--poll", "0.2"];
        var first = await Command.PgAsync(api.Environment, words);
        Assert.True(first.Code == 0, first.Error);
        Assert.Contains("has the declared parameters, groups, subnets, zones, encryption and logs", first.Error, StringComparison.Ordinal);
        Assert.Equal("primary-postgres15-1a2b3c4\tTrue\tTrue\ttechcorp-prod\t7", await api.AwsAsync("rds", "describe-db-instances", "--region", "us-east-1", "--db-instance-identifier", "techcorp-primary-restored",
            "--query", "DBInstances[0].[DBParameterGroups[0].DBParameterGroupName, MultiAZ, DeletionProtection, DBSubnetGroup.DBSubnetGroupName, BackupRetentionPeriod]"));

        var second = await Command.PgAsync(api.Environment, words);
        Assert.True(second.Code == 0, second.Error);
        Assert.Contains("create techcorp-primary-restored: done before", second.Error, StringComparison.Ordinal);

        // As a kill between the two renames leaves it: nobody has the primary's name.
        await api.AwsAsync("rds", "modify-db-instance", "--region", "us-east-1", "--db-instance-identifier", "techcorp-primary", "--new-db-instance-identifier", "techcorp-primary-replaced", "--apply-immediately");
        var goesOn = await Command.PgAsync(api.Environment, [.. words, "--take-over"]);
        Assert.True(goesOn.Code == 0, goesOn.Error + goesOn.Out);
        Assert.Contains("techcorp-primary-replaced has made room for the restored instance already", goesOn.Out, StringComparison.Ordinal);
        Assert.Contains("rename techcorp-primary to techcorp-primary-replaced: done before", goesOn.Error, StringComparison.Ordinal);
        Assert.Equal(["techcorp-primary", "techcorp-primary-replaced", "techcorp-replica-1"], await NamesAsync());
    }

    /// <summary>The restored instance answers under the name every client has; the same words again change nothing.</summary>
    [ApiFact, Trait("Requirement", "S52")]
    public async Task The_restored_instance_takes_the_primarys_name()
    {
        await api.MakeAsync();
        string[] words = ["ops", "recover", "point-in-time", "--stack", "prod", "--latest", "--take-over", "--execute", "--yes", "--poll", "0.2"];
        var lost = await IdOfAsync("techcorp-primary");
        var first = await Command.PgAsync(api.Environment, words);
        Assert.True(first.Code == 0, first.Error + first.Out);
        Assert.Equal(["techcorp-primary", "techcorp-primary-replaced", "techcorp-replica-1"], await NamesAsync());
        var (restored, replaced) = (await IdOfAsync("techcorp-primary"), await IdOfAsync("techcorp-primary-replaced"));
        Assert.Equal(lost, replaced);
        Assert.NotEqual(lost, restored);
        Assert.Contains($"Pulumi's state still means the old instance ({lost})", first.Out, StringComparison.Ordinal);

        var second = await Command.PgAsync(api.Environment, words);
        Assert.True(second.Code == 0, second.Error + second.Out);
        Assert.All(second.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.EndsWith(": done before", line, StringComparison.Ordinal));
        Assert.Contains($"({lost})", second.Out, StringComparison.Ordinal);
        Assert.Equal((restored, replaced), (await IdOfAsync("techcorp-primary"), await IdOfAsync("techcorp-primary-replaced")));
    }

    /// <summary>Behind the hours of a restore it would stop between the two, with the advice to delete what nobody has judged.</summary>
    [ApiFact, Trait("Requirement", "S52")]
    public async Task What_an_earlier_take_over_has_replaced_is_in_the_way_before_anything_is_restored()
    {
        await api.MakeAsync();
        await api.AwsAsync("rds", "create-db-instance", "--region", "us-east-1", "--db-instance-identifier", "techcorp-primary-replaced", "--db-instance-class", "db.r6g.xlarge", "--engine", "postgres",
            "--allocated-storage", "20", "--master-username", "techcorp_admin", "--master-user-password", "not-a-secret-1");
        foreach (var runbook in (string[][])[["recover", "point-in-time", "--latest"], ["promote-replica", "--instance", "techcorp-replica-1"]])
        {
            var refused = await Command.PgAsync(api.Environment, ["ops", .. runbook, "--stack", "prod", "--take-over", "--execute", "--yes", "--poll", "0.2"]);
            Assert.Equal((3, "pg: nothing was changed: a check forbids it.\n"), (refused.Code, refused.Error));
            Assert.Contains("techcorp-primary-replaced is there: techcorp-primary cannot be renamed to it. It holds what an earlier take-over replaced; give it another name, or delete it once that is judged", refused.Out, StringComparison.Ordinal);
        }
    }

    /// <summary>First beside the writer, then in its place, then once more: a promotion that is done is not asked for again.</summary>
    [ApiFact]
    public async Task A_replica_is_promoted_and_takes_the_writers_name()
    {
        await api.MakeAsync();
        string[] words = ["ops", "promote-replica", "--stack", "prod", "--instance", "techcorp-replica-1", "--execute", "--yes", "--poll", "0.2"];
        var promoted = await Command.PgAsync(api.Environment, words);
        Assert.True(promoted.Code == 0, promoted.Error + promoted.Out);
        Assert.Contains("clients still go to techcorp-primary", promoted.Out, StringComparison.Ordinal);
        Assert.Equal("""
            techcorp-primary	None	db.r6g.2xlarge	True	True	7
            techcorp-replica-1	None	db.r6g.xlarge	True	True	7
            """, await api.AwsAsync("rds", "describe-db-instances", "--region", "us-east-1", "--query", Identifiers));
        var replica = await IdOfAsync("techcorp-replica-1");

        var tookOver = await Command.PgAsync(api.Environment, [.. words, "--take-over"]);
        Assert.True(tookOver.Code == 0, tookOver.Error + tookOver.Out);
        Assert.Contains("promote techcorp-replica-1: done before", tookOver.Error, StringComparison.Ordinal);
        Assert.Equal(["techcorp-primary", "techcorp-primary-replaced"], await NamesAsync());
        Assert.Equal(replica, await IdOfAsync("techcorp-primary"));

        var again = await Command.PgAsync(api.Environment, [.. words, "--take-over"]);
        Assert.True(again.Code == 0, again.Error + again.Out);
        Assert.Contains("techcorp-replica-1 was promoted and has taken over as techcorp-primary", again.Out, StringComparison.Ordinal);
        Assert.All(again.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.EndsWith(": done before", line, StringComparison.Ordinal));
        Assert.Equal(replica, await IdOfAsync("techcorp-primary"));
    }

    /// <summary>Two writers are worse than none; without the primary the copy is promoted, by AWS at once, and the configuration says so.</summary>
    [ApiFact, Trait("Requirement", "S48")]
    public async Task The_copy_is_promoted_once_the_primary_lets_nobody_in()
    {
        await api.MakeAsync();
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
            // Without the rule nobody new comes in; whoever is in stays until the reboot.
            Assert.Contains("--output text); aws rds reboot-db-instance --region us-east-1 --db-instance-identifier techcorp-primary; `pulumi up` opens it again", refused.Out, StringComparison.Ordinal);
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

    /// <summary>For the hours it stands it needs no standby and no protection, and with protection it could not be deleted.</summary>
    [ApiFact, Trait("Requirement", "S52")]
    public async Task One_tables_instance_is_temporary()
    {
        await api.MakeAsync();
        var ended = await Command.PgAsync(api.Environment, "ops", "recover", "table", "--stack", "prod", "--table", "orders.order_items", "--latest", "--execute", "--yes", "--poll", "0.2");
        Assert.True(ended.Code == 0, ended.Error + ended.Out);
        Assert.Equal("False\tFalse", await api.AwsAsync("rds", "describe-db-instances", "--region", "us-east-1", "--db-instance-identifier", "techcorp-primary-recovery", "--query", "DBInstances[0].[MultiAZ, DeletionProtection]"));
    }

    /// <summary>Under a key of the region it is copied to: the source's does not exist there. With the aws program as it is installed.</summary>
    [ApiFact, Trait("Requirement", "S45")]
    public async Task A_snapshot_is_taken_and_copied_to_the_other_region()
    {
        await api.MakeAsync();
        var ended = await Command.PgAsync(api.ProgramEnvironment, "ops", "snapshot", "--stack", "prod", "--name", "before-upgrade", "--copy-to", "dr", "--execute", "--yes", "--poll", "0.2");
        Assert.True(ended.Code == 0, ended.Error + ended.Out);
        Assert.Equal("available", await api.AwsAsync("rds", "describe-db-snapshots", "--region", "us-west-2", "--db-snapshot-identifier", "before-upgrade", "--query", "DBSnapshots[0].Status"));
    }

    private Task<string> IdOfAsync(string identifier) => api.AwsAsync("rds", "describe-db-instances", "--region", "us-east-1", "--db-instance-identifier", identifier, "--query", "DBInstances[0].DbiResourceId");

    private async Task<string[]> NamesAsync() => [.. (await api.AwsAsync("rds", "describe-db-instances", "--region", "us-east-1", "--query", "DBInstances[].[DBInstanceIdentifier]")).Split('\n').Order(StringComparer.Ordinal)];
}
