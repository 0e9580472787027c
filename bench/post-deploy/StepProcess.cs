using System.Globalization;
using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Apply;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Migrations.Credentials;
using TechCorp.PgInfra.Migrations.Verification;

namespace TechCorp.PgInfra.Bench.PostDeploy;

/// <summary>What one run of the step says about itself.</summary>
/// <param name="ServerMs">Waiting for the server's answers.</param>
/// <param name="RoundTrips">Batches sent.</param>
/// <param name="Statements">SQL statements of the plan, or statements tried by verify.</param>
internal sealed record StepFigures(double ServerMs, int RoundTrips, long Statements);

/// <summary>The step in a process of its own.</summary>
internal static class StepProcess
{
    /// <summary>A catalogue of any size; the first six are TechCorp's own in number only, so that sizes compare.</summary>
    public static ServiceCatalog Catalog(int services) => ServiceCatalog.For(
        [.. Enumerable.Range(1, services).Select(i => new Service($"service-{i:0000}", $"schema_{i:0000}", $"service_{i:0000}", []))]);

    public static RunInput Input(int services, int port)
    {
        var catalog = Catalog(services);
        // One verifier for all: making a thousand is the program's work at `pulumi up`, not the step's.
        var secret = new LoginSecret(null, Verifier);
        return new RunInput(catalog, catalog.Logins.ToDictionary(l => l.Name, _ => secret),
            new ConnectionTarget { Host = "127.0.0.1", Port = port, Username = Server.Master, Password = Server.MasterPassword, Tls = TlsMode.Disable },
            new SessionOptions());
    }

    // Of RFC 7677's shape; nobody logs in with it.
    private const string Verifier = "SCRAM-SHA-256$4096:AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    public static async Task<int> RunAsync(string verb, int services, int port)
    {
        if (verb == "nothing")
            return 0;
        var input = Input(services, port);
        var figures = verb switch
        {
            "apply" => Of(await PostDeployRun.ApplyAsync(input, _ => { }, default)),
            "plan" => Of(await PostDeployRun.PlanAsync(input, default)),
            "verify" => await VerifyAsync(input),
            "connect" => await ConnectAsync(input),
            _ => throw new ArgumentException($"'{verb}' is not apply, plan, verify, connect or nothing.", nameof(verb)),
        };
        // By hand: the serializer would add its own start to what is measured.
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"ServerMs\":{figures.ServerMs},\"RoundTrips\":{figures.RoundTrips},\"Statements\":{figures.Statements}}}"));
        return 0;
    }

    private static StepFigures Of(RunResult result) => new(result.Timing.Server.TotalMilliseconds, result.Timing.RoundTrips, result.Plan.Statements.Length);

    // The runtime, the driver and a session that is ready: what a process pays before it does anything.
    private static async Task<StepFigures> ConnectAsync(RunInput input)
    {
        await using var session = await MigrationSession.OpenAsync(input.Target, input.Session, default);
        return new StepFigures(0, session.RoundTrips.Count, 0);
    }

    private static async Task<StepFigures> VerifyAsync(RunInput input)
    {
        await using NpgsqlConnection connection = await DataSource.Create(input.Target, "bench").OpenConnectionAsync();
        var report = await new Verifier(input.Catalog).RunAsync(connection);
        foreach (var violation in report.Violations.Take(5))
            Console.Error.WriteLine(violation);
        if (!report.AsDeclared)
            throw new InvalidOperationException($"{report.Violations.Length} cells are not as declared.");
        return new StepFigures(report.Took.TotalMilliseconds, 0, report.Statements);
    }
}
