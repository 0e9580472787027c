using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Rehearsal.Alarms;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Load;
using TechCorp.PgInfra.Rehearsal.Metrics;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>A replica stays away, and its slot holds the writer's log up to max_slot_wal_keep_size (S43, S48).</summary>
internal static class HeldLog
{
    private const string Limit = "max_slot_wal_keep_size";
    private const double AlarmedShare = 0.6;
    private const double GiB = 1L << 30;

    public static async Task RunAsync(DrillRun run, CancellationToken cancellation)
    {
        var (estate, writer) = (run.Estate, run.Estate.Writer);
        // The last one: in an estate with reports it is theirs, and no service misses it.
        var replica = estate.Nodes.LastOrDefault(n => n.Declared.Kind == NodeKind.Replica && n.IsRunning) ?? throw new DrillException("The plan declares no read replica, so none can stay away.");
        var held = new MetricId(AlarmTable.RdsNamespace, "OldestReplicationSlotLag", estate.Topology.Writer.Identifier);
        await using var watch = await AlarmWatch.StartAsync(run, [held, new(AlarmTable.RdsNamespace, "ReplicaLag", replica.Identifier)], cancellation);
        var inForce = await LimitAsync();
        var area = watch.Slots = SlotArea.For(inForce >= 0 ? inForce : watch.Storage[held.Instance!].AllocatedBytes);
        var alarm = AlarmWatch.Declared(run, [held])[0];
        run.Check("the alarm is on less than a slot may hold", alarm.Threshold < area.DeclaredBytes, FormattableString.Invariant($"{alarm.Name} is on more than {alarm.Threshold / GiB:#,0.#} GiB, {Limit} is {Words(inForce)}"));
        if (!run.Holds) return;
        await using var load = await run.StartLoadAsync(new LoadOptions { Clients = 2, Pace = TimeSpan.FromMilliseconds(100) }, cancellation);
        await load.WaitForAsync(20, cancellation);

        var before = writer.Cluster.Spec.Settings;
        try
        {
            if (inForce >= 0) await SetLimitAsync($"{area.LimitBytes >> 20}MB", area.LimitBytes);
            watch.Break($"SIGKILL to {replica.Identifier} and its children; it does not come back");
            await replica.KillAsync();
            await WriteAsync((long)(AlarmedShare * area.LimitBytes));
            await watch.FiresAsync(cancellation);
            await CheckpointAsync();
            var early = await SlotAsync();
            run.Check("its slot is not given up before the alarms", early.Status is "reserved" or "extended", $"wal_status of slot {replica.StreamingName}: {early.Status}");
            run.Figure("log held at the alarms", early.Held * area.Scale / GiB, "GiB");

            await WriteAsync(area.LimitBytes + SlotArea.SegmentBytes);
            run.Mark(MarkKind.Step, FormattableString.Invariant($"log is written until the slot holds more than {area.DeclaredBytes / GiB:#,0.#} GiB"));
            await CheckpointAsync();
            var late = await SlotAsync();
            var lost = late.Status == "lost";
            run.Check("the slot is given up, not the writer's storage", lost, $"wal_status of slot {replica.StreamingName}: {late.Status}; {Limit} is {Words(inForce)}");
            run.Check("the log is the writer's again", late.Held < SlotArea.SegmentBytes, $"{late.Held >> 10:#,0} kB are held by the slot that holds most");
            run.Mark(MarkKind.Step, lost ? "a checkpoint gives the slot up" : "a checkpoint gives nothing up");

            await estate.RebuildAsync(replica, writer, cancellation);
            run.Mark(MarkKind.Step, $"{replica.Identifier} is built anew and streams");
        }
        finally
        {
            if (before.TryGetValue(Limit, out var value)) await SetLimitAsync(value, inForce);
        }

        var written = await load.StopAsync();
        await replica.WaitUntilCaughtUpAsync(writer, cancellation);
        await watch.ClearsAsync(cancellation);
        await run.EndedAsync(written);
        run.Check("writes never stop", written.Failures.IsEmpty, $"{written}");
        await TableDigests.CheckEqualAsync(run, replica, cancellation);
        run.Figure("commits meanwhile", written.Commits.Length);
        run.Note(FormattableString.Invariant($"{area.DeclaredBytes / GiB:#,0.#} GiB of log are stood for by {area.LimitBytes >> 20} MiB; one byte here is {area.Scale:#,0} there. The checkpoints are asked for; they come by themselves with the log (max_wal_size)."));
        if (run.Subject.Alarms.Alarms.FirstOrDefault(a => a.Metric == held with { Name = "TransactionLogsDiskUsage" }) is { } disk)
            run.Note(FormattableString.Invariant($"{disk.Name} hears of more than {disk.Threshold / GiB:#,0.#} GiB of log, which a slot {(disk.Threshold < area.DeclaredBytes ? "may hold: it fires too. That is" : "may not hold: it is about log that something else keeps, and")} not shown here, since the segments of pg_wal are not scaled."));

        async Task SetLimitAsync(string value, long bytes)
        {
            writer.Cluster.Configure(new KeyValuePair<string, string>(Limit, value));
            writer.Cluster.Reload();
            if (!await run.UntilAsync(async () => await LimitAsync() == bytes, TimeSpan.FromSeconds(5), CancellationToken.None))
                throw new DrillException($"{writer.Identifier} did not take {Limit} = {value} within 5 s of a reload; its log: {writer.Cluster.LogFile}");
        }

        static string Words(long limit) => limit >= 0 ? FormattableString.Invariant($"{limit / GiB:#,0.#} GiB") : "-1: only the storage bounds what a slot holds";

        // Negative when nothing bounds it.
        Task<long> LimitAsync() => writer.QueryAsync<long>($"SELECT setting::bigint << 20 FROM pg_settings WHERE name = '{Limit}'", null, CancellationToken.None);

        // Messages are the cheapest log there is: a follower only has to store them.
        Task WriteAsync(long bytes) => writer.ExecuteAsync(
            $"""
             DO $$ BEGIN
                 WHILE (SELECT pg_current_wal_insert_lsn() - restart_lsn < {bytes} FROM pg_replication_slots WHERE slot_name = '{replica.StreamingName}') LOOP
                     PERFORM pg_logical_emit_message(false, 'rehearsal', repeat('x', 1 << 20));
                 END LOOP;
             END $$
             """, null, cancellation);

        // The others have all of it by then: only who is away is given up.
        async Task CheckpointAsync()
        {
            await RunningNode.WaitUntilCaughtUpAsync(estate.Nodes.Where(n => n != writer && n.IsRunning), writer, cancellation);
            await writer.ExecuteAsync("CHECKPOINT", null, cancellation);
        }

        async Task<(string Status, long Held)> SlotAsync() => (
            await writer.QueryAsync<string>($"SELECT coalesce((SELECT wal_status FROM pg_replication_slots WHERE slot_name = '{replica.StreamingName}'), 'gone')", null, cancellation),
            await writer.QueryAsync<long>("SELECT coalesce(max(pg_current_wal_lsn() - restart_lsn), 0)::bigint FROM pg_replication_slots", null, cancellation));
    }
}
