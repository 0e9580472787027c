using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Checks;

/// <summary>How one follower stands with its source.</summary>
/// <param name="Identifier">The follower.</param>
/// <param name="State"><c>pg_stat_replication.state</c>; null when it does not stream.</param>
/// <param name="SyncState"><c>sync</c> or <c>async</c>.</param>
/// <param name="SlotIsActive">True when it streams through the slot of its own name.</param>
/// <param name="LagBytes">Written by the source and not yet replayed.</param>
public sealed record ReplicationReading(string Identifier, string? State, string? SyncState, bool SlotIsActive, long? LagBytes);

/// <summary>Every follower streams through its own slot, and a commit waits for the Multi-AZ standby and nobody else.</summary>
public static class ReplicationCheck
{
    private const string Sql =
        """
        SELECT r.application_name, r.state, r.sync_state, s.active IS TRUE,
               pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END, r.replay_lsn)::bigint
        FROM pg_stat_replication r LEFT JOIN pg_replication_slots s ON s.active_pid = r.pid AND s.slot_name = r.application_name
        """;

    /// <summary>Reads every source's view of its followers.</summary>
    public static async Task<IReadOnlyList<ReplicationReading>> ReadAsync(RunningEstate estate, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(estate);
        var seen = new ConcurrentDictionary<string, ReplicationReading>(StringComparer.Ordinal);
        await Task.WhenAll(estate.Nodes.Where(n => n.IsRunning).Select(async source =>
        {
            await using var connection = await source.ConnectAsSuperuserAsync(null, cancellation);
            await using var command = new NpgsqlCommand(Sql, connection);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                var follower = estate.Nodes.FirstOrDefault(n => n.StreamingName == reader.GetString(0));
                if (follower is not null)
                    seen[follower.Identifier] = new(follower.Identifier, reader.GetString(1), reader.GetString(2), reader.GetBoolean(3), await reader.IsDBNullAsync(4, cancellation) ? null : reader.GetInt64(4));
            }
        }));

        return [.. estate.Nodes.Where(n => n.Declared.Source is not null).Select(n => seen.GetValueOrDefault(n.Identifier) ?? new(n.Identifier, null, null, false, null))];
    }

    /// <summary>Judges what was read.</summary>
    public static Check Judge(RunningEstate estate, IReadOnlyList<ReplicationReading> readings)
    {
        ArgumentNullException.ThrowIfNull(estate);
        ArgumentNullException.ThrowIfNull(readings);
        var failures = new List<string>();
        foreach (var reading in readings)
        {
            var wanted = estate.Node(reading.Identifier).Declared.Kind == NodeKind.Standby ? "sync" : "async";
            if (reading.State != "streaming")
                failures.Add($"{reading.Identifier} is {reading.State ?? "not connected"} and not streaming");
            else if (!reading.SlotIsActive)
                failures.Add($"{reading.Identifier} streams without a slot of its own");
            else if (reading.SyncState != wanted)
                failures.Add($"{reading.Identifier} is {reading.SyncState} and not {wanted}");
        }

        var synchronous = estate.Standby is null ? "no commit waits for a standby, as declared" : $"commits wait for {estate.Standby.Identifier} and nobody else";
        return new(string.Create(CultureInfo.InvariantCulture, $"{readings.Count} followers stream, each through its own slot; {synchronous}"), failures);
    }
}
