using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Verification;

namespace TechCorp.PgInfra.Migrations.Tests;

/// <summary>A server in the declared state, for tests that break it and put it right again.</summary>
public sealed class VerifiedServer : IAsyncLifetime
{
    public const string Name = "techcorp";

    public RdsLikeServer Server { get; } = new();

    public async Task InitializeAsync()
    {
        await Server.InitializeAsync();
        await DeclaredWorld.CreateAsync(Server, Name, ServiceCatalog.TechCorp);
    }

    public Task DisposeAsync() => Server.DisposeAsync();

    public async Task<VerificationReport> VerifyAsync(LoginVerifier? logins = null, ServiceCatalog? catalog = null)
    {
        await using var master = await Server.ConnectAsMasterAsync(Name);
        return await new Verifier(catalog ?? ServiceCatalog.TechCorp).RunAsync(master, logins);
    }

    public LoginVerifier Logins(Func<string, string>? password = null, string? rootCertificate = null) => new(
        (login, secret, tls) =>
        {
            var settings = Server.ConnectionString(Name, login, secret);
            settings.RootCertificate = rootCertificate ?? settings.RootCertificate;
            settings.SslMode = tls ? SslMode.VerifyFull : SslMode.Disable;
            return new NpgsqlConnection(settings.ConnectionString);
        },
        ServiceCatalog.TechCorp.Logins.ToDictionary(l => l.Name, l => (password ?? DeclaredWorld.Password)(l.Name)));

    public async Task ExecuteAsync(string sql)
    {
        await using var superuser = await Server.ConnectAsSuperuserAsync(Name);
        await superuser.ExecuteAsync(sql);
    }

    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var superuser = await Server.ConnectAsSuperuserAsync(Name);
        return await superuser.QueryAsync<T>(sql);
    }
}
