using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Rehearsal.Alarms;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>A table fills the writer's storage (S43).</summary>
internal static class DiskFilling
{
    private const string Ballast = "orders.rehearsed_ballast";
    private const int PageBytes = 8192;

    public static async Task RunAsync(DrillRun run, CancellationToken cancellation)
    {
        var estate = run.Estate;
        var instance = estate.Topology.Writer.Identifier;
        var metric = new MetricId(AlarmTable.RdsNamespace, "FreeStorageSpace", instance);
        await using var watch = await AlarmWatch.StartAsync(run, [metric], cancellation);
        var area = watch.Storage[instance];
        try
        {
            // To a tenth free. Unlogged: a logged table would fill every replica too, and all their alarms would be right to fire.
            var pages = (long)(((watch.Latest(metric) ?? throw new DrillException($"{instance} gives no FreeStorageSpace.")) / area.Scale) - (0.1 * area.QuotaBytes)) / PageBytes;
            watch.Break($"a table of {pages * PageBytes >> 20} MB fills {instance}");
            await estate.Writer.ExecuteAsync(
                $"""
                 CREATE UNLOGGED TABLE {Ballast} (filler text NOT NULL);
                 ALTER TABLE {Ballast} ALTER filler SET STORAGE PLAIN;
                 INSERT INTO {Ballast} SELECT repeat('x', 8000) FROM generate_series(1, {pages});
                 """, estate.DatabaseName, cancellation);
            await watch.FiresAsync(cancellation);
        }
        finally
        {
            // The first segment of a dropped table stays until the next checkpoint.
            await estate.Writer.ExecuteAsync($"DROP TABLE IF EXISTS {Ballast}", estate.DatabaseName, CancellationToken.None);
            await estate.Writer.ExecuteAsync("CHECKPOINT", null, CancellationToken.None);
        }

        run.Mark(MarkKind.Step, "the table is dropped");
        await watch.ClearsAsync(cancellation);
        run.Note(FormattableString.Invariant($"{area.AllocatedBytes >> 30} GiB are stood for by a quota of {area.QuotaBytes >> 20} MiB; one byte here is {area.Scale:#,0} there."));
    }
}
