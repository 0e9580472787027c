using System.Collections.Immutable;
using System.Diagnostics;
using Npgsql;
using TechCorp.PgInfra.Migrations.Sql;

namespace TechCorp.PgInfra.Migrations.Connection;

/// <summary>
/// One connection to the primary on which a run of the step happens. Everything sent goes through <see cref="Batch"/>, so that
/// round trips and the server's time are counted in one place.
/// </summary>
public sealed class MigrationSession : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;

    private MigrationSession(NpgsqlDataSource source, NpgsqlConnection connection, ServerFacts server, ConnectionTarget target, SessionOptions options)
    {
        _source = source;
        _connection = connection;
        Server = server;
        Target = target;
        Options = options;

        // Kept: the driver forgets it with the connection, which is when it is asked about.
        ProcessId = connection.ProcessID;
    }

    /// <summary>What the server said about itself when the session was opened.</summary>
    public ServerFacts Server { get; }

    public ConnectionTarget Target { get; }

    public SessionOptions Options { get; }

    /// <summary>The connection itself, for what batches cannot do.</summary>
    public NpgsqlConnection Connection => _connection;

    /// <summary>The server's process for this session, as pg_stat_activity shows it.</summary>
    public int ProcessId { get; }

    /// <summary>Round trips and waiting time since the session was opened.</summary>
    public RoundTrips RoundTrips { get; } = new();

    /// <summary>Connects, refuses what is not the primary itself, and sets the session up.</summary>
    /// <exception cref="PostDeployException">The server cannot be reached, does not let us in, or is the wrong one.</exception>
    public static async Task<MigrationSession> OpenAsync(ConnectionTarget target, SessionOptions options, CancellationToken cancellation)
    {
        if (target.MissingFiles.ToImmutableArray() is { Length: > 0 } missing)
        {
            throw new PostDeployException(ExitCode.BadUsage, missing);
        }

        var source = DataSource.Create(target, options.ApplicationName);
        NpgsqlConnection? connection = null;
        try
        {
            connection = await source.OpenConnectionAsync(cancellation);
            var server = await SessionStart.RunAsync(connection, target, options, cancellation);
            return new MigrationSession(source, connection, server, target, options);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException or ArgumentException or IOException)
        {
            await CloseAsync(source, connection);
            throw await ConnectionProblem.ExplainAsync(e, target, cancellation);
        }
        catch
        {
            await CloseAsync(source, connection);
            throw;
        }
    }

    /// <summary>A second connection beside this one, for looking at it from outside while it waits.</summary>
    public ValueTask<NpgsqlConnection> OpenObserverAsync(CancellationToken cancellation) => _source.OpenConnectionAsync(cancellation);

    /// <summary>Statements that travel together: one round trip whatever their number.</summary>
    public CountedBatch Batch(IEnumerable<string> statements)
    {
        var batch = new NpgsqlBatch(_connection) { Timeout = 0 };
        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
        }

        return new CountedBatch(batch, RoundTrips);
    }

    /// <summary>Runs statements that return nothing.</summary>
    public Task ExecuteAsync(IEnumerable<string> statements, CancellationToken cancellation) =>
        ExecuteAsync(statements.Select(s => (SqlText)s), cancellation);

    /// <summary>Runs statements of a plan in the transaction that is open; secrets go as parameters of a setting.</summary>
    public async Task ExecuteAsync(IEnumerable<SqlText> statements, CancellationToken cancellation)
    {
        var batch = new NpgsqlBatch(_connection) { Timeout = 0 };
        foreach (var statement in statements)
        {
            if (statement.Secret is { } secret)
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand(SecretSql.Set) { Parameters = { new NpgsqlParameter<string> { TypedValue = secret } } });
            }

            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement.Sent));
        }

        await using var counted = new CountedBatch(batch, RoundTrips);
        await counted.ExecuteNonQueryAsync(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CloseAsync(_source, _connection);

    private static async Task CloseAsync(NpgsqlDataSource source, NpgsqlConnection? connection)
    {
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }

        await source.DisposeAsync();
    }
}

/// <summary>How often the server was asked and how long its answers took.</summary>
public sealed class RoundTrips
{
    /// <summary>Batches sent.</summary>
    public int Count { get; private set; }

    /// <summary>Time from sending a batch to having read its last answer.</summary>
    public TimeSpan Elapsed { get; private set; }

    internal void Add(long startedAt)
    {
        Count++;
        Elapsed += Stopwatch.GetElapsedTime(startedAt);
    }
}
