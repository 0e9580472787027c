using System.Collections.Immutable;
using Npgsql;
using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Connections;
using TechCorp.PgInfra.Rehearsal.Parameters;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Estates;

/// <summary>One server of a rehearsed estate.</summary>
/// <param name="declared">What the plans say of it.</param>
/// <param name="cluster">Its PostgreSQL processes.</param>
/// <param name="parameters">Its parameter group as asked and as run here.</param>
public sealed partial class RunningNode(Node declared, Cluster cluster, ImmutableArray<RehearsedParameter> parameters)
{
    /// <summary>What the plans say of it.</summary>
    public Node Declared { get; } = declared;

    /// <summary>Its PostgreSQL processes: log, data folder, configuration.</summary>
    public Cluster Cluster { get; internal set; } = cluster;

    /// <summary>Its parameter group as asked and as run here, by name.</summary>
    public ImmutableArray<RehearsedParameter> Parameters { get; } = parameters;

    /// <summary>DB instance identifier.</summary>
    public string Identifier => Declared.Identifier;

    /// <summary>Loopback address clients connect to; its certificate names it.</summary>
    public string Host => Cluster.Address;

    /// <summary>Port, the same for every node.</summary>
    public int Port => Cluster.Port;

    /// <summary>Name it streams under: <c>application_name</c> and replication slot.</summary>
    public string StreamingName => Declared.SlotName;

    /// <summary>True while its postmaster lives.</summary>
    public bool IsRunning => Cluster.IsRunning;

    /// <summary>Starts it and waits until it takes connections.</summary>
    public Task StartAsync(CancellationToken cancellation = default) => Cluster.StartAsync(cancellation);

    /// <summary>Stops it.</summary>
    public Task StopAsync(StopMode mode = StopMode.Fast, CancellationToken cancellation = default) => Cluster.StopAsync(mode, cancellation);

    /// <summary>Stops and starts it on its port: the reboot a static parameter waits for.</summary>
    public Task RestartAsync(CancellationToken cancellation = default) => Cluster.RestartAsync(cancellation);

    /// <summary>SIGKILL to it and all its children, as the loss of its host would.</summary>
    public Task KillAsync() => Cluster.KillAsync();

    /// <summary>Stops replay on a standby; the log still arrives. Ends with <see cref="ResumeReplayAsync"/> or a restart.</summary>
    public async Task StopReplayAsync(CancellationToken cancellation = default)
    {
        await ExecuteAsync("SELECT pg_wal_replay_pause()", null, cancellation);
        await WaitAsync("SELECT pg_get_wal_replay_pause_state() = 'paused'", () => $"{Identifier} does not stop replaying; its log ends:\n{Cluster.LogTail()}", cancellation);
    }

    /// <summary>Goes on replaying.</summary>
    public Task ResumeReplayAsync(CancellationToken cancellation = default) => ExecuteAsync("SELECT pg_wal_replay_resume()", null, cancellation);

    /// <summary>
    /// Connects as <c>rdsadmin</c> through the server's own socket. For measuring and for what RDS itself does; clients use
    /// <see cref="RunningEstate.ConnectionTo(RunningNode, string)"/>.
    /// </summary>
    public async Task<NpgsqlConnection> ConnectAsSuperuserAsync(string? database = null, CancellationToken cancellation = default)
    {
        var connection = Session.To(new NpgsqlConnectionStringBuilder
        {
            Host = Cluster.SocketDirectory, Port = Port, Username = Cluster.Superuser, Database = database ?? "postgres", Pooling = false,
            ApplicationName = "rehearsal", GssEncryptionMode = GssEncryptionMode.Disable,
        });
        try
        {
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>First column of the first row, asked as <c>rdsadmin</c>.</summary>
    /// <exception cref="ProcessException">There is none, or NULL.</exception>
    public async Task<T> QueryAsync<T>(string sql, string? database = null, CancellationToken cancellation = default)
    {
        await using var connection = await ConnectAsSuperuserAsync(database, cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellation) is T value ? value : throw new ProcessException($"{Identifier} has no answer of the kind {typeof(T).Name} to: {sql}");
    }

    /// <summary>Runs statements as <c>rdsadmin</c>.</summary>
    public async Task ExecuteAsync(string sql, string? database = null, CancellationToken cancellation = default)
    {
        await using var connection = await ConnectAsSuperuserAsync(database, cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
