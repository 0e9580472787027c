using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Drills;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Tests.Drills.Sabotaged;

/// <summary>A drill that goes on after a wait in vain measures something that did not happen, and reports it as a finding.</summary>
public sealed partial class A_drill
{
    /// <summary>Rows read during the replay are some of the rows: they would pass for the outcome of the restore.</summary>
    [Fact]
    public async Task Gives_up_a_restore_that_is_still_replaying()
    {
        var replica = await ReplicaAsync();

        var result = await RunAsync((run, cancellation) => Restore.ReplayedAsync(run, replica, TimeSpan.FromMilliseconds(200), cancellation));

        result.Broke("the drill runs to its end");
        Assert.StartsWith("techcorp-replica-1 is in recovery after 0.2 s still", result.Checks[^1].Seen, StringComparison.Ordinal);
        Assert.Contains("Its log ends:\n2", result.Checks[^1].Seen, StringComparison.Ordinal);
    }

    /// <summary>A server whose target is not in the archive ends; that its socket is gone tells nobody why.</summary>
    [Fact]
    public async Task Tells_of_a_restore_that_ended()
    {
        var replica = await ReplicaAsync();
        await replica.StopAsync();
        try
        {
            var result = await RunAsync((run, cancellation) => Restore.ReplayedAsync(run, replica, TimeSpan.FromSeconds(5), cancellation));

            result.Broke("the drill runs to its end");
            Assert.Contains("ended before it had replayed the log up to its target. Its log ends:\n", result.Checks[^1].Seen, StringComparison.Ordinal);
            Assert.Contains("database system is shut down", result.Checks[^1].Seen, StringComparison.Ordinal);
        }
        finally
        {
            await StreamAgainAsync(replica);
        }
    }

    /// <summary>A line that is not there cannot stall: a promotion would be said to lose nothing while nothing was held back.</summary>
    [Fact]
    public async Task Stalls_no_line_to_a_node_that_does_not_stream()
    {
        var replica = await ReplicaAsync();
        await replica.StopAsync();
        try
        {
            var result = await RunAsync((run, cancellation) => Failover.StallAsync(run, run.Estate.Writer, [replica], cancellation));

            result.Broke("the drill runs to its end");
            Assert.StartsWith($"techcorp-replica-1 does not stream from {(await estate.WholeAsync()).Estate.Writer.Identifier}, so its line cannot stall.", result.Checks[^1].Seen, StringComparison.Ordinal);
            Assert.DoesNotContain(result.Timeline.Marks, m => m.What.Contains("stalls", StringComparison.Ordinal));
        }
        finally
        {
            await StreamAgainAsync(replica);
        }
    }

    /// <summary>A receiver that starts again has no timeline for a moment; that ended the whole command once, with a stack trace.</summary>
    [Fact]
    public async Task Has_words_for_a_replica_that_receives_nothing()
    {
        var replica = await ReplicaAsync();
        var source = replica.Cluster.Spec.Settings["primary_conninfo"];
        Assert.Matches("^on timeline [0-9]+$", await Failover.TimelineOfAsync(replica, default));
        Follow("");
        try
        {
            while (await replica.QueryAsync<bool>("SELECT EXISTS (SELECT FROM pg_stat_wal_receiver)")) await Task.Delay(20);

            Assert.Equal("receiving no log", await Failover.TimelineOfAsync(replica, default));
            var error = await Assert.ThrowsAsync<ProcessException>(() => replica.QueryAsync<int>("SELECT received_tli FROM pg_stat_wal_receiver"));
            Assert.Equal("techcorp-replica-1 has no answer of the kind Int32 to: SELECT received_tli FROM pg_stat_wal_receiver", error.Message);
        }
        finally
        {
            Follow(source);
            await replica.WaitUntilStreamingAsync((await estate.WholeAsync()).Estate.Writer);
        }

        void Follow(string connection)
        {
            replica.Cluster.Configure(new KeyValuePair<string, string>("primary_conninfo", connection));
            replica.Cluster.Reload();
        }
    }

    /// <summary>On the drills' clock a second of a busy machine is two minutes without data: an alarm that fires then is the machine's.</summary>
    [Fact]
    public async Task Says_when_nothing_could_be_read()
    {
        var replica = await ReplicaAsync();

        var result = await RunAsync(async (run, cancellation) =>
        {
            await using var watch = await AlarmWatch.StartAsync(run, [new(AlarmTable.RdsNamespace, "ReplicaLag", replica.Identifier)], cancellation);
            // The sessions of the reader among them.
            var processes = Processes(replica.Cluster.Pid!.Value);
            foreach (var process in processes) ProcessControl.Freeze(process);
            try
            {
                // The reader of a server gives up after two seconds.
                await Task.Delay(TimeSpan.FromSeconds(2.5), cancellation);
            }
            finally
            {
                foreach (var process in processes) ProcessControl.Thaw(process);
            }

            await watch.ClearsAsync(cancellation);
        });

        Assert.Contains(result.Notes, n => n.StartsWith("Once nothing was read for ", StringComparison.Ordinal));

        static List<int> Processes(int postmaster) =>
            [postmaster, .. File.ReadAllText($"/proc/{postmaster}/task/{postmaster}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => int.Parse(p, System.Globalization.CultureInfo.InvariantCulture))];
    }

    private async Task<DrillResult> RunAsync(Func<DrillRun, CancellationToken, Task> steps) =>
        await DrillRun.RunAsync(new Drill("steps", "", [], steps), await estate.WholeAsync(), null, CancellationToken.None);

    private async Task<RunningNode> ReplicaAsync() => (await estate.WholeAsync()).Estate.Nodes.First(n => n.Declared.Kind == NodeKind.Replica && n.Identifier == "techcorp-replica-1");

    private async Task StreamAgainAsync(RunningNode replica)
    {
        await replica.StartAsync();
        await replica.WaitUntilStreamingAsync((await estate.WholeAsync()).Estate.Writer);
    }
}
