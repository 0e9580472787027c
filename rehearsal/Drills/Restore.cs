using Npgsql;
using TechCorp.PgInfra.Rehearsal.Estates;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>What point-in-time recovery needs around it.</summary>
internal static class Restore
{
    private static readonly TimeSpan ArchivePatience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Holds every writer off a table, and picks the restore time as a person gives it to RDS, in whole seconds: all that was committed
    /// before is in, and what is done next is not.
    /// </summary>
    /// <param name="writer">Node that writes.</param>
    /// <param name="database">Database.</param>
    /// <param name="table">Qualified name.</param>
    /// <param name="accident">What is done to the table just after.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The restore time, the rows that were there, and how many the accident changed.</returns>
    public static async Task<(DateTimeOffset Time, string[] Rows, int Affected)> AccidentAsync(
        RunningNode writer, string database, string table, string accident, CancellationToken cancellation)
    {
        await using var connection = await writer.ConnectAsSuperuserAsync(database, cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync($"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE");
        var rows = (string[])(await ScalarAsync($"SELECT coalesce(array_agg(t::text ORDER BY t::text), '{{}}') FROM {table} t"))!;
        var time = (DateTime)(await ScalarAsync("SELECT date_trunc('second', clock_timestamp()) + interval '1 second'"))!;
        await ExecuteAsync($"SELECT pg_sleep(extract(epoch FROM '{time:yyyy-MM-dd HH:mm:ss}+00'::timestamptz - clock_timestamp()) + 0.01)");
        var affected = await ExecuteAsync(accident);
        await transaction.CommitAsync(cancellation);
        return (new DateTimeOffset(time, TimeSpan.Zero), rows, affected);

        async Task<int> ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteNonQueryAsync(cancellation);
        }

        async Task<object?> ScalarAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteScalarAsync(cancellation);
        }
    }

    /// <summary>Rows of a table as text, sorted.</summary>
    public static Task<string[]> RowsAsync(RunningNode node, string database, string table, CancellationToken cancellation) =>
        node.QueryAsync<string[]>($"SELECT coalesce(array_agg(t::text ORDER BY t::text), '{{}}') FROM {table} t", database, cancellation);

    /// <summary>Closes the log segment in use and waits until it is in the archive. RDS does so every five minutes.</summary>
    /// <exception cref="DrillException">It does not arrive.</exception>
    public static async Task ArchiveAsync(DrillRun run, RunningNode writer, CancellationToken cancellation)
    {
        var segment = await writer.QueryAsync<string>("SELECT pg_walfile_name(pg_switch_wal())", null, cancellation);
        var archive = run.Estate.Archive ?? throw new DrillException("The plan's backupRetentionPeriod is 0: no log is archived, and no moment can be restored.");
        if (!await run.UntilAsync(() => Task.FromResult(File.Exists(Path.Combine(archive.Path, segment))), ArchivePatience, cancellation))
            throw new DrillException($"Log segment {segment} was not archived within {ArchivePatience.TotalSeconds:0} s, so nothing after the last archived one can be restored. The writer's log ends:\n{writer.Cluster.LogTail(4)}");
        run.Mark(MarkKind.Step, "the log up to the accident and beyond is archived");
    }

    /// <summary>Removes a base backup.</summary>
    public static void Delete(string backup)
    {
        if (Directory.Exists(backup)) Directory.Delete(backup, recursive: true);
    }
}
