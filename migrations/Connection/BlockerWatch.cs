using Npgsql;

namespace TechCorp.PgInfra.Migrations.Connection;

/// <summary>
/// Looks at the session from a second connection while it waits: once a lock timeout has struck, nothing tells any more who
/// held the lock, and those who waited behind it hold it by then. Nothing is opened for work that takes less than a moment.
/// </summary>
internal sealed class BlockerWatch : IAsyncDisposable
{
    private const string Question =
        """
        SELECT b.pid, 'waiting for pid ' || b.pid || ', application ' || coalesce(nullif(a.application_name, ''), 'unnamed')
               || ', login ' || coalesce(a.usename, '?') || coalesce(', ' || a.state, '')
               || coalesce(', transaction open for ' || date_trunc('second', clock_timestamp() - a.xact_start)::text, '')
        FROM unnest(pg_blocking_pids($1)) AS b(pid) LEFT JOIN pg_stat_activity a ON a.pid = b.pid
        -- Who waits as well is not the one to end.
        ORDER BY a.wait_event_type IS NOT DISTINCT FROM 'Lock', a.xact_start LIMIT 1
        """;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(300);
    private readonly CancellationTokenSource _stop = new();
    private readonly Timer _moment;
    private Task _watching = Task.CompletedTask;
    private Blocker? _last;

    /// <param name="processId">The session that waits.</param>
    /// <param name="open">Opens the second connection.</param>
    public BlockerWatch(int processId, Func<CancellationToken, ValueTask<NpgsqlConnection>> open) =>
        _moment = new Timer(_ => _watching = WatchAsync(processId, open), null, Moment, Timeout.InfiniteTimeSpan);

    /// <summary>The last session seen in the way, or null.</summary>
    public async Task<Blocker?> StopAsync()
    {
        await _moment.DisposeAsync();
        if (!_stop.IsCancellationRequested)
        {
            await _stop.CancelAsync();
        }

        await _watching;
        return _last;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task WatchAsync(int processId, Func<CancellationToken, ValueTask<NpgsqlConnection>> open)
    {
        try
        {
            await using var observer = await open(_stop.Token);
            while (true)
            {
                await using var question = new NpgsqlCommand(Question, observer)
                {
                    Parameters = { new NpgsqlParameter<int> { TypedValue = processId } },
                };
                await using (var row = await question.ExecuteReaderAsync(_stop.Token))
                    if (await row.ReadAsync(_stop.Token)) _last = new(row.GetInt32(0), row.GetString(1));
                await Task.Delay(Moment, _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or NpgsqlException)
        {
            // Stopped, or no connection left for looking: the run itself goes on and only the name is missing.
        }
    }
}

/// <summary>A session that another one waits for.</summary>
/// <param name="Pid">Its server process.</param>
/// <param name="Words">Who it is, after "waiting for".</param>
internal sealed record Blocker(int Pid, string Words);
