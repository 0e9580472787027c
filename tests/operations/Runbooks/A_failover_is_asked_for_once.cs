namespace TechCorp.PgInfra.Operations.Tests.Runbooks;

/// <summary>A failover breaks every connection: killed and run again, the command waits for the end of the first and begins no second.</summary>
public sealed class A_failover_is_asked_for_once
{
    private const string NoEvents = """{"Events": []}""";

    private static string Completed => $$"""{"Events": [{"Message": "Multi-AZ instance failover completed", "Date": "{{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ssZ}}"}]}""";

    [Fact]
    public async Task It_reboots_with_failover_and_waits_for_the_other_zone()
    {
        using var aws = new RecordedAws().Describes(new()).Answers("rds.describe-events", NoEvents).Answers("rds.reboot-db-instance", "{}")
            .Describes(new Instance().With("DBInstanceStatus", "rebooting")).Describes(new Instance().With("AvailabilityZone", "us-east-1b"));
        var ended = await Command.PgAsync(aws.Environment, "ops", "failover", "--stack", "prod", "--execute", "--yes", "--poll", "0.1");
        Assert.True(ended.Code == 0, ended.Error);
        Assert.Contains("techcorp-primary: rebooting", ended.Error, StringComparison.Ordinal);
        Assert.EndsWith("techcorp-primary runs in us-east-1b\n", ended.Error, StringComparison.Ordinal);
        Assert.Equal("rds reboot-db-instance --region us-east-1 --output json --db-instance-identifier techcorp-primary --force-failover", Assert.Single(aws.Calls, c => c.Contains("reboot", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Run_again_after_a_kill_it_begins_no_second_one()
    {
        using var aws = new RecordedAws().Describes(new()).Answers("rds.describe-events", Completed);
        var ended = await Command.PgAsync(aws.Environment, "ops", "failover", "--stack", "prod", "--execute", "--yes", "--poll", "0.1");
        Assert.True(ended.Code == 0, ended.Error);
        Assert.Contains("reboot techcorp-primary with failover: done before", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(aws.Calls, c => c.Contains("reboot", StringComparison.Ordinal));
    }

    /// <summary>Without a standby a "failover" is a plain outage.</summary>
    [Fact]
    public async Task Without_a_standby_it_is_refused()
    {
        using var aws = new RecordedAws().Describes(new Instance().With("MultiAZ", false)).Answers("rds.describe-events", NoEvents);
        var ended = await Command.PgAsync(aws.Environment, "ops", "failover", "--stack", "prod", "--execute", "--yes");
        Assert.Equal(3, ended.Code);
        Assert.Contains("techcorp-primary is not Multi-AZ: there is nothing to fail over to", ended.Out, StringComparison.Ordinal);
    }

    /// <summary>A pipeline that forgot --yes must not hang on a question nobody sees.</summary>
    [Fact]
    public async Task Without_a_terminal_and_without_yes_it_is_refused()
    {
        using var aws = new RecordedAws().Describes(new()).Answers("rds.describe-events", NoEvents);
        var ended = await Command.PgAsync(aws.Environment, "ops", "failover", "--stack", "prod", "--execute");
        Assert.Equal((2, "pg: --execute asks before it changes anything, and there is no terminal to ask on: say --yes as well.\n"), (ended.Code, ended.Error));
        Assert.DoesNotContain(aws.Calls, c => c.Contains("reboot", StringComparison.Ordinal));
    }
}
