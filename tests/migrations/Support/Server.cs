using System.Collections.Immutable;
using System.Diagnostics;
using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Migrations.Tests;

/// <summary>
/// A PostgreSQL server as RDS hands it over: database techcorp owned by a master that is no superuser, pg_stat_statements
/// created. The superuser is there for the fixture and for sabotage only.
/// </summary>
public sealed class Server(Cluster cluster)
{
    public const string Master = "techcorp_admin";
    public const string MasterPassword = "throwaway: the server lives for this test";

    // One verifier for all servers: two of them can then be compared.
    private static readonly string MasterVerifier = ScramVerifier.Create(MasterPassword);

    public Cluster Cluster { get; } = cluster;

    public ConnectionTarget Target => new()
    {
        Host = Cluster.Host, Port = Cluster.Port, Username = Master, Password = MasterPassword, Tls = TlsMode.Prefer,
    };

    /// <summary>What <c>--connect</c> takes; the password is in the secrets file.</summary>
    public string ConnInfo => $"host={Cluster.Host} port={Cluster.Port} user={Master} dbname=techcorp";

    public static async Task<Server> StartAsync(RunDirectory run, string name, Func<ClusterSpec, ClusterSpec> adjust)
    {
        var cluster = await Cluster.InitializeAsync(run, adjust(new ClusterSpec(name)
        {
            FromTemplate = true,
            Settings = new Dictionary<string, string>
            {
                ["fsync"] = "off", ["shared_preload_libraries"] = "pg_stat_statements", ["log_statement"] = "all", ["max_connections"] = "60",
            }.ToImmutableSortedDictionary(),
        }));
        await cluster.StartAsync();
        var server = new Server(cluster);
        await server.ExecuteAsync(RdsServer.Roles(Master, MasterVerifier), "postgres");
        await server.ExecuteAsync(RdsServer.Database(Database.Name, Master), "postgres");
        await server.ExecuteAsync(RdsServer.Extension);
        return server;
    }

    /// <summary>A connection as the superuser, through the socket.</summary>
    public async Task<NpgsqlConnection> ConnectAsync(string database = "techcorp", string? applicationName = null)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = Cluster.SocketDirectory, Port = Cluster.Port, Username = Cluster.Superuser, Database = database, Pooling = false,
            ApplicationName = applicationName,
        }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Runs statements as the superuser.</summary>
    public async Task ExecuteAsync(string sql, string database = "techcorp")
    {
        await using var connection = await ConnectAsync(database);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>One value, as the superuser.</summary>
    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>
    /// All roles, memberships, settings and verifiers, and the whole database, as PostgreSQL's own tools print them. Rows that
    /// hold a time or a number the server gave are printed without it.
    /// </summary>
    public async Task<string> DumpAsync()
    {
        var roles = await ToolAsync("pg_dumpall", "--roles-only");
        var database = await ToolAsync("pg_dump", "--exclude-table-data=pgbouncer.credential", "--exclude-table-data=pginfra.baseline_file", "techcorp");
        return string.Join('\n', (roles + database).Split('\n').Where(l => !l.StartsWith("\\restrict", StringComparison.Ordinal) && !l.StartsWith("\\unrestrict", StringComparison.Ordinal)))
            + await RowsAsync("SELECT username, password, pooled, role::regrole FROM pgbouncer.credential", "pgbouncer.credential")
            + await RowsAsync("SELECT schema_name, version, name, checksum FROM pginfra.baseline_file", "pginfra.baseline_file");
    }

    private async Task<string> RowsAsync(string query, string table) =>
        await QueryAsync<bool>($"SELECT to_regclass('{table}') IS NOT NULL")
            ? await QueryAsync<string>($"SELECT coalesce(string_agg(r::text, E'\\n' ORDER BY r::text), '') FROM ({query}) r") + "\n"
            : "";

    /// <summary>Waits until no session of the step is left on the server; a killed client's lives until the server notices.</summary>
    public async Task QuietAsync()
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'techcorp-pg-infra%'", connection);
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            if ((long)(await command.ExecuteScalarAsync())! == 0)
            {
                return;
            }

            await Task.Delay(10);
        }

        Assert.Fail("a session of the step is still on the server after ten seconds");
    }

    /// <summary>Runs SQL with psql, as the master.</summary>
    public async Task PsqlAsync(string sql, IEnumerable<string> options)
    {
        var start = new ProcessStartInfo("psql",
            ["--no-psqlrc", "--quiet", "--host", Cluster.Host, "--port", $"{Cluster.Port}", "--username", Master, "--dbname", "techcorp", .. options])
        {
            RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true,
        };
        start.Environment["PGPASSWORD"] = MasterPassword;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(sql);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors + await output);
    }

    private async Task<string> ToolAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(PostgresBinaries.Find().Path(program),
            ["--host", Cluster.SocketDirectory, "--port", $"{Cluster.Port}", "--username", Cluster.Superuser, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return output;
    }
}
