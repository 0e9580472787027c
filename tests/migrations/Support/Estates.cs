using System.Collections.Immutable;
using System.Text.Json;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Apply;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Migrations.Credentials;

namespace TechCorp.PgInfra.Migrations.Tests;

/// <summary>Catalogues with secrets to go with them.</summary>
internal static class Estates
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, LoginSecret> Known = new();

    /// <summary>Impatient: a test that waits has failed.</summary>
    public static SessionOptions Session { get; } = new()
    {
        LockTimeout = TimeSpan.FromMilliseconds(400), Attempts = 2, RetryDelay = TimeSpan.FromMilliseconds(100),
    };

    /// <summary>The company's catalogue against a server.</summary>
    public static RunInput Input(this Server server, ServiceCatalog? catalog = null)
    {
        catalog ??= ServiceCatalog.TechCorp;
        return new RunInput(catalog, Secrets(catalog), server.Target, Session);
    }

    /// <summary>A catalogue of that many services.</summary>
    public static ServiceCatalog OfServices(int count) =>
        ServiceCatalog.For([.. Enumerable.Range(1, count).Select(i => new Service($"service-{i}", $"schema{i:000}", $"service{i:000}", []))]);

    /// <summary>The same secrets every time, made once.</summary>
    public static ImmutableDictionary<string, LoginSecret> Secrets(ServiceCatalog catalog) =>
        catalog.Logins.ToImmutableDictionary(l => l.Name, l => Known.GetOrAdd(l.Name, name => new LoginSecret(Password(name), ScramVerifier.Create(Password(name)))));

    public static string Password(string login) => $"throwaway-password-of-{login}";

    /// <summary>The secrets as a file, for a run of the program.</summary>
    public static string SecretsJson(ServiceCatalog catalog) => JsonSerializer.Serialize(new
    {
        masterPassword = Server.MasterPassword,
        logins = Secrets(catalog).ToDictionary(s => s.Key, s => new { password = s.Value.Password, verifier = s.Value.Verifier }),
    });

    public static async Task<RunResult> PlanAsync(this Server server, ServiceCatalog? catalog = null) =>
        await PostDeployRun.PlanAsync(server.Input(catalog), CancellationToken.None);

    public static async Task<RunResult> ApplyAsync(this Server server, ServiceCatalog? catalog = null) =>
        await PostDeployRun.ApplyAsync(server.Input(catalog), _ => { }, CancellationToken.None);

    /// <summary>The differences as text, one a line.</summary>
    public static string Differences(this RunResult result) => string.Join('\n', result.Plan.Lines);
}
