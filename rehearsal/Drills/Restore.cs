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

    /// <summary>
    /// Waits until a restored instance has replayed all up to its target. It takes connections as soon as it is consistent; the replay is done
    /// when it has left recovery.
    /// </summary>
    /// <exception cref="DrillException">It has not, or it has ended; the message holds the end of its log.</exception>
    public static async Task ReplayedAsync(DrillRun run, RunningNode restored, TimeSpan atMost, CancellationToken cancellation)
    {
        if (!await run.UntilAsync(LeftRecoveryAsync, atMost, cancellation))
            throw new DrillException(FormattableString.Invariant($"{restored.Identifier} is in recovery after {atMost.TotalSeconds:0.#} s still: the log it was to replay is not all there, or the machine is too slow. Its log ends:\n{restored.Cluster.LogTail(4)}"));

        async Task<bool> LeftRecoveryAsync()
        {
            try
            {
                return !await restored.QueryAsync<bool>("SELECT pg_is_in_recovery()", null, cancellation);
            }
            catch (NpgsqlException) when (!restored.IsRunning)
            {
                throw new DrillException($"{restored.Identifier} ended before it had replayed the log up to its target. Its log ends:\n{restored.Cluster.LogTail(4)}");
            }
        }
    }

    /// <summary>Longest replay of what a drill writes.</summary>
    public static TimeSpan ReplayPatience { get; } = TimeSpan.FromSeconds(60);

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
