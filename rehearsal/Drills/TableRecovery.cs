using Npgsql;
using TechCorp.PgInfra.Migrations.Recovery;
using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>
/// One table is emptied by mistake and comes back by a temporary restored instance, while its service goes on writing (S52). A replica
/// is no help: it has replayed the loss.
/// </summary>
internal static class TableRecovery
{
    private const string Table = "orders.order_history";
    private static readonly TableMerge Merge = TableMerge.Parse(Table);
    private const string Service = "order_service";

    public static async Task RunAsync(DrillRun run, CancellationToken cancellation)
    {
        var estate = run.Estate;
        var writer = estate.Writer;
        var backup = "";
        await AsServiceAsync(
            """
            WITH o AS (INSERT INTO orders.orders (user_id, total_amount, currency) SELECT i, i, 'BRL' FROM generate_series(1, 200) i RETURNING id)
            INSERT INTO orders.order_history (order_id, to_status, changed_by, reason) SELECT id, s, 'rehearsal', E'tab\t, newline\n and \\ ' FROM o, unnest('{pending,paid,shipped}'::text[]) s
            """);
        try
        {
            backup = await writer.BackupAsync("backup-table", cancellation);
            run.Mark(MarkKind.Step, "the daily backup is taken");
            var (time, before, deleted) = await Restore.AccidentAsync(writer, estate.DatabaseName, Table, $"DELETE FROM {Table}", cancellation);
            run.Mark(MarkKind.Fault, $"{deleted} rows of {Table} are deleted by mistake");
            await AsServiceAsync("INSERT INTO orders.order_history (order_id, to_status, changed_by) SELECT id, 'delivered', 'later' FROM orders.orders WHERE user_id <= 20");
            var later = await Restore.RowsAsync(writer, estate.DatabaseName, Table, cancellation);
            var others = await TableDigests.ReadAsync(writer, estate.DatabaseName, cancellation);
            await ReplicaIsNoHelpAsync(before);
            await Restore.ArchiveAsync(run, writer, cancellation);

            var began = run.Mark(MarkKind.Detection, $"a temporary instance is restored to {time:HH:mm:ss} UTC");
            var temporary = await estate.RestoreAsync("techcorp-recovery", backup, RecoveryTarget.Time(time), cancellation);
            long staged, merged;
            try
            {
                await Restore.ReplayedAsync(run, temporary, Restore.ReplayPatience, cancellation);
                (staged, merged) = await MergeAsync(temporary);
            }
            finally
            {
                await estate.DropAsync(temporary);
            }

            var took = run.Mark(MarkKind.Recovery, $"{merged} rows are merged, the temporary instance is gone") - began;
            var after = await Restore.RowsAsync(writer, estate.DatabaseName, Table, cancellation);
            string[] expected = [.. before.Concat(later).Order(StringComparer.Ordinal)];
            run.Check("every lost row is back and every later one is kept", after.Order(StringComparer.Ordinal).SequenceEqual(expected),
                $"{before.Length} lost, {later.Length} written since, {after.Length} there now; {staged} staged, {merged} merged");
            var different = TableDigests.Differences(others, await TableDigests.ReadAsync(writer, estate.DatabaseName, cancellation));
            run.Check("everything else is byte for byte the same", different is [Table], different.IsEmpty ? "not even the table changed" : $"changed: {string.Join(", ", different)}");
            run.Figure("rows recovered", merged);
            run.Figure("time to recover", took.TotalSeconds, "s");
        }
        finally
        {
            Restore.Delete(backup);
            await writer.ExecuteAsync($"DROP TABLE IF EXISTS {Merge.Staging}; DELETE FROM orders.orders WHERE currency = 'BRL'", estate.DatabaseName, CancellationToken.None);
        }

        async Task<(long Staged, long Merged)> MergeAsync(RunningNode temporary)
        {
            await using var source = await AsMigratorAsync(temporary);
            await using var target = await AsMigratorAsync(writer);
            return await Merge.RunAsync(source, target, rows => run.Mark(MarkKind.Step, $"{rows} rows are staged in {Merge.Staging}"), cancellation);
        }

        async Task ReplicaIsNoHelpAsync(string[] lost)
        {
            if (estate.Nodes.FirstOrDefault(n => n.Declared.Kind == NodeKind.Replica && n.IsRunning) is not { } replica) return;
            await replica.WaitUntilCaughtUpAsync(writer, cancellation);
            var kept = (await Restore.RowsAsync(replica, estate.DatabaseName, Table, cancellation)).Intersect(lost).Count();
            run.Check("a replica has replayed the loss", kept == 0, $"{kept} of the lost rows are left on {replica.Identifier}");
        }

        async Task<NpgsqlConnection> AsMigratorAsync(RunningNode node)
        {
            var connection = new NpgsqlConnection(estate.ConnectionTo(node, "migrator").ConnectionString);
            await connection.OpenAsync(cancellation);
            return connection;
        }

        async Task AsServiceAsync(string sql)
        {
            await using var connection = new NpgsqlConnection(estate.ConnectionThrough(estate.Poolers[0], Service).ConnectionString);
            await connection.OpenAsync(cancellation);
            await ExecuteAsync(connection, sql);
        }

        async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteNonQueryAsync(cancellation);
        }
    }
}
