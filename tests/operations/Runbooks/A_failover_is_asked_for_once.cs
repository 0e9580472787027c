namespace TechCorp.PgInfra.Operations.Tests.Runbooks;

/// <summary>A failover breaks every connection: killed and run again, the command waits for the end of the first and begins no second.</summary>
public sealed class A_failover_is_asked_for_once
{
    private const string NoEvents = """{"Events": []}""";

    private static string Completed => $$"""{"Events": [{"Message": "Multi-AZ instance failover completed", "Date": "{{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ssZ}}"}]}""";

    /// <summary>Who takes fright at the question presses Ctrl-C; reading a terminal does not end by that, and half a minute is long then.</summary>
    [Fact]
    public async Task Ctrl_C_at_the_question_ends_it_at_once_and_changes_nothing()
    {
        using var aws = new RecordedAws().Describes(new()).Answers("rds.describe-events", NoEvents);
        var words = Command.StartPg(null, "ops", "failover", "--stack", "prod", "--execute");
        using var terminal = System.Diagnostics.Process.Start(Command.Start(aws.Environment, "script", "-qec", string.Join(' ', words.ArgumentList.Prepend(words.FileName).Select(w => $"'{w}'")), "/dev/null"))!;
        var shown = new System.Text.StringBuilder();
        while (!shown.ToString().EndsWith("type yes to go on: ", StringComparison.Ordinal))
        {
            var next = terminal.StandardOutput.Read();
            Assert.True(next >= 0, shown.ToString());
            shown.Append((char)next);
        }

        await terminal.StandardInput.WriteAsync('\x03');
        await terminal.StandardInput.FlushAsync();
        await terminal.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(130, terminal.ExitCode);
        Assert.All(aws.Calls, c => Assert.Matches("^rds describe-", c));
    }

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

    /// <summary>The limit begins when the command begins to wait: one that began earlier gave up a failover that was under way.</summary>
    [Fact]
    public async Task A_minute_of_patience_is_a_minute()
    {
        using var aws = new RecordedAws().Describes(new()).Answers("rds.describe-events", NoEvents).Answers("rds.reboot-db-instance", "{}")
            .Describes(new()).Describes(new()).Describes(new Instance().With("AvailabilityZone", "us-east-1b"));
        var ended = await Command.PgAsync(aws.Environment, "ops", "failover", "--stack", "prod", "--execute", "--yes", "--poll", "0.1", "--timeout", "1");
        Assert.True(ended.Code == 0, ended.Error);
        Assert.EndsWith("techcorp-primary runs in us-east-1b\n", ended.Error, StringComparison.Ordinal);
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
