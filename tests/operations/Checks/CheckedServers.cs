using System.Collections.Immutable;
using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Operations.Checks;
using TechCorp.PgInfra.Operations.Targets;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Operations.Tests.Checks;

/// <summary>
/// A primary and its replica, with RDS's roles: a master that is no superuser, <c>monitor</c> in pg_monitor, a service's login, a login that
/// bypasses the pooler and one that may see nothing. The superuser is there for the fixture and for sabotage only.
/// </summary>
public sealed class CheckedServers : IAsyncLifetime
{
    public const string Service = "order_service";
    public const string Direct = "analytics_ro";
    public const string Stranger = "stranger";
    public const string Password = "throwaway: the servers live for these tests";

    private readonly RunDirectory _run = RunDirectory.Create();

    public Cluster Primary { get; private set; } = null!;

    public Cluster Replica { get; private set; } = null!;

    public static ImmutableSortedDictionary<string, string> Settings { get; } = ImmutableSortedDictionary.CreateRange([
        KeyValuePair.Create("fsync", "off"),
        KeyValuePair.Create("max_connections", "25"),
        KeyValuePair.Create("shared_buffers", "32MB"),
        KeyValuePair.Create("shared_preload_libraries", "pg_stat_statements"),
        KeyValuePair.Create("autovacuum", "off"),
        KeyValuePair.Create("deadlock_timeout", "100ms"),
        KeyValuePair.Create("log_lock_waits", "on"),
        KeyValuePair.Create("log_line_prefix", "%t:%r:%u@%d:[%p]:"),
        KeyValuePair.Create("timezone", "UTC"),
        // In whole seconds: less is rounded to never.
        KeyValuePair.Create("wal_receiver_status_interval", "1s"),
        KeyValuePair.Create("wal_retrieve_retry_interval", "100ms"),
        KeyValuePair.Create("max_slot_wal_keep_size", "1GB"),
    ]);

    public async Task InitializeAsync()
    {
        Primary = await StartAsync(_run, "primary", Settings);
        // Before the first checkpoint: the replica begins where the primary began.
        await using (var superuser = await SuperuserAsync(Primary, "postgres"))
            await superuser.RunAsync("SELECT pg_create_physical_replication_slot('replica', true)");
        Replica = await Cluster.StandbyAsync(
            _run, new ClusterSpec("replica") { Superuser = RdsServer.Superuser, Settings = Settings.SetItem("max_connections", "100") }, await EmptyCluster.CreateAsync(_run, RdsServer.Superuser), Upstream.Of(Primary, "replica", "replica"));
        await Replica.StartAsync();
        // The empty cluster was made with the default 100, which a follower may lower once it has replayed that its primary did.
        await CaughtUpAsync();
        Replica.Configure(Settings.Where(s => s.Key == "max_connections"));
        await Replica.RestartAsync();
    }

    public async Task DisposeAsync() => await _run.DisposeAsync();

    /// <summary>Starts a server of that kind.</summary>
    public static async Task<Cluster> StartAsync(RunDirectory run, string name, ImmutableSortedDictionary<string, string> settings)
    {
        var cluster = await Cluster.InitializeAsync(run, new ClusterSpec(name) { Superuser = RdsServer.Superuser, FromTemplate = true, Settings = settings });
        await cluster.StartAsync();
        await using var superuser = await SuperuserAsync(cluster, "postgres");
        await superuser.RunAsync(
            $"""
             {RdsServer.Roles(Database.MasterUsername, ScramVerifier.Create(Password))}
             -- Made by the master, as on RDS: from 16 on the maker of a role is the one who administers it.
             SET SESSION AUTHORIZATION {Database.MasterUsername};
             CREATE ROLE {Logins.Monitor} LOGIN PASSWORD '{Password}' IN ROLE pg_monitor;
             CREATE ROLE {Service} LOGIN PASSWORD '{Password}' CONNECTION LIMIT 12;
             CREATE ROLE {Direct} LOGIN PASSWORD '{Password}';
             CREATE ROLE {Stranger} LOGIN PASSWORD '{Password}';
             RESET SESSION AUTHORIZATION;
             """);
        await superuser.RunAsync(RdsServer.Database(Database.Name, Database.MasterUsername));
        await using var inside = await SuperuserAsync(cluster, Database.Name);
        await inside.RunAsync(RdsServer.Extension);
        return cluster;
    }

    /// <summary>The two as a target.</summary>
    public Target Target(string login = Logins.Monitor, string database = Database.Name)
    {
        var primary = Node(Primary, "primary", login, database) with { IsWriter = true, Role = InstanceRole.Primary };
        return new Target("test", [primary, Node(Replica, "replica", login, database)], primary);
    }

    public static TargetNode Node(Cluster cluster, string name, string login, string database = Database.Name) => new(name, new ConnectionTarget
    {
        Host = cluster.Address, Port = cluster.Port, Database = database, Username = login, Password = Password, Tls = TlsMode.Disable,
    })
    {
        LogFile = cluster.LogFile,
    };

    /// <summary>Asks one thing, as monitor unless said otherwise.</summary>
    public async Task<CheckResult> AskAsync(string check, Func<Limits, Limits>? limits = null, string login = Logins.Monitor, string database = Database.Name, CheckOptions? options = null)
    {
        await using var runner = new CheckRunner(Target(login, database), options ?? new CheckOptions()) { LimitsFor = _ => (limits ?? (l => l))(new Limits()) };
        return await runner.RunAsync(CheckTable.Find(check), default);
    }

    public static Task<NpgsqlConnection> SuperuserAsync(Cluster cluster, string database = Database.Name) => OpenAsync(new NpgsqlConnectionStringBuilder
    {
        Host = cluster.SocketDirectory, Port = cluster.Port, Username = cluster.Superuser, Database = database, Pooling = false, ApplicationName = "fixture",
    });

    /// <summary>A client's session on the primary.</summary>
    public Task<NpgsqlConnection> ConnectAsync(string login, string application = "app", string database = Database.Name) => ConnectAsync(Primary, login, application, database);

    public static Task<NpgsqlConnection> ConnectAsync(Cluster cluster, string login, string application = "app", string database = Database.Name) => OpenAsync(new NpgsqlConnectionStringBuilder
    {
        Host = cluster.Address, Port = cluster.Port, Username = login, Password = Password, Database = database, Pooling = false, ApplicationName = application, Timeout = 5,
    });

    /// <summary>A database of a test's own, of the master.</summary>
    public async Task<string> CreateDatabaseAsync(string name)
    {
        await using var superuser = await SuperuserAsync(Primary, "postgres");
        await superuser.RunAsync(RdsServer.Database(name, Database.MasterUsername));
        return name;
    }

    /// <summary>Waits until the replica has replayed everything.</summary>
    public async Task CaughtUpAsync()
    {
        await using var primary = await SuperuserAsync(Primary, "postgres");
        await using var replica = await SuperuserAsync(Replica, "postgres");
        var position = await primary.ValueAsync<string>("SELECT pg_current_wal_lsn()::text");
        await replica.UntilAsync($"SELECT pg_last_wal_replay_lsn() >= '{position}'");
    }

    private static async Task<NpgsqlConnection> OpenAsync(NpgsqlConnectionStringBuilder settings)
    {
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}

/// <summary>One after the other on the same two servers.</summary>
[CollectionDefinition(Name)]
public sealed class OnCheckedServers : ICollectionFixture<CheckedServers>
{
    public const string Name = "checked servers";
}

internal static class Sql
{
    public static async Task RunAsync(this NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<T> ValueAsync<T>(this NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static async Task UntilAsync(this NpgsqlConnection connection, string condition)
    {
        for (var attempt = 0; await connection.ValueAsync<bool>(condition) is false; attempt++)
        {
            Assert.True(attempt < 1000, $"not so after ten seconds: {condition}");
            await Task.Delay(10);
        }
    }
}
