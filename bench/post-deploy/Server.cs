using System.Collections.Immutable;
using System.Globalization;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Bench.PostDeploy;

/// <summary>A fresh server for each measurement: roles are the cluster's, so a second database would not be fresh.</summary>
internal sealed class Server(Cluster cluster) : IAsyncDisposable
{
    public const string Master = Database.MasterUsername;
    public const string MasterPassword = "bench-on-loopback";
    private static int s_count;

    public int Port => cluster.Port;

    public string Url => $"postgres://{Master}:{MasterPassword}@127.0.0.1:{Port}/techcorp?sslmode=disable";

    public static async Task<Server> StartAsync(RunDirectory run, CancellationToken cancellation)
    {
        var cluster = await Cluster.InitializeAsync(run, new ClusterSpec($"server-{Interlocked.Increment(ref s_count)}")
        {
            FromTemplate = true,
            Settings = ImmutableSortedDictionary.CreateRange([
                KeyValuePair.Create("fsync", "off"),
                KeyValuePair.Create("max_connections", "500"),
                KeyValuePair.Create("shared_buffers", "256MB"),
                KeyValuePair.Create("shared_preload_libraries", "pg_stat_statements"),
            ]),
        }, cancellation);
        await cluster.StartAsync(cancellation);
        var server = new Server(cluster);
        await server.SuperuserAsync("postgres", RdsServer.Roles(Master, ScramVerifier.Create(MasterPassword)));
        await server.SuperuserAsync("postgres", RdsServer.Database(Database.Name, Master));
        await server.SuperuserAsync("techcorp", RdsServer.Extension);
        return server;
    }

    private async Task SuperuserAsync(string database, string sql)
    {
        await using var connection = new Npgsql.NpgsqlConnection(string.Create(CultureInfo.InvariantCulture,
            $"Host={cluster.SocketDirectory};Port={Port};Username={cluster.Superuser};Database={database};Pooling=false"));
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.StopAsync(StopMode.Immediate);
        Directory.Delete(cluster.Directory, recursive: true);
    }
}
