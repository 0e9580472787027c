using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Rehearsal.Alarms;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>The writer runs out of processor, and then its storage is slow (S34, S37, S38, S40).</summary>
internal static class Overload
{
    public static async Task RunAsync(DrillRun run, CancellationToken cancellation)
    {
        var estate = run.Estate;
        var instance = estate.Topology.Writer.Identifier;
        // Before a minute of work, not in the middle of it.
        AlarmWatch.Declared(run, new[] { "CPUUtilization", "WriteLatency", "ReadLatency" }.Select(m => new MetricId(AlarmTable.RdsNamespace, m, instance)));
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

        await SlowStorage.RunAsync(run, cancellation);
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
}
