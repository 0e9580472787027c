using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>The writer runs out of processor, and then its commits wait for a slow second zone (S34, S38, S40).</summary>
internal static class Overload
{
    public static async Task RunAsync(DrillRun run, CancellationToken cancellation)
    {
        var estate = run.Estate;
        var instance = estate.Topology.Writer.Identifier;
        await using (var watch = await AlarmWatch.StartAsync(run, [new(AlarmTable.RdsNamespace, "CPUUtilization", instance)], cancellation))
        {
            watch.Break($"{Environment.ProcessorCount} sessions compute without end on {instance}");
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var busy = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => ComputeAsync(run, enough.Token)).ToList();
            try
            {
                await watch.FiresAsync(cancellation);
            }
            finally
            {
                await enough.CancelAsync();
                await Task.WhenAll(busy);
            }

            run.Mark(MarkKind.Step, "the sessions are cancelled");
            await watch.ClearsAsync(cancellation);
        }

        await using (var watch = await AlarmWatch.StartAsync(run, [new(AlarmTable.RdsNamespace, "WriteLatency", instance)], cancellation))
        {
            var standby = Failover.StandbyOf(estate);
            var receiver = await standby.QueryAsync<int>("SELECT coalesce((SELECT pid FROM pg_stat_wal_receiver), 0)", null, cancellation);
            watch.Break($"{standby.Identifier} takes the log in fits and starts");
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var stutter = StutterAsync(receiver, enough.Token);
            try
            {
                await watch.FiresAsync(cancellation);
            }
            finally
            {
                await enough.CancelAsync();
                await stutter;
            }

            run.Mark(MarkKind.Step, $"{standby.Identifier} keeps up again");
            await watch.ClearsAsync(cancellation);
        }

        run.Note("ReadLatency is read but not driven: slowing this machine's disk down needs rights over its block devices.");
    }

    private static async Task ComputeAsync(DrillRun run, CancellationToken cancellation)
    {
        var settings = run.Estate.ConnectionTo(run.Estate.Writer, run.Estate.MasterUsername);
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            await using var command = new NpgsqlCommand("DO $$ DECLARE x float8 := 0; BEGIN LOOP x := sqrt(x + 1); END LOOP; END $$", connection) { CommandTimeout = 60 };
            await command.ExecuteNonQueryAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            // Cancelled, as meant.
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
