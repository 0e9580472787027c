using Npgsql;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>A transaction of somebody else that stays open while a drill goes on, and is gone with it.</summary>
internal sealed class OpenTransaction : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly NpgsqlConnection _connection;

    private OpenTransaction(NpgsqlConnection connection) => _connection = connection;

    /// <summary>The server's own number of its session, behind a pooler too.</summary>
    public int Pid { get; private set; }

    /// <summary>Done when its work is; null, or what the server said instead.</summary>
    public Task<string?> Outcome { get; private set; } = Task.FromResult<string?>(null);

    /// <summary>Opens it.</summary>
    /// <param name="settings">Where and who.</param>
    /// <param name="first">Statements without an answer, run inside the transaction before anything else.</param>
    /// <param name="work">What it does then, on its own; it commits or never ends.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<OpenTransaction> BeginAsync(
        NpgsqlConnectionStringBuilder settings, string first, Func<NpgsqlConnection, CancellationToken, Task> work, CancellationToken cancellation)
    {
        var transaction = new OpenTransaction(new NpgsqlConnection(settings.ConnectionString));
        try
        {
            await transaction._connection.OpenAsync(cancellation);
            await using var command = new NpgsqlCommand($"BEGIN; {first}; SELECT pg_backend_pid()", transaction._connection);
            transaction.Pid = (int)(await command.ExecuteScalarAsync(cancellation))!;
            transaction.Outcome = transaction.RunAsync(work);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs one statement on a session, for as long as it takes.</summary>
    public static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Outcome;
        await _connection.DisposeAsync();
        _end.Dispose();
    }

    private async Task<string?> RunAsync(Func<NpgsqlConnection, CancellationToken, Task> work)
    {
        try
        {
            await work(_connection, _end.Token);
            return null;
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
        {
            return e.Message.Split('\n')[0];
        }
    }
}
