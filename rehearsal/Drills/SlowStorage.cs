using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Alarms;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>The writer's storage is slow: reads come late, and commits wait for the other zone's volume (S37, S38).</summary>
internal static class SlowStorage
{
    private const string Cold = "orders.rehearsed_cold";
    private const int RowsInBlock = 4;
    private const int Blocks = 3000;

    // CREATE TABLE AS writes through a ring of 16 MB: of the blocks before that none is in memory afterwards.
    private const int ColdBlocks = Blocks - ((16 << 20) / 8192);

    // Two reads in a statement: its statistics arrive between two samples.
    private const int BlocksAtOnce = 2;
    private static readonly TimeSpan ReadTime = TimeSpan.FromMilliseconds(60);

    public static async Task RunAsync(DrillRun run, CancellationToken cancellation)
    {
        var estate = run.Estate;
        var instance = estate.Topology.Writer.Identifier;
        var standby = Failover.StandbyOf(estate);
        try
        {
            // Unlogged: the replicas' storage is not slow.
            await estate.Writer.ExecuteAsync(
                $"CREATE UNLOGGED TABLE {Cold} AS SELECT rpad('', 1900, 'x') FROM generate_series(1, {Blocks * RowsInBlock})", estate.DatabaseName, cancellation);
            await using var reader = await estate.Writer.ConnectAsSuperuserAsync(estate.DatabaseName, cancellation);
            var delay = await ReadDelay.AttachAsync(reader.ProcessID, ReadTime);
            string[] slow = delay is null ? ["WriteLatency"] : ["WriteLatency", "ReadLatency"];
            await using var watch = await AlarmWatch.StartAsync(run, slow.Select(m => new MetricId(AlarmTable.RdsNamespace, m, instance)), cancellation);

            var receiver = await standby.QueryAsync<int>("SELECT coalesce((SELECT pid FROM pg_stat_wal_receiver), 0)", null, cancellation);
            if (receiver == 0)
                throw new DrillException($"{standby.Identifier} receives no log, so that nothing waits for it. Its log ends:\n{standby.Cluster.LogTail(4)}");
            watch.Break($"{standby.Identifier} takes the log in fits and starts{(delay is null ? "" : FormattableString.Invariant($", and each read of a block takes {ReadTime.TotalMilliseconds:0} ms"))}");
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            List<Task> slowed = [StutterAsync(receiver, enough.Token)];
            if (delay is not null) slowed.Add(ReadAsync(reader, enough.Token));
            try
            {
                await watch.FiresAsync(cancellation);
            }
            finally
            {
                await enough.CancelAsync();
                await Task.WhenAll(slowed);
            }

            run.Mark(MarkKind.Step, delay is null ? $"{standby.Identifier} keeps up again" : $"{standby.Identifier} keeps up again, and nobody waits for a block");
            await watch.ClearsAsync(cancellation);
            if (delay is null)
            {
                run.Note("ReadLatency is read but not driven: the kernel does not let this process slow another one's reads down (ptrace).");
            }
            else
            {
                run.Figure("reads that came late", delay.Reads);
                run.Note(FormattableString.Invariant($"Reads of cold blocks are real and are timed by the server (track_io_timing); that each takes {ReadTime.TotalMilliseconds:0} ms is done to the reading session (ptrace), since slowing the disk itself takes rights over the machine."));
            }
        }
        finally
        {
            await estate.Writer.ExecuteAsync($"DROP TABLE IF EXISTS {Cold}", estate.DatabaseName, CancellationToken.None);
        }
    }

    // Each block once: it stays in memory after that. A session's statistics reach the others when it is idle, and at most once a second unless told.
    private static async Task ReadAsync(NpgsqlConnection reader, CancellationToken cancellation)
    {
        for (var block = 0; block < ColdBlocks && !cancellation.IsCancellationRequested; block += BlocksAtOnce)
        {
            await using var command = new NpgsqlCommand(
                $"SELECT count(*), pg_stat_force_next_flush() FROM {Cold} WHERE ctid >= '({block},0)' AND ctid < '({block + BlocksAtOnce},0)'", reader);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private static async Task StutterAsync(int pid, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                ProcessControl.Freeze(pid);
                await Task.Delay(200, cancellation);
                ProcessControl.Thaw(pid);
                await Task.Delay(10, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            ProcessControl.Thaw(pid);
        }
    }
}
