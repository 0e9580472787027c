using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.RegularExpressions;
using TechCorp.PgInfra.Operations.Checks;

namespace TechCorp.PgInfra.Operations.Tests.Checks;

/// <summary>S51: replica lag. Age of the last commit alone wakes people on every quiet night.</summary>
[Collection(OnCheckedServers.Name)]
[Trait("Majors", "every")]
public sealed partial class A_late_replica_is_found_from_both_sides(CheckedServers servers)
{
    /// <summary>now() - pg_last_xact_replay_timestamp() says over a second here, and is what the ReplicaLag metric would say.</summary>
    [Fact]
    [Trait("Requirement", "S51")]
    public async Task A_quiet_source_is_no_lag()
    {
        await servers.CaughtUpAsync();
        await using var replica = await CheckedServers.SuperuserAsync(servers.Replica, "postgres");
        await replica.UntilAsync("SELECT clock_timestamp() - pg_last_xact_replay_timestamp() > interval '300 ms'");

        var result = await servers.AskAsync("lag", limits => limits with { LagSeconds = 0.1 });

        Assert.Equal(Level.Ok, result.Level);
        Assert.Equal((0, "streaming"), (result.Tables.Single(t => t.Name == "replicas").Rows.Single().Number("lag_s"), result.Tables.Single(t => t.Name == "replicas").Rows.Single().Text("receiver")));
    }

    /// <summary>Until it is replayed, all the replica knows is that the last commit is an hour old; that would wake somebody up.</summary>
    [Fact]
    [Trait("Requirement", "S51")]
    public async Task The_first_burst_after_a_quiet_hour_is_not_an_hour_late()
    {
        await using var replica = await CheckedServers.SuperuserAsync(servers.Replica, "postgres");
        await using var primary = await CheckedServers.SuperuserAsync(servers.Primary);
        // An earlier test may have made the replica connect anew: the last commit is to come after that.
        await primary.UntilAsync("SELECT EXISTS (SELECT FROM pg_stat_replication WHERE state = 'streaming')");
        await WriteAsync();
        await servers.CaughtUpAsync();
        await replica.UntilAsync("SELECT clock_timestamp() - pg_last_xact_replay_timestamp() > interval '1 s'");
        var since = Stopwatch.StartNew();
        // Forgotten is what an earlier test made it time.
        await primary.UntilAsync("SELECT replay_lsn = pg_current_wal_lsn() AND replay_lag IS NULL FROM pg_stat_replication");
        // For good, and no time in this test is a limit: a burst takes as long to replay as the machine likes.
        await replica.RunAsync("SELECT pg_wal_replay_pause()");
        try
        {
            await replica.UntilAsync("SELECT pg_get_wal_replay_pause_state() = 'paused'");
            await WriteAsync();
            await replica.UntilAsync("SELECT pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) > 100000");

            var result = await servers.AskAsync("lag");

            var row = result.Tables.Single(t => t.Name == "replicas").Rows.Single();
            // The age of the reply comes on top: what was replayed then may have been written since.
            Assert.InRange(row.Number("lag_s")!.Value, 0.0001, since.Elapsed.TotalSeconds + 0.5);
            Assert.True(row.Number("last_commit_s") > row.Number("lag_s") + 0.5);
        }
        finally
        {
            await replica.RunAsync("SELECT pg_wal_replay_resume()");
        }
    }

    /// <summary>Where only the replica is asked, it has half a second to show that the burst is no lag.</summary>
    [Theory]
    [InlineData("", "streaming", 7200, 3600)]
    [InlineData("elsewhere", "streaming", 7200, 3600)]
    [InlineData("replica", "catchup", 7200, 3600)]
    [InlineData("replica", "streaming", 60, 3600)]
    [InlineData("replica", "streaming", 7200, 4.5)]
    [Trait("Requirement", "S51")]
    public void The_sender_knows_better_of_its_own_follower_alone(string slot, string state, double sender, double late)
    {
        var answers = new Answers
        {
            Target = servers.Target(), Options = new CheckOptions(), Facts = ImmutableDictionary<string, ServerFacts>.Empty,
            Limits = ImmutableDictionary.CreateRange([KeyValuePair.Create("replica", new Limits { LagSeconds = 30 }), KeyValuePair.Create("primary", new Limits())]),
            Tables = ImmutableDictionary.CreateRange([
                KeyValuePair.Create("replicas", Table("replicas", ("node", "replica"), ("lag_s", 3600.0), ("unreplayed_bytes", 100L), ("receiver", "streaming"), ("slot", "replica"), ("replay", "not paused"), ("declared_delay_s", 0.0), ("position", 7L))),
                KeyValuePair.Create("followers", Table("followers", ("node", "primary"), ("follower", "replica"), ("replay_lag_s", 1.5), ("unreplayed_bytes", 100L), ("state", state), ("slot", slot), ("last_reply_s", 3.0), ("sender_s", sender))),
            ]),
        };

        Assert.Equal(late, Lag.Check.Present(answers, answers.Tables["replicas"]).Rows.Single().Number("lag_s"));
        Assert.Equal(late > 30, Lag.Check.Judge(answers).Any(f => f.Level == Level.Critical));
    }

    private static AnswerTable Table(string name, params (string Column, object? Value)[] cells)
    {
        ImmutableArray<string> columns = [.. cells.Select(c => c.Column)];
        return new(name, name, columns, [new Row(columns, [.. cells.Select(c => c.Value)])]);
    }

    [Fact]
    [Trait("Requirement", "S51")]
    public async Task A_replica_stopped_by_hand_is_late_in_bytes_and_seconds()
    {
        await servers.CaughtUpAsync();
        await using var replica = await CheckedServers.SuperuserAsync(servers.Replica, "postgres");
        await using var primary = await CheckedServers.SuperuserAsync(servers.Primary);
        await replica.RunAsync("SELECT pg_wal_replay_pause()");
        await replica.UntilAsync("SELECT pg_get_wal_replay_pause_state() = 'paused'");
        try
        {
            await WriteAsync();
            await replica.UntilAsync("SELECT pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) > 100000 AND clock_timestamp() - pg_last_xact_replay_timestamp() > interval '300 ms'");
            await primary.UntilAsync("SELECT replay_lag > interval '300 ms' FROM pg_stat_replication");

            var result = await servers.AskAsync("lag", limits => limits with { LagSeconds = 0.2 });

            Assert.Contains(result.Findings, f => f.Level == Level.Critical && f.Text.StartsWith("replica: replay was stopped by hand (paused, ", StringComparison.Ordinal) && f.Next == "SELECT pg_wal_replay_resume()");
            Assert.Contains(result.Findings, f => f.Level == Level.Critical && System.Text.RegularExpressions.Regex.IsMatch(f.Text, "^replica is .* late, .*B behind the writer; PostgresReplicaLagHigh fires at 200 ms$"));
            Assert.True(result.Tables.Single(t => t.Name == "replicas").Rows.Single().Number("behind_bytes") > 100_000);
            Assert.True(result.Tables.Single(t => t.Name == "followers").Rows.Single().Number("unreplayed_bytes") > 100_000);
        }
        finally
        {
            await replica.RunAsync("SELECT pg_wal_replay_resume()");
        }
    }

    /// <summary>A copy that is kept behind on purpose is late by design: said, and not paged.</summary>
    [Fact]
    [Trait("Requirement", "S51")]
    public async Task A_declared_delay_is_told_apart_from_a_fault()
    {
        servers.Replica.Configure(new KeyValuePair<string, string>("recovery_min_apply_delay", "20s"));
        servers.Replica.Reload();
        await using var replica = await CheckedServers.SuperuserAsync(servers.Replica, "postgres");
        try
        {
            await replica.UntilAsync("SELECT current_setting('recovery_min_apply_delay') = '20s'");
            await WriteAsync();

            var result = await servers.AskAsync("lag", limits => limits with { LagSeconds = 0.001 });

            Assert.StartsWith("replica: recovery_min_apply_delay keeps it 20 s behind on purpose", Assert.Single(result.Findings).Text, StringComparison.Ordinal);
            Assert.Equal(Level.Warning, result.Level);
        }
        finally
        {
            servers.Replica.Configure(new KeyValuePair<string, string>("recovery_min_apply_delay", "0"));
            servers.Replica.Reload();
            await servers.CaughtUpAsync();
        }
    }

    /// <summary>Its slot keeps log on the writer until the disk, or max_slot_wal_keep_size, is full.</summary>
    [Fact]
    [Trait("Requirement", "S51")]
    public async Task A_replica_that_is_down_is_silent_and_its_slot_is_named()
    {
        await servers.Replica.StopAsync();
        try
        {
            await using var superuser = await CheckedServers.SuperuserAsync(servers.Primary);
            await superuser.UntilAsync("SELECT NOT active FROM pg_replication_slots");

            var result = await servers.AskAsync("lag");

            Assert.StartsWith("replica does not answer: nothing listens at 127.0.0.1:", result.Findings[0].Text, StringComparison.Ordinal);
            Assert.Contains(result.Findings, f => f.Level == Level.Warning && SlotNobodyUses().IsMatch(f.Text));
        }
        finally
        {
            await servers.Replica.StartAsync();
            await servers.CaughtUpAsync();
        }
    }

    /// <summary>Each check would wait for it anew, and say it anew above what else is wrong.</summary>
    [Fact]
    [Trait("Requirement", "S51")]
    public async Task A_replica_that_is_silent_is_said_to_be_so_once_of_all_checks()
    {
        var target = servers.Target();
        var elsewhere = target.Nodes.Single(n => n.Identifier == "replica");
        target = target with { Nodes = target.Nodes.Replace(elsewhere, elsewhere with { Connection = elsewhere.Connection with { Port = Processes.LoopbackPorts.Next() } }) };
        await using var runner = new CheckRunner(target, new CheckOptions());

        var results = await runner.RunAsync([CheckTable.Find("connections"), CheckTable.Find("lag")], default);

        Assert.StartsWith("replica does not answer: ", results[0].Findings[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(results[1].Findings, f => f.Text.Contains("does not answer", StringComparison.Ordinal));
        Assert.Equal(new Skip("replica", "not asked again: it does not answer"), results[1].Skips[0]);
    }

    /// <summary>A server that hangs does not keep its own statement_timeout: the question would be open for as long as TCP is, a quarter of an hour.</summary>
    [Fact]
    [Trait("Requirement", "S51")]
    public async Task A_replica_that_hangs_in_the_middle_of_a_question_is_given_up()
    {
        // The driver asks to cancel what it gave up, and waits for an answer as long as it may wait for a connection.
        var target = servers.Target();
        target = target with { Nodes = [.. target.Nodes.Select(n => n == target.Chosen ? n : n with { Connection = n.Connection with { ConnectTimeout = 3 } })] };
        await using var runner = new CheckRunner(target, new CheckOptions()) { Patience = TimeSpan.FromSeconds(1) };
        var before = await runner.RunAsync(CheckTable.Find("lag"), default);
        var postmaster = servers.Replica.Pid!.Value;
        int[] processes = [postmaster, .. (await File.ReadAllTextAsync($"/proc/{postmaster}/task/{postmaster}/children")).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        foreach (var process in processes) Processes.ProcessControl.Freeze(process);
        try
        {
            var hung = await runner.RunAsync(CheckTable.Find("lag"), default).WaitAsync(TimeSpan.FromSeconds(30));

            Assert.DoesNotContain(before.Findings, f => f.Text.Contains("does not answer", StringComparison.Ordinal));
            Assert.Equal("replica does not answer: it was silent for 1 s in the middle of a question; the server hangs, or the network was cut", hung.Findings[0].Text);
        }
        finally
        {
            foreach (var process in processes) Processes.ProcessControl.Thaw(process);
            await servers.CaughtUpAsync();
        }
    }

    private async Task WriteAsync()
    {
        await using var client = await servers.ConnectAsync("techcorp_admin");
        await client.RunAsync("DROP TABLE IF EXISTS written; CREATE TABLE written AS SELECT repeat('x', 100) FROM generate_series(1, 5000)");
    }

    // 17 and later know since when.
    [GeneratedRegex("^primary: nobody uses slot replica( for [0-9.]+ m?s)?; it keeps .* of log and is given up at 1 GB$")]
    private static partial Regex SlotNobodyUses();
}
