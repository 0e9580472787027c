using System.Collections.Immutable;
using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Migrations.Tests;

/// <summary>
/// One PostgreSQL 15 for a class of tests, with the roles RDS has, TLS enforced and a master that is no superuser. Each test
/// takes a database of its own name; roles are the cluster's, so tests that differ in roles take a server of their own.
/// </summary>
public sealed class RdsLikeServer : IAsyncLifetime
{
    /// <summary>Password of the master; the server lives for one test class, on loopback.</summary>
    public const string MasterPassword = "the-master-of-one-test-class";

    /// <summary>A membership <c>m</c> that is more than the right to pass it on, which from 16 on the maker of a role has by nature.</summary>
    public const string GivesRights = "coalesce((to_jsonb(m) ->> 'inherit_option')::boolean OR (to_jsonb(m) ->> 'set_option')::boolean, true)";

    private readonly RunDirectory _run = RunDirectory.Create();
    private CertificateAuthority? _authority;

    public Cluster Cluster { get; private set; } = null!;

    public string RootCertificateFile => _authority!.RootCertificateFile;

    public async Task InitializeAsync()
    {
        _authority = CertificateAuthority.Create(_run);
        Cluster = await Cluster.InitializeAsync(_run, new ClusterSpec("primary")
        {
            Superuser = RdsServer.Superuser,
            Certificate = _authority.Issue("primary"),
            HostBasedAuthentication = ["hostssl all all 127.0.0.1/32 scram-sha-256"],
            Settings = ImmutableSortedDictionary.CreateRange([
                KeyValuePair.Create("fsync", "off"),
                KeyValuePair.Create("max_connections", "100"),
                KeyValuePair.Create("shared_preload_libraries", "pg_stat_statements"),
            ]),
        });
        await Cluster.StartAsync();
        await using var superuser = await ConnectAsSuperuserAsync("postgres");
        await superuser.ExecuteAsync(RdsServer.Roles(Database.MasterUsername, ScramVerifier.Create(MasterPassword)));
    }

    public async Task DisposeAsync()
    {
        await _run.DisposeAsync();
        _authority?.Dispose();
    }

    /// <summary>Creates a database that belongs to the master, as on RDS, with the extension only a superuser can create here.</summary>
    public async Task CreateDatabaseAsync(string name)
    {
        await using (var superuser = await ConnectAsSuperuserAsync("postgres"))
            await superuser.ExecuteAsync(RdsServer.Database(name, Database.MasterUsername));
        await using var inside = await ConnectAsSuperuserAsync(name);
        await inside.ExecuteAsync(RdsServer.Extension);
    }

    public async Task<NpgsqlConnection> ConnectAsSuperuserAsync(string database) => await OpenAsync(new NpgsqlConnectionStringBuilder
    {
        Host = Cluster.SocketDirectory, Port = Cluster.Port, Username = Cluster.Superuser, Database = database, Pooling = false, IncludeErrorDetail = true,
    });

    public async Task<NpgsqlConnection> ConnectAsMasterAsync(string database) =>
        await OpenAsync(ConnectionString(database, Database.MasterUsername, MasterPassword));

    /// <summary>
    /// Makes roles as on RDS, where nobody is a superuser: from 16 on the maker of a role is the one who administers it.
    /// </summary>
    public async Task CreateRolesAsync(string database, string sql)
    {
        await using var superuser = await ConnectAsSuperuserAsync(database);
        await superuser.ExecuteAsync($"SET SESSION AUTHORIZATION {Database.MasterUsername}; {sql}");
    }

    /// <summary>What a client on this machine uses: TLS, certificate checked.</summary>
    public NpgsqlConnectionStringBuilder ConnectionString(string database, string login, string password) => new()
    {
        Host = Cluster.Host, Port = Cluster.Port, Username = login, Password = password, Database = database,
        SslMode = SslMode.VerifyFull, RootCertificate = RootCertificateFile, Pooling = false,
    };

    private static async Task<NpgsqlConnection> OpenAsync(NpgsqlConnectionStringBuilder settings)
    {
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
