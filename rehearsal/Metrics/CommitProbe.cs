using System.Diagnostics;
using Npgsql;
using TechCorp.PgInfra.Rehearsal.Estates;

namespace TechCorp.PgInfra.Rehearsal.Metrics;

/// <summary>
/// Commits something tiny on the writer ten times a second and measures how long each takes. It also keeps the source from being idle,
/// which replicas would show as lag.
/// </summary>
internal sealed class CommitProbe : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly RunningNode _writer;
    private readonly Task _loop;
    private readonly List<double> _took = [];
    private long? _since;

    public CommitProbe(RunningNode writer)
    {
        _writer = writer;
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Mean seconds of the commits since the last call; of the one that is waiting when none came through; null before the first.</summary>
    public double? Take()
    {
        lock (_lock)
        {
            double? mean = _took.Count > 0 ? _took.Average() : _since is { } since ? Stopwatch.GetElapsedTime(since).TotalSeconds : null;
            _took.Clear();
            return mean;
        }
    }

    /// <summary>
    /// Waits until its first commit is replayed everywhere. An estate that was idle shows all that time as lag, and one such sample, on a
    /// clock that runs faster, fires an alarm before anything is broken. A follower that is still behind after the wait is, and shows.
    /// </summary>
    public async Task BeginsAsync(RunningEstate estate, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await _first.Task.WaitAsync(patience.Token);
            await Task.WhenAll(estate.Nodes.Where(n => n != estate.Writer).Select(n => ReplaysAsync(n, patience.Token)));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _loop;
        _end.Dispose();
    }

    private async Task LoopAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await using var connection = await _writer.ConnectAsSuperuserAsync(null, _end.Token);
                await using var command = new NpgsqlCommand("SELECT pg_logical_emit_message(true, 'rehearsal', '')", connection);
                while (true)
                {
                    lock (_lock) _since = Stopwatch.GetTimestamp();
                    await command.ExecuteNonQueryAsync(_end.Token);
                    lock (_lock)
                    {
                        _took.Add(Stopwatch.GetElapsedTime(_since!.Value).TotalSeconds);
                        _since = null;
                    }

                    _first.TrySetResult();
                    await Task.Delay(Pace, _end.Token);
                }
            }
            catch (OperationCanceledException) when (_end.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or System.Net.Sockets.SocketException)
            {
                lock (_lock) _since = null;
                await Task.Delay(Pace, CancellationToken.None);
            }
        }
    }

    private static async Task ReplaysAsync(RunningNode node, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await node.ConnectAsSuperuserAsync(null, cancellation);
            await using var command = new NpgsqlCommand("SELECT NOT pg_is_in_recovery() OR clock_timestamp() - pg_last_xact_replay_timestamp() < '0.3 s'", connection);
            while (await command.ExecuteScalarAsync(cancellation) is not true) await Task.Delay(20, cancellation);
        }
        catch (Exception e) when (e is NpgsqlException or IOException or System.Net.Sockets.SocketException)
        {
            // A server that does not answer is the sampler's to report.
        }
    }
}
