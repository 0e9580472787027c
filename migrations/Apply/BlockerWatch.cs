using Npgsql;
using TechCorp.PgInfra.Migrations.Connection;

namespace TechCorp.PgInfra.Migrations.Apply;

/// <summary>
/// Looks at the session from a second connection while it waits: once a lock timeout has struck, nothing tells any more who
/// held the lock. Nothing is opened for work that takes less than a moment.
/// </summary>
internal sealed class BlockerWatch : IAsyncDisposable
{
    private const string Question =
        """
        SELECT 'waiting for pid ' || b.pid || ', application ' || coalesce(nullif(a.application_name, ''), 'unnamed')
               || ', login ' || coalesce(a.usename, '?') || coalesce(', ' || a.state, '')
               || coalesce(', transaction open for ' || date_trunc('second', clock_timestamp() - a.xact_start)::text, '')
        FROM unnest(pg_blocking_pids($1)) AS b(pid) LEFT JOIN pg_stat_activity a ON a.pid = b.pid LIMIT 1
        """;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(300);
    private readonly CancellationTokenSource _stop = new();
    private readonly Timer _moment;
    private Task _watching = Task.CompletedTask;
    private string? _last;

    public BlockerWatch(MigrationSession session) =>
        _moment = new Timer(_ => _watching = WatchAsync(session), null, Moment, Timeout.InfiniteTimeSpan);

    /// <summary>The last session seen in the way, or null.</summary>
    public async Task<string?> StopAsync()
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

    private async Task WatchAsync(MigrationSession session)
    {
        try
        {
            await using var observer = await session.OpenObserverAsync(_stop.Token);
            while (true)
            {
                await using var question = new NpgsqlCommand(Question, observer)
                {
                    Parameters = { new NpgsqlParameter<int> { TypedValue = session.ProcessId } },
                };
                _last = (string?)await question.ExecuteScalarAsync(_stop.Token) ?? _last;
                await Task.Delay(Moment, _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or NpgsqlException)
        {
            // Stopped, or no connection left for looking: the run itself goes on and only the name is missing.
        }
    }
}
