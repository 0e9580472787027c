using System.Diagnostics;
using System.Globalization;
using Npgsql;
using TechCorp.PgInfra.Rehearsal.Estates;

namespace TechCorp.PgInfra.Rehearsal.Metrics;

/// <summary>Reads one server over and over, on one connection of its own that it opens again after a restart.</summary>
public sealed class NodeReader(RunningNode node) : IAsyncDisposable
{
    private const string Sql =
        """
        SELECT
          (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND usename <> current_user),
          (SELECT ARRAY[count(*), count(wait_event)] FROM pg_stat_activity WHERE backend_type = 'client backend' AND usename <> current_user AND state = 'active'),
          CASE WHEN pg_is_in_recovery() THEN extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float8 END,
          (SELECT max(age(datfrozenxid)) FROM pg_database)::bigint,
          (SELECT max(pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn() ELSE pg_current_wal_lsn() END, restart_lsn)) FROM pg_replication_slots)::bigint,
          (SELECT sum(size) FROM pg_ls_waldir())::bigint,
          (SELECT sum(blk_read_time) FROM pg_stat_database)::float8,
          (SELECT sum(blks_read) FROM pg_stat_database)::bigint
        """;

    private readonly Dictionary<int, (double Counted, bool Runnable)> _processes = [];
    private long _processesAt;
    private NpgsqlConnection? _connection;
    private double _processorSeconds;

    /// <summary>The server.</summary>
    public RunningNode Node { get; } = node;

    /// <summary>Reads; null when the server does not answer within two seconds.</summary>
    /// <param name="withStorage">Counts the data folder too, which costs a look at every file.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<NodeReading?> ReadAsync(bool withStorage, CancellationToken cancellation)
    {
        try
        {
            _connection ??= await Node.ConnectAsSuperuserAsync(null, cancellation);
            await using var command = new NpgsqlCommand(Sql, _connection) { CommandTimeout = 2 };
            await using var row = await command.ExecuteReaderAsync(cancellation);
            await row.ReadAsync(cancellation);
            var active = row.GetFieldValue<long[]>(1);
            return new NodeReading
            {
                Sessions = row.GetInt64(0),
                ActiveSessions = active[0],
                WaitingSessions = active[1],
                ReplaySeconds = row.IsDBNull(2) ? null : Math.Max(0, row.GetDouble(2)),
                TransactionAge = row.GetInt64(3),
                SlotLagBytes = row.IsDBNull(4) ? null : row.GetInt64(4),
                LogBytes = row.GetInt64(5),
                ReadMilliseconds = row.GetDouble(6),
                BlocksRead = row.GetInt64(7),
                ProcessorSeconds = ProcessorSeconds(),
                DataBytes = withStorage ? StorageArea.BytesIn(Node.Cluster.DataDirectory) : null,
            };
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException or System.Net.Sockets.SocketException or TimeoutException)
        {
            await DisposeAsync();
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection) await connection.DisposeAsync();
        _connection = null;
    }

    // Running and waiting for a processor (/proc/PID/schedstat, nanoseconds): on a machine the server shares with others, waiting is what
    // it would have run on one of its own.
    private double ProcessorSeconds()
    {
        if (Node.Cluster.Pid is not { } postmaster) return _processorSeconds;
        var pids = Text($"/proc/{postmaster}/task/{postmaster}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => int.Parse(p, CultureInfo.InvariantCulture)).Append(postmaster).ToHashSet();
        foreach (var gone in _processes.Keys.Where(p => !pids.Contains(p)).ToList())
            _processes.Remove(gone);
        var at = Stopwatch.GetTimestamp();
        var elapsed = Stopwatch.GetElapsedTime(_processesAt, at).TotalSeconds;
        _processesAt = at;
        foreach (var pid in pids)
        {
            if (Text($"/proc/{pid}/schedstat").Split(' ') is not [var ran, var waited, ..]) continue;
            var accounted = (double.Parse(ran, CultureInfo.InvariantCulture) + double.Parse(waited, CultureInfo.InvariantCulture)) / 1e9;
            var runnable = Text($"/proc/{pid}/stat") is var stat && stat.IndexOf(") R ", StringComparison.Ordinal) > 0;
            var (before, was) = _processes.GetValueOrDefault(pid, (0, false));
            // The kernel counts a wait when it is over: on a busy machine that is some readings later, and all at once.
            var counted = Math.Max(accounted, before + (runnable && was ? elapsed : 0));
            // A process cannot be this far ahead of its account: its number has come again.
            if (counted - accounted > 10) counted = accounted;
            _processorSeconds += Math.Max(0, counted - before);
            _processes[pid] = (counted, runnable);
        }

        return _processorSeconds;
    }

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
