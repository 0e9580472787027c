using System.Diagnostics;
using Npgsql;

namespace TechCorp.PgInfra.Migrations.Connection;

/// <summary>A batch whose sending is counted as one round trip.</summary>
public sealed class CountedBatch : IAsyncDisposable
{
    private readonly NpgsqlBatch _batch;
    private readonly RoundTrips _roundTrips;
    private long? _readingSince;

    internal CountedBatch(NpgsqlBatch batch, RoundTrips roundTrips)
    {
        _batch = batch;
        _roundTrips = roundTrips;
    }

    /// <summary>The statements, for adding parameters.</summary>
    public NpgsqlBatchCommandCollection Commands => _batch.BatchCommands;

    public async Task<int> ExecuteNonQueryAsync(CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            return await _batch.ExecuteNonQueryAsync(cancellation);
        }
        finally
        {
            _roundTrips.Add(started);
        }
    }

    public async Task<object?> ExecuteScalarAsync(CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            return await _batch.ExecuteScalarAsync(cancellation);
        }
        finally
        {
            _roundTrips.Add(started);
        }
    }

    /// <summary>A reader over all results; the time counts until the batch is disposed.</summary>
    public async Task<NpgsqlDataReader> ExecuteReaderAsync(CancellationToken cancellation)
    {
        _readingSince = Stopwatch.GetTimestamp();
        return await _batch.ExecuteReaderAsync(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _batch.DisposeAsync();
        if (_readingSince is { } since)
        {
            _roundTrips.Add(since);
        }
    }
}
