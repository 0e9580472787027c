using System.Collections.Immutable;
using System.Globalization;
using Npgsql;
using TechCorp.PgInfra.Migrations;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Operations.Targets;

namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>
/// One session on one server: read-only, and in nobody's way. A question that does not get its answer soon gives up: the server that
/// people ask about at night has trouble enough.
/// </summary>
public sealed class ServerSession : IAsyncDisposable
{
    /// <summary>What pg_stat_activity shows.</summary>
    public const string ApplicationName = "pg ops";

    /// <summary>Longest question.</summary>
    public static readonly TimeSpan StatementTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Longest silence: a server that hangs does not keep its own time.</summary>
    public static readonly TimeSpan StandardPatience = StatementTimeout + TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for a lock; none of the questions should need one.</summary>
    public static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(1);

    // Named columns, for queries that hold statements.
    private static readonly ImmutableArray<string> Statements = ["query", "last_query"];

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;
    private readonly TimeSpan _patience;

    private ServerSession(NpgsqlDataSource source, NpgsqlConnection connection, TargetNode node, ServerFacts facts, TimeSpan patience) =>
        (_source, _connection, Node, Facts, _patience) = (source, connection, node, facts, patience);

    /// <summary>The server.</summary>
    public TargetNode Node { get; }

    /// <summary>What it said of itself.</summary>
    public ServerFacts Facts { get; }

    /// <summary>Connects.</summary>
    /// <param name="node">Where to.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="patience">Longest silence; null is <see cref="StandardPatience"/>.</param>
    /// <exception cref="PostDeployException">It cannot be reached, does not let us in, or is a pooler.</exception>
    public static async Task<ServerSession> OpenAsync(TargetNode node, CancellationToken cancellation, TimeSpan? patience = null)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (node.Connection.MissingFiles.ToImmutableArray() is { Length: > 0 } missing)
            throw new PostDeployException(ExitCode.BadUsage, missing);
        var source = DataSource.Create(node.Connection, ApplicationName);
        NpgsqlConnection? connection = null;
        try
        {
            connection = await source.OpenConnectionAsync(cancellation);
            var facts = await StartAsync(connection, node, patience ?? StandardPatience, cancellation);
            return new ServerSession(source, connection, node, facts, patience ?? StandardPatience);
        }
        catch (Exception e)
        {
            if (connection is not null) await connection.DisposeAsync();
            await source.DisposeAsync();
            if (e is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException or ArgumentException or IOException)
                throw await ConnectionProblem.ExplainAsync(e, node.Connection, cancellation);
            throw;
        }
    }

    private static async Task<ServerFacts> StartAsync(NpgsqlConnection connection, TargetNode node, TimeSpan patience, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = (int)patience.TotalSeconds };
        batch.BatchCommands.Add(new NpgsqlBatchCommand(string.Create(CultureInfo.InvariantCulture,
            $"""
             SELECT set_config('search_path', 'pg_catalog', false), set_config('default_transaction_read_only', 'on', false),
                    set_config('statement_timeout', '{StatementTimeout.TotalMilliseconds}', false), set_config('lock_timeout', '{LockTimeout.TotalMilliseconds}', false),
                    set_config('client_min_messages', 'warning', false)
             """)));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(SqlFiles.Marked("session/facts.sql")));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        await reader.ReadAsync(cancellation);
        // PgBouncer and RDS Proxy hand out a process id of their own.
        if (reader.GetInt32(3) != connection.ProcessID)
            throw new PostDeployException(ExitCode.Failed, $"{node.Connection.Display} is a connection pooler, not the server itself: connect directly (port {Catalog.Database.Port}); a pooler hides who is connected.");
        var superuser = reader.GetBoolean(6);
        var major = reader.GetInt32(0) / 10000;
        if (major < Catalog.Database.MajorVersion)
            throw new PostDeployException(ExitCode.Failed, $"{node.Connection.Display} runs PostgreSQL {reader.GetString(1)}: major {Catalog.Database.MajorVersion} or later is needed.");
        return new ServerFacts(
            major, reader.GetString(1), reader.GetBoolean(2), reader.GetString(4), reader.GetString(5),
            superuser || reader.GetBoolean(7), superuser || reader.GetBoolean(8), superuser || reader.GetBoolean(9),
            reader.IsDBNull(10) ? null : reader.GetString(10), reader.GetBoolean(11), reader.GetInt32(12), reader.GetBoolean(13));
    }

    /// <summary>Asks one question.</summary>
    /// <param name="query">Path of the text, for example <c>lag/slots</c>.</param>
    /// <param name="parameters">Values of $1, $2 ...</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="PostgresException">The server refused.</exception>
    public async Task<(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<object?>> Rows)> AskAsync(
        string query, ImmutableArray<object> parameters, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(SqlFiles.TextFor(query, Facts), _connection) { CommandTimeout = (int)_patience.TotalSeconds };
        foreach (var value in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        ImmutableArray<string> columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<object?>>();
        while (await reader.ReadAsync(cancellation))
            rows.Add([.. Enumerable.Range(0, columns.Length).Select(i => reader.IsDBNull(i) ? null : Plain(columns[i], reader.GetValue(i)))]);
        return (columns, rows.ToImmutable());
    }

    private static object Plain(string column, object value) => value switch
    {
        string text => Statements.Contains(column) ? StatementText.Safe(text) : text,
        bool or long or double => value,
        int number => (long)number,
        _ => throw new InvalidOperationException($"column {column} is a {value.GetType().Name}; cast it to text, bigint, float8 or bool"),
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _source.DisposeAsync();
    }
}
