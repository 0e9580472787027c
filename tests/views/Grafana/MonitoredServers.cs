using System.Collections.Immutable;
using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Apply;
using TechCorp.PgInfra.Migrations.Baseline;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Migrations.Credentials;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Views.Tests.Grafana;

/// <summary>A real PostgreSQL with the estate's own roles and tables, made by the post-deploy step, and a standby of it.</summary>
public sealed class MonitoredServers : IAsyncLifetime
{
    public const string Collection = "monitored servers";

    private const string MasterPassword = "throwaway: the server lives for these tests";
    private const string MonitorPassword = "throwaway-password-of-the-monitor";

    private readonly RunDirectory _run = RunDirectory.Create();

    public Cluster Writer { get; private set; } = null!;

    public Cluster Standby { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Writer = await Cluster.InitializeAsync(_run, new ClusterSpec("writer")
        {
            FromTemplate = true,
            Settings = ImmutableSortedDictionary.CreateRange([
                KeyValuePair.Create("fsync", "off"), KeyValuePair.Create("shared_preload_libraries", "pg_stat_statements"),
            ]),
        });
        await Writer.StartAsync();
        // Before the first checkpoint: the standby begins where the writer began.
        await RunAsync(Writer, "postgres", "SELECT pg_create_physical_replication_slot('standby', true)");
        await RunAsync(Writer, "postgres", RdsServer.Roles(Database.MasterUsername, ScramVerifier.Create(MasterPassword)));
        await RunAsync(Writer, "postgres", RdsServer.Database(Database.Name, Database.MasterUsername));
        await RunAsync(Writer, Database.Name, RdsServer.Extension);

        var catalog = ServiceCatalog.TechCorp;
        var secret = new LoginSecret(MonitorPassword, ScramVerifier.Create(MonitorPassword));
        var result = await PostDeployRun.ApplyAsync(
            new RunInput(catalog, catalog.Logins.ToDictionary(l => l.Name, _ => secret),
                new ConnectionTarget { Host = Cluster.Host, Port = Writer.Port, Username = Database.MasterUsername, Password = MasterPassword, Tls = TlsMode.Prefer },
                new SessionOptions())
            {
                Baseline = BaselineFiles.Load(catalog),
            },
            _ => { }, CancellationToken.None);
        Assert.NotNull(result);

        Standby = await Cluster.StandbyAsync(_run, new ClusterSpec("standby") { Settings = Writer.Spec.Settings }, await EmptyCluster.CreateAsync(_run, Writer.Superuser), Upstream.Of(Writer, "standby", "standby"));
        await Standby.StartAsync();
        // It takes connections before it has heard of any role.
        var written = await ValueAsync<string>(Writer, "SELECT pg_current_wal_lsn()::text");
        for (var attempt = 0; !await ValueAsync<bool>(Standby, $"SELECT coalesce(pg_last_wal_replay_lsn() >= '{written}', false)"); attempt++)
        {
            Assert.True(attempt < 1000, $"the standby has not replayed {written} after ten seconds");
            await Task.Delay(10);
        }
    }

    public async Task DisposeAsync() => await _run.DisposeAsync();

    /// <summary>A connection as Grafana's data source makes it.</summary>
    public static async Task<NpgsqlConnection> AsMonitorAsync(Cluster server)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = Cluster.Host, Port = server.Port, Username = Logins.Monitor, Password = MonitorPassword, Database = Database.Name, Pooling = false,
        }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public static Task RunAsync(Cluster server, string database, string sql) => AskAsync(server, database, sql);

    private static async Task<T> ValueAsync<T>(Cluster server, string sql) => (T)(await AskAsync(server, "postgres", sql))!;

    private static async Task<object?> AskAsync(Cluster server, string database, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = server.SocketDirectory, Port = server.Port, Username = server.Superuser, Database = database, Pooling = false,
        }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}

/// <summary>The servers are started once.</summary>
[CollectionDefinition(MonitoredServers.Collection)]
public sealed class SharedMonitoredServers : ICollectionFixture<MonitoredServers>;
