using System.Collections.Concurrent;
using Npgsql;
using TechCorp.PgInfra.Rehearsal.Estates;

namespace TechCorp.PgInfra.Rehearsal.Load;

/// <summary>
/// Clients that write unique ids through the poolers, or read them, each on one connection it keeps, and come back by themselves after an error.
/// They spread over the poolers as connections through the load balancer do.
/// </summary>
public sealed class ClientLoad : IAsyncDisposable
{
    private const string Write = $"INSERT INTO {CommitTable.Name} (id) VALUES ($1)";
    private const string Read = $"SELECT count(*) FROM {CommitTable.Name} WHERE id = $1";

    private readonly RunningEstate _estate;
    private readonly LoadOptions _options;
    private readonly Func<TimeSpan> _now;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<AcknowledgedCommit> _commits = new();
    private readonly ConcurrentQueue<LoadFailure> _failures = new();
    private readonly Task[] _clients;
    private int _connection;

    private ClientLoad(RunningEstate estate, LoadOptions options, Func<TimeSpan> now)
    {
        (_estate, _options, _now) = (estate, options, now);
        _clients = [.. Enumerable.Range(0, options.Clients).Select(_ => Task.Run(ClientAsync))];
    }

    /// <summary>Acknowledged commits so far.</summary>
    public int Acknowledged => _commits.Count;

    /// <summary>Failures so far.</summary>
    public int Failed => _failures.Count;

    /// <summary>Starts the clients and waits until every one could have written.</summary>
    /// <param name="now">Time since the drill began.</param>
    public static async Task<ClientLoad> StartAsync(RunningEstate estate, LoadOptions options, Func<TimeSpan> now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        var load = new ClientLoad(estate, options, now);
        try
        {
            await load.WaitForAsync(options.Clients, cancellation);
            return load;
        }
        catch
        {
            await load.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until that many more commits are acknowledged.</summary>
    /// <exception cref="Drills.DrillException">Not within <see cref="LoadOptions.Patience"/>; the message holds the last failure.</exception>
    public async Task WaitForAsync(int more, CancellationToken cancellation)
    {
        var (target, deadline) = (Acknowledged + more, _now() + _options.Patience);
        while (Acknowledged < target)
        {
            if (_now() > deadline)
                throw new Drills.DrillException($"The load got no {more} commits through within {_options.Patience.TotalSeconds:0} s. Last failure: {_failures.LastOrDefault()?.Message ?? "none"}");
            await Task.Delay(5, cancellation);
        }
    }

    /// <summary>Ends the clients.</summary>
    public async Task<LoadResult> StopAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_clients);
        return new([.. _commits.OrderBy(c => c.At)], [.. _failures.OrderBy(f => f.At)]);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _end.Dispose();
    }

    private NpgsqlConnectionStringBuilder Route(int connection) =>
        _options.Route?.Invoke(connection)
        ?? _estate.ConnectionThrough(_estate.Poolers[connection % _estate.Poolers.Length], _options.Login, _options.ReadOnly);

    private async Task ClientAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            long? writing = null;
            try
            {
                var settings = Route(Interlocked.Increment(ref _connection));
                settings.CommandTimeout = (int)_options.Patience.TotalSeconds;
                await using var connection = new NpgsqlConnection(settings.ConnectionString);
                await connection.OpenAsync(_end.Token);
                await using var command = new NpgsqlCommand(_options.ReadOnly ? Read : Write, connection);
                var id = command.Parameters.Add(new NpgsqlParameter<long>());
                while (!_end.IsCancellationRequested)
                {
                    writing = CommitTable.NextId();
                    id.Value = writing.Value;
                    var sent = _now();
                    // Not cancelled by the end of the load: a cut statement would be neither acknowledged nor failed.
                    await command.ExecuteNonQueryAsync(CancellationToken.None);
                    var acknowledged = _now();
                    _commits.Enqueue(new(writing.Value, acknowledged, acknowledged - sent));
                    writing = null;
                    await Task.Delay(_options.Pace, _end.Token);
                }
            }
            catch (OperationCanceledException) when (_end.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or System.Net.Sockets.SocketException or IOException or TimeoutException)
            {
                _failures.Enqueue(new(writing, _now(), e.Message.Split('\n')[0]));
                await Task.Delay(50, CancellationToken.None);
            }
        }
    }
}
