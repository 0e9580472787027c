using System.Globalization;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Rehearsal.Alarms;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Load;
using TechCorp.PgInfra.Rehearsal.Metrics;
using TechCorp.PgInfra.Rehearsal.Plans;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>
/// A replica with hot_standby_feedback dies, and what it told the writer last stays in its slot: nothing newer is frozen, and the
/// transaction ids run out (S7, S51). It told of a transaction whether somebody read there or not, and no timeout ends a slot.
/// </summary>
internal static class Wraparound
{
    private const string Feedback = "hot_standby_feedback";
    private const double GiB = 1L << 30;

    // The smallest commit record there is.
    private const int BytesOfAnId = 40;

    // Every database, whether it takes connections or not: the oldest one ends the writes of all.
    private const string Oldest = "SELECT max(age(datfrozenxid))::bigint FROM pg_database";

    private const string Next = "SELECT pg_current_xact_id()::xid::text";

    // A slot that is given up keeps its xmin in this view, and holds nothing with it.
    private const string Holders =
        """
        SELECT 'slot ' || slot_name AS who, xmin FROM pg_replication_slots WHERE xmin IS NOT NULL AND wal_status <> 'lost'
        UNION ALL SELECT 'session ' || pid, backend_xmin FROM pg_stat_activity WHERE backend_xmin IS NOT NULL AND pid <> pg_backend_pid() AND backend_type = 'client backend'
        """;

    // Followers replay and every metric gets a calm minute: no service burns ids as fast, and that is not the drill.
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(2) / AlarmWatch.ClockFactor;

    /// <summary>Why no replica can hold vacuum back, or null.</summary>
    public static string? Lacks(EstatePlans plans) =>
        plans.Topology.Nodes.Any(TellsItsSource) ? null : $"no read replica tells the writer what it reads ({Feedback}), so none can hold vacuum back";

    public static async Task RunAsync(DrillRun run, CancellationToken cancellation)
    {
        var (estate, writer) = (run.Estate, run.Estate.Writer);
        var metric = new MetricId(AlarmTable.RdsNamespace, "MaximumUsedTransactionIDs", estate.Topology.Writer.Identifier);
        var area = await ScaledIds.AreaOfAsync(writer);
        var alarm = AlarmWatch.Declared(run, [metric])[0];
        run.Check("the alarm is on more than autovacuum clears by itself, and on less than the server stops at", alarm.Threshold > area.DeclaredFreezeAge && alarm.Threshold < IdArea.WritesStop,
            string.Create(CultureInfo.InvariantCulture, $"{alarm.Name} is on more than {alarm.Threshold:#,0} ids; autovacuum freezes by force at {area.DeclaredFreezeAge:#,0}, writes stop at {IdArea.WritesStop:#,0}"));
        if (!run.Holds) return;
        RunningNode[] telling = [.. estate.Nodes.Where(n => n != writer && n.IsRunning && TellsItsSource(n.Declared))];
        if (telling.Length == 0) throw new DrillException($"No replica that runs has {Feedback} on, so none can hold vacuum back.");

        await using var scaled = await ScaledIds.StartAsync(run, area, telling);
        await HeldBackAsync(run, telling[0], metric, area, alarm.Threshold, cancellation);
    }

    private static async Task HeldBackAsync(DrillRun run, RunningNode replica, MetricId metric, IdArea area, double threshold, CancellationToken cancellation)
    {
        var (estate, writer) = (run.Estate, run.Estate.Writer);
        await using var watch = await AlarmWatch.StartAsync(run, [metric, new(AlarmTable.RdsNamespace, "ReplicaLag", replica.Identifier)], cancellation);
        watch.Ids = area;
        var limit = await writer.QueryAsync<long>("SELECT setting::bigint << 20 FROM pg_settings WHERE name = 'max_slot_wal_keep_size'", null, cancellation);
        if (limit >= 0) watch.Slots = new SlotArea((long)(limit / area.Scale), limit);
        await using var load = await run.StartLoadAsync(new LoadOptions { Clients = 2, Pace = TimeSpan.FromMilliseconds(100) }, cancellation);

        var before = await writer.QueryAsync<string>(Next, null, cancellation);
        await BurnAsync(area.FreezeAge, string.Create(CultureInfo.InvariantCulture, $"ids are burnt until autovacuum has to freeze, at {area.DeclaredFreezeAge:#,0}"));
        var free = await run.UntilAsync(async () => await HolderAsync($"age(xmin) > age('{before}'::xid)") is null, TimeSpan.FromSeconds(10), cancellation);
        run.Check("nobody holds vacuum back before", free, free ? "every slot and session has gone on since" : await HolderAsync("true") ?? "nobody any more, after 10 s");
        if (!free) return;
        if (!await FrozenAsync("autovacuum freezes every database by itself")) return;

        run.Mark(MarkKind.Fault, $"SIGKILL to {replica.Identifier} and its children; it does not come back");
        await replica.KillAsync();
        var fault = await writer.QueryAsync<DateTime>("SELECT clock_timestamp()", null, cancellation);
        await BurnAsync((long)(threshold / area.Scale * 1.02), null);
        watch.Break(string.Create(CultureInfo.InvariantCulture, $"ids are burnt until the oldest row is more than {threshold:#,0} ids old"));
        await watch.FiresAsync(cancellation);
        run.Figure("ids left at the alarm", IdArea.WritesStop - (watch.Latest(metric) ?? double.NaN));
        var vacuumed = await writer.QueryAsync<long>($"SELECT count(*) FROM pg_stat_all_tables WHERE last_autovacuum > '{fault:o}'", estate.DatabaseName, cancellation);
        run.Check("autovacuum comes and can freeze nothing", vacuumed > 0 && await writer.QueryAsync<long>(Oldest, null, cancellation) > area.FreezeAge, $"{vacuumed} tables of {estate.DatabaseName} were vacuumed since; {await AgesAsync()}");
        var holder = await HolderAsync("true") ?? "nobody";
        run.Check("it is the dead replica's slot that holds it back", holder.StartsWith($"slot {replica.StreamingName} ", StringComparison.Ordinal), holder);

        await replica.StartAsync(cancellation);
        await replica.WaitUntilStreamingAsync(writer, cancellation);
        run.Mark(MarkKind.Step, $"{replica.Identifier} streams again");
        await FrozenAsync("autovacuum freezes by itself once the replica is back");
        await watch.ClearsAsync(cancellation);
        var written = await load.StopAsync();
        await replica.WaitUntilCaughtUpAsync(writer, cancellation);
        await run.EndedAsync(written);
        run.Check("writes never stop", written.Failures.IsEmpty, $"{written}");
        await TableDigests.CheckEqualAsync(run, replica, cancellation);
        run.Figure("commits meanwhile", written.Commits.Length);
        if (limit >= 0)
            run.Note(string.Create(CultureInfo.InvariantCulture, $"A slot that is given up holds vacuum back no more: with {limit / GiB:#,0.#} GiB of log that comes before the alarm where an id carries more than {limit / threshold:0} bytes of it. Those that were burnt carry {BytesOfAnId}, the least there is."));

        // Each is a commit of its own, as a service's. In turns, so that followers and other work keep up.
        async Task BurnAsync(long age, string? mark)
        {
            await using var connection = await writer.ConnectAsSuperuserAsync(null, cancellation);
            await using var command = new Npgsql.NpgsqlCommand("SET synchronous_commit = off", connection) { CommandTimeout = 60 };
            await command.ExecuteNonQueryAsync(cancellation);
            var first = await writer.QueryAsync<string>(Next, null, cancellation);
            command.CommandText =
                $"""
                 DO $$ DECLARE began timestamptz := clock_timestamp(); BEGIN
                     WHILE clock_timestamp() < began + interval '2 s' AND ({Oldest}) <= {age} LOOP
                         FOR n IN 1..1000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP;
                     END LOOP;
                 END $$
                 """;
            while (true)
            {
                await command.ExecuteNonQueryAsync(cancellation);
                if (await writer.QueryAsync<long>(Oldest, null, cancellation) > age) break;
                if (await writer.QueryAsync<int>($"SELECT age('{first}'::xid)", null, cancellation) > 2 * age)
                    throw new DrillException($"Twice the ids were burnt, and the oldest row is no older: {await HolderAsync("true") ?? "nobody holds vacuum back"}; {await AgesAsync()}");
                await RunningNode.WaitUntilCaughtUpAsync(estate.Nodes.Where(n => n != writer && n.IsRunning), writer, cancellation);
                await Task.Delay(Calm, cancellation);
            }

            if (mark is not null) run.Mark(MarkKind.Step, mark);
        }

        async Task<bool> FrozenAsync(string what)
        {
            var frozen = await run.UntilAsync(async () => await writer.QueryAsync<long>(Oldest, null, cancellation) < area.FreezeAge, TimeSpan.FromSeconds(30), cancellation);
            run.Check(what, frozen, frozen ? await AgesAsync() : $"{await AgesAsync()} after 30 s; {await HolderAsync("true")}");
            if (frozen) run.Mark(MarkKind.Step, "autovacuum has frozen every database");
            return frozen;
        }

        // Who holds the oldest transaction of those that a condition is true of; null when nobody does.
        async Task<string?> HolderAsync(string condition) => await writer.QueryAsync<string>(
            $"SELECT coalesce((SELECT format('%s holds what is %s ids old', who, {Declared("age(xmin)")}) FROM ({Holders}) h WHERE {condition} ORDER BY age(xmin) DESC LIMIT 1), '')",
            null, cancellation) is { Length: > 0 } holder ? holder : null;

        Task<string> AgesAsync() => writer.QueryAsync<string>(
            $"SELECT string_agg(format('%s %s', datname, {Declared("age(datfrozenxid)")}), ', ' ORDER BY age(datfrozenxid) DESC, datname) || ' ids old' FROM pg_database", null, cancellation);

        string Declared(string ids) => string.Create(CultureInfo.InvariantCulture, $"to_char({ids} * {area.Scale}::numeric, 'FM999,999,999,990')");
    }

    private static bool TellsItsSource(Node node) => node.Kind == NodeKind.Replica && node.Parameters.GetValueOrDefault(Feedback) == "1";
}
