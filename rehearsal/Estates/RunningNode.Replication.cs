using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Rehearsal.Estates;

/// <summary>A node's part in replication.</summary>
public sealed partial class RunningNode
{
    /// <summary>
    /// Makes a standby or replica a primary of its own. As on RDS it then waits for no synchronous standby, since it has none.
    /// Clients reach it only after <see cref="RunningEstate.MoveWriterEndpointAsync"/>.
    /// </summary>
    public Task PromoteAsync(CancellationToken cancellation = default)
    {
        Cluster.Configure(new KeyValuePair<string, string>("synchronous_standby_names", ""));
        return Cluster.PromoteAsync(cancellation);
    }

    /// <summary>Demands, or no longer demands, that every commit has reached the disk of a standby before it is acknowledged.</summary>
    /// <param name="standby">The node waited for; null waits for none.</param>
    public async Task SetSynchronousStandbyAsync(RunningNode? standby, CancellationToken cancellation = default)
    {
        Cluster.Configure(new KeyValuePair<string, string>("synchronous_standby_names", standby is null ? "" : $"FIRST 1 ({standby.StreamingName})"));
        Cluster.Reload();
        if (standby is not null)
            await WaitAsync($"SELECT EXISTS (SELECT FROM pg_stat_replication WHERE application_name = '{standby.StreamingName}' AND sync_state = 'sync')",
                () => $"{standby.Identifier} is not the synchronous standby of {Identifier}; its log ends:\n{standby.Cluster.LogTail()}", cancellation);
    }

    /// <summary>Waits until this standby streams from a node.</summary>
    /// <exception cref="ProcessException">Not within 30 s; the message holds the end of the standby's log.</exception>
    public Task WaitUntilStreamingAsync(RunningNode source, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.WaitAsync($"SELECT EXISTS (SELECT FROM pg_stat_replication WHERE application_name = '{StreamingName}' AND state = 'streaming')",
            () => $"{Identifier} does not stream from {source.Identifier}; its log ends:\n{Cluster.LogTail()}", cancellation);
    }

    /// <summary>Waits until this standby has replayed everything that a node has written by now.</summary>
    /// <exception cref="ProcessException">Not within 30 s.</exception>
    public Task WaitUntilCaughtUpAsync(RunningNode source, CancellationToken cancellation = default) => WaitUntilCaughtUpAsync([this], source, cancellation);

    /// <summary>Waits until standbys have replayed everything that a node has written by now.</summary>
    /// <exception cref="ProcessException">Not within 30 s.</exception>
    public static async Task WaitUntilCaughtUpAsync(IEnumerable<RunningNode> standbys, RunningNode source, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var position = await source.QueryAsync<string>(
            "SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_flush_lsn() END::text", null, cancellation);
        await Task.WhenAll(standbys.Select(s => s.WaitAsync($"SELECT coalesce(pg_last_wal_replay_lsn() >= '{position}', false)",
            () => $"{s.Identifier} has not replayed {position} of {source.Identifier}", cancellation)));
    }

    /// <summary>Takes a base backup, as the automated backups of RDS do.</summary>
    /// <param name="name">Folder in the estate's own; it must not exist.</param>
    /// <returns>Absolute path, for <see cref="RunningEstate.RestoreAsync"/>.</returns>
    public Task<string> BackupAsync(string name, CancellationToken cancellation = default) => Cluster.BackupAsync(name, cancellation);

    /// <summary>Creates the slots that are missing, and reserves log for them at once: what is written before a follower arrives must still be there.</summary>
    internal Task CreateSlotsAsync(IEnumerable<string> names, CancellationToken cancellation) => ExecuteAsync(
        $"""
         SELECT pg_create_physical_replication_slot(name, immediately_reserve => true)
         FROM unnest(ARRAY[{string.Join(", ", names.Select(n => $"'{n}'"))}]::name[]) AS name
         WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = name)
         """, null, cancellation);

    private async Task WaitAsync(string condition, Func<string> failure, CancellationToken cancellation)
    {
        var began = Environment.TickCount64;
        await using var connection = await ConnectAsSuperuserAsync(null, cancellation);
        await using var command = new Npgsql.NpgsqlCommand(condition, connection);
        while (await command.ExecuteScalarAsync(cancellation) is not true)
        {
            if (Environment.TickCount64 - began > 30_000)
                throw new ProcessException($"Waited 30 s: {failure()}");
            await Task.Delay(10, cancellation);
        }
    }
}
