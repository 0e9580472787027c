using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Load;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>A DELETE without its WHERE, and the instance restored to the moment before it (S47, S52).</summary>
internal static class PointInTimeRecovery
{
    public static async Task RunAsync(DrillRun run, CancellationToken cancellation)
    {
        var estate = run.Estate;
        var writer = estate.Writer;
        await using var load = await run.StartLoadAsync(new LoadOptions { Clients = 4 }, cancellation);
        var backup = await writer.BackupAsync("backup-pitr", cancellation);
        run.Mark(MarkKind.Step, "the daily backup is taken");
        try
        {
            await load.WaitForAsync(100, cancellation);
            var (time, rows, deleted) = await Restore.AccidentAsync(writer, estate.DatabaseName, CommitTable.Name, $"DELETE FROM {CommitTable.Name}", cancellation);
            run.Mark(MarkKind.Fault, $"DELETE of all {deleted} rows is committed");
            await load.WaitForAsync(50, cancellation);
            await run.EndedAsync(await load.StopAsync());
            await Restore.ArchiveAsync(run, writer, cancellation);

            var began = run.Mark(MarkKind.Detection, $"restore to {time:HH:mm:ss} UTC begins");
            var restored = await estate.RestoreAsync("techcorp-restored", backup, RecoveryTarget.Time(time), cancellation);
            try
            {
                await Restore.ReplayedAsync(run, restored, Restore.ReplayPatience, cancellation);
                var took = run.Mark(MarkKind.Recovery, "the restored instance takes connections") - began;
                var found = await Restore.RowsAsync(restored, estate.DatabaseName, CommitTable.Name, cancellation);
                run.Check("exactly the rows of the moment before the DELETE", rows.Length > 0 && found.SequenceEqual(rows),
                    $"{rows.Length} rows then, {found.Length} restored, {found.Except(rows).Count()} too many, {rows.Except(found).Count()} missing");
                run.Check("the damaged instance still holds only what came later", (await Restore.RowsAsync(writer, estate.DatabaseName, CommitTable.Name, cancellation)).Intersect(rows).Any() == false, "none of the deleted rows is on the writer");
                run.Figure("rows restored", found.Length);
                run.Figure("time to restore", took.TotalSeconds, "s");
            }
            finally
            {
                await estate.DropAsync(restored);
            }
        }
        finally
        {
            Restore.Delete(backup);
        }

        run.Note("RDS archives the log every five minutes, so that its latest restorable time lags by as much; here the segment is closed at once.");
    }
}
