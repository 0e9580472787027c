using TechCorp.PgInfra.Rehearsal.Load;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>A read replica dies under reads and writes, and comes back (S7, S8).</summary>
internal static class ReplicaLoss
{
    public static async Task RunAsync(DrillRun run, CancellationToken cancellation)
    {
        var estate = run.Estate;
        var replica = estate.Nodes.FirstOrDefault(n => n.Declared.Kind == NodeKind.Replica && ReadByPooler(n.Host))
            ?? throw new DrillException("The plan declares no read replica behind the pooler, so there is none to lose.");
        await using var writes = await run.StartLoadAsync(new LoadOptions { Clients = 4 }, cancellation);
        await using var reads = await ClientLoad.StartAsync(estate, new LoadOptions { Clients = 4, ReadOnly = true }, () => run.Now, cancellation);
        await reads.WaitForAsync(50, cancellation);

        var fault = run.Mark(MarkKind.Fault, $"SIGKILL to {replica.Identifier} and its children");
        await replica.KillAsync();
        await Failover.DetectAsync(run, replica, cancellation);
        await reads.WaitForAsync(50, cancellation);
        run.Mark(MarkKind.Step, "reads go on with the replicas that are left");
        await writes.WaitForAsync(100, cancellation);
        await RecycleLogAsync();
        var slot = await SlotAsync();
        var kept = slot is "reserved" or "extended";
        run.Check("the lost replica's slot keeps its log", kept, $"wal_status of slot {replica.StreamingName}: {slot}");
        if (kept)
        {
            await replica.StartAsync(cancellation);
            await replica.WaitUntilStreamingAsync(estate.Writer, cancellation);
            run.Mark(MarkKind.Recovery, $"{replica.Identifier} streams again");
        }
        else
        {
            // What it lacks is nowhere any more.
            await estate.RebuildAsync(replica, estate.Writer, cancellation);
            run.Mark(MarkKind.Recovery, $"{replica.Identifier} had to be built anew from a base backup");
        }

        var (written, read) = (await writes.StopAsync(), await reads.StopAsync());
        await replica.WaitUntilCaughtUpAsync(estate.Writer, cancellation);
        await run.EndedAsync(written);

        var outage = read.OutageAround(fault);
        run.Check("reads go on", outage is not null, outage is { } o ? FormattableString.Invariant($"longest pause {o.TotalSeconds:0.00} s, {read.Failures.Length} reads failed and were repeated") : "no read came through after the loss");
        run.Check("writes do not notice", written.Failures.IsEmpty, $"{written}");
        await TableDigests.CheckEqualAsync(run, replica, cancellation);
        run.Figure("reads", read.Commits.Length);
        run.Figure("failed reads", read.Failures.Length);
        run.Figure("longest pause of reads", outage?.TotalSeconds ?? double.NaN, "s");

        // The pooler's file names the hosts of the read-only entry; an analytics replica is not among them.
        bool ReadByPooler(string host) => estate.Poolers.Any(p => File.ReadLines(p.Process.ConfigurationFile).Any(l => l.Contains(" = host=", StringComparison.Ordinal) && l.Contains(host, StringComparison.Ordinal)));

        // The log goes on to another segment, and the next checkpoint removes what no slot holds.
        async Task RecycleLogAsync()
        {
            for (var segment = 0; segment < 2; segment++)
                await estate.Writer.ExecuteAsync("SELECT pg_logical_emit_message(false, 'rehearsal', ''), pg_switch_wal()", null, cancellation);
            await Task.WhenAll(estate.Nodes.Where(n => n != estate.Writer && n.IsRunning).Select(n => n.WaitUntilCaughtUpAsync(estate.Writer, cancellation)));
            await estate.Writer.ExecuteAsync("CHECKPOINT", null, cancellation);
            run.Mark(MarkKind.Step, "two log segments later a checkpoint removes what nobody holds");
        }

        async Task<string> SlotAsync() => await estate.Writer.QueryAsync<string>(
            $"SELECT coalesce((SELECT wal_status FROM pg_replication_slots WHERE slot_name = '{replica.StreamingName}'), 'gone')", null, cancellation);
    }
}
