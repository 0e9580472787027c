using System.Text.Json.Nodes;
using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Apply;
using TechCorp.PgInfra.Migrations.Baseline;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Migrations.Credentials;
using TechCorp.PgInfra.Operations.Tests.Checks;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Operations.Tests.Runbooks;

/// <summary>A PostgreSQL with the roles and grants of the post-deploy step, and the stack's outputs as they were when it was deployed.</summary>
internal sealed class RotatedServer : IAsyncDisposable
{
    private readonly RunDirectory _run = RunDirectory.Create();
    private Cluster _server = null!;

    /// <summary>A file as <c>pulumi stack output --json --show-secrets</c> prints it.</summary>
    public string Outputs => Path.Combine(_run.Path, "outputs.json");

    /// <summary>What goes over it: the server has no certificate of RDS.</summary>
    public const string Connect = "sslmode=disable";

    public static async Task<RotatedServer> StartAsync()
    {
        var server = new RotatedServer();
        server._server = await CheckedServers.StartAsync(server._run, "primary", CheckedServers.Settings.SetItem("max_connections", "60"));
        await server.ApplyAsync(PasswordOf);
        var logins = new JsonObject();
        foreach (var login in ServiceCatalog.TechCorp.Logins) logins[login.Name] = new JsonObject { ["password"] = PasswordOf(login.Name) };
        server._run.User.WriteFile(server.Outputs, new JsonObject
        {
            [StackOutputs.PrimaryIdentifier] = "techcorp-primary", [StackOutputs.PrimaryAddress] = server._server.Address, [StackOutputs.Port] = server._server.Port,
            [StackOutputs.MasterUsername] = Database.MasterUsername, [StackOutputs.MasterPassword] = CheckedServers.Password, [StackOutputs.Logins] = logins,
        }.ToJsonString());
        return server;
    }

    public static string PasswordOf(string login) => $"as-deployed-of-{login}";

    /// <summary>The post-deploy step with these passwords.</summary>
    public async Task ApplyAsync(Func<string, string> passwordOf) => await PostDeployRun.ApplyAsync(
        new RunInput(ServiceCatalog.TechCorp, ServiceCatalog.TechCorp.Logins.ToDictionary(l => l.Name, l => new LoginSecret(passwordOf(l.Name), null)),
            new ConnectionTarget { Host = _server.Address, Port = _server.Port, Username = Database.MasterUsername, Password = CheckedServers.Password, Tls = TlsMode.Disable }, new SessionOptions())
        {
            Baseline = BaselineFiles.Load(ServiceCatalog.TechCorp),
        },
        _ => { }, CancellationToken.None);

    /// <summary>Whether the server lets the login in with it.</summary>
    public async Task<bool> LetsInAsync(string login, string password)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = _server.Address, Port = _server.Port, Username = login, Password = password, Database = Database.Name, Pooling = false,
        }.ConnectionString);
        try
        {
            await connection.OpenAsync();
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            return false;
        }
    }

    /// <summary>As superuser.</summary>
    public async Task SqlAsync(string statement)
    {
        await using var superuser = await CheckedServers.SuperuserAsync(_server, Database.Name);
        await superuser.RunAsync(statement);
    }

    /// <summary>What PgBouncer would check a client's password with.</summary>
    public async Task<string> LookedUpAsync(string login)
    {
        await using var superuser = await CheckedServers.SuperuserAsync(_server, Database.Name);
        return await superuser.ValueAsync<string>($"SELECT password FROM {PoolerAuthentication.Schema}.{PoolerAuthentication.Function}('{login}')");
    }

    public async ValueTask DisposeAsync() => await _run.DisposeAsync();
}
