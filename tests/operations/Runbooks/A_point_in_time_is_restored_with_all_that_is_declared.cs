using System.Diagnostics;
using System.Text.Json.Nodes;

namespace TechCorp.PgInfra.Operations.Tests.Runbooks;

/// <summary>
/// A bare restore comes back with the default parameters, so that nothing demands TLS, in one zone, without logs. The command says all
/// of it, refuses a moment that cannot be had before anything is made, and goes on where a killed run stopped.
/// </summary>
public sealed class A_point_in_time_is_restored_with_all_that_is_declared
{
    private const string Gone = "An error occurred (DBInstanceNotFound) when calling the DescribeDBInstances operation: DBInstance not found.";

    private static readonly string Yesterday = DateTime.UtcNow.AddDays(-1).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);

    private static Instance Restored => new Instance("techcorp-primary-restored")
        .With("TagList", new JsonArray(new JsonObject { ["Key"] = "RestoredFrom", ["Value"] = "techcorp-primary" }, new JsonObject { ["Key"] = "RestoredTo", ["Value"] = Yesterday }));

    private static string[] Words(params string[] more) => ["ops", "recover", "point-in-time", "--stack", "prod", "--poll", "0.1", .. more];

    [Fact, Trait("Requirement", "S52"), Trait("Requirement", "S49")]
    public async Task The_restore_says_everything_a_bare_one_leaves_out()
    {
        using var aws = new RecordedAws().HasGroups().Describes(new()).Refuses("rds.describe-db-instances", Gone);
        var ended = await Command.PgAsync(aws.Environment, Words("--time", Yesterday));
        Assert.True(ended.Code == 0, ended.Error);
        Assert.Contains($"""
            # 1. create techcorp-primary-restored
            aws rds restore-db-instance-to-point-in-time \
              --region us-east-1 \
              --source-db-instance-identifier techcorp-primary \
              --target-db-instance-identifier techcorp-primary-restored \
              --restore-time {Yesterday} \
              --db-instance-class db.r6g.2xlarge \
              --db-subnet-group-name techcorp-prod \
              --vpc-security-group-ids sg-0aaaaaaaaaaaaaaaa \
              --db-parameter-group-name primary-postgres15-1a2b3c4 \
              --port 5432 \
              --multi-az \
              --no-publicly-accessible \
              --storage-type gp3 \
              --max-allocated-storage 4096 \
              --auto-minor-version-upgrade \
              --enable-iam-database-authentication \
              --copy-tags-to-snapshot \
              --deletion-protection \
              --enable-cloudwatch-logs-exports postgresql upgrade \
              --tags Key=Environment,Value=prod Key=ManagedBy,Value=pulumi:techcorp-pg-infra Key=Name,Value=techcorp-primary-restored Key=RestoredFrom,Value=techcorp-primary Key=RestoredTo,Value={Yesterday} Key=Role,Value=primary Key=Slack,Value=data-postgres 'Key=Team,Value=Data Engineering' 'Key=TechLead,Value=Eduardo Campos'
            """, ended.Out, StringComparison.Ordinal);
        Assert.EndsWith("\nnothing was changed; --execute does it\n", ended.Out, StringComparison.Ordinal);
        // Looked, and touched nothing.
        Assert.All(aws.Calls, c => Assert.StartsWith("describe-", c.Split(' ')[1], StringComparison.Ordinal));
    }

    /// <summary>"The last moment" of a run of last week is last week's; taken over unnoticed, all since would be gone.</summary>
    [Fact, Trait("Requirement", "S52")]
    public async Task The_last_moment_of_an_old_run_is_said_to_be_old()
    {
        var old = Restored.With("TagList", new JsonArray(new JsonObject { ["Key"] = "RestoredFrom", ["Value"] = "techcorp-primary" }, new JsonObject { ["Key"] = "RestoredTo", ["Value"] = "latest" }));
        using var aws = new RecordedAws().HasGroups().Describes(new()).Describes(old);
        var ended = await Command.PgAsync(aws.Environment, Words("--latest"));
        Assert.True(ended.Code == 0, ended.Error);
        Assert.Matches("warning target +techcorp-primary-restored is there from an earlier run of this command .*It was made at 2026-01-01T00:00:00Z and holds nothing that was committed since", ended.Out);
    }

    [Theory]
    [InlineData("2030-01-01T00:00:00Z", "is in the future")]
    [InlineData("2024-01-15T14:25:00Z", "is before the first restorable moment")]
    public async Task A_moment_that_cannot_be_restored_is_refused_before_anything_is_made(string time, string why)
    {
        using var aws = new RecordedAws().HasGroups().Describes(new()).Refuses("rds.describe-db-instances", Gone);
        var ended = await Command.PgAsync(aws.Environment, Words("--time", time, "--execute", "--yes"));
        Assert.Equal(3, ended.Code);
        Assert.Contains(why, ended.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(aws.Calls, c => c.Contains("restore-db", StringComparison.Ordinal));
    }

    /// <summary>Three hours lie between the team's clock and the server's.</summary>
    [Fact]
    public async Task A_moment_without_its_zone_is_refused()
    {
        var ended = await Command.PgAsync(null, Words("--time", "2026-01-15 14:25:00"));
        Assert.Equal((2, "pg: --time is '2026-01-15 14:25:00'; it is a moment with its zone, such as 2026-01-15T14:25:00Z or 2026-01-15T11:25:00-03:00, in whole seconds.\n"), (ended.Code, ended.Error));
    }

    /// <summary>Somebody else's instance of that name is not taken for this restore's.</summary>
    [Fact]
    public async Task A_name_that_is_taken_is_refused()
    {
        using var aws = new RecordedAws().HasGroups().Describes(new()).Describes(new("techcorp-primary-restored"));
        var ended = await Command.PgAsync(aws.Environment, Words("--time", Yesterday, "--execute", "--yes"));
        Assert.Equal(3, ended.Code);
        Assert.Contains("techcorp-primary-restored exists and is not this restore's: take another name (--target), or delete it", ended.Out, StringComparison.Ordinal);
    }

    /// <summary>kill -9 while it waits, then the same words again: the instance that is there is the one, and no second is made.</summary>
    [Fact]
    public async Task Killed_between_creating_and_waiting_it_goes_on()
    {
        using var aws = new RecordedAws().HasGroups().Describes(new()).Refuses("rds.describe-db-instances", Gone)
            .Answers("rds.restore-db-instance-to-point-in-time", "{}").Describes(Restored.With("DBInstanceStatus", "creating"));
        using (var process = Process.Start(Command.StartPg(aws.Environment, Words("--time", Yesterday, "--execute", "--yes")))!)
        {
            while (await process.StandardError.ReadLineAsync() is { } line && !line.Contains("techcorp-primary-restored: creating", StringComparison.Ordinal)) { }
            process.Kill();
            await process.WaitForExitAsync();
        }

        using var later = new RecordedAws().HasGroups().Describes(new()).Describes(Restored.With("DBInstanceStatus", "backing-up")).Describes(Restored).Answers("rds.modify-db-instance", "{}");
        var ended = await Command.PgAsync(later.Environment, Words("--time", Yesterday, "--execute", "--yes"));
        Assert.True(ended.Code == 0, ended.Error);
        Assert.Contains("create techcorp-primary-restored: done before", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(later.Calls, c => c.Contains("restore-db", StringComparison.Ordinal));
        Assert.Contains(later.Calls, c => c.StartsWith("rds modify-db-instance --region us-east-1 --output json --db-instance-identifier techcorp-primary-restored --backup-retention-period 7", StringComparison.Ordinal));
    }

    /// <summary>What it says it has made is looked at: an instance that demands no TLS must not get clients.</summary>
    [Fact]
    public async Task An_instance_with_other_parameters_is_not_called_done()
    {
        using var aws = new RecordedAws().HasGroups().Describes(new()).Refuses("rds.describe-db-instances", Gone).Answers("rds.restore-db-instance-to-point-in-time", "{}").Answers("rds.modify-db-instance", "{}")
            .Describes(Restored.With("DBParameterGroups", JsonNode.Parse("""[{"DBParameterGroupName": "default.postgres15", "ParameterApplyStatus": "in-sync"}]""")));
        var ended = await Command.PgAsync(aws.Environment, Words("--time", Yesterday, "--execute", "--yes"));
        Assert.Equal(1, ended.Code);
        Assert.Contains("pg: techcorp-primary-restored: parameter group is 'default.postgres15' and not 'primary-postgres15-1a2b3c4'.", ended.Error, StringComparison.Ordinal);
    }

    /// <summary>While it waits, RDS may throttle: that is no reason to leave a restore half done.</summary>
    [Fact]
    public async Task A_throttled_look_is_repeated_and_a_stuck_instance_is_given_up()
    {
        using var aws = new RecordedAws().HasGroups().Describes(new()).Refuses("rds.describe-db-instances", Gone).Answers("rds.restore-db-instance-to-point-in-time", "{}")
            .Refuses("rds.describe-db-instances", "An error occurred (Throttling) when calling the DescribeDBInstances operation (reached max retries: 5): Rate exceeded")
            .Describes(Restored.With("DBInstanceStatus", "incompatible-restore"));
        var ended = await Command.PgAsync(aws.Environment, Words("--time", Yesterday, "--execute", "--yes"));
        Assert.Equal(1, ended.Code);
        Assert.Contains("Rate exceeded", ended.Error, StringComparison.Ordinal);
        Assert.Contains("techcorp-primary-restored is incompatible-restore, which does not pass by waiting", ended.Error, StringComparison.Ordinal);
    }
}
