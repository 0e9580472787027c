using System.Globalization;
using System.Text.Json;
using TechCorp.PgInfra.Migrations.Apply;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Bench.PostDeploy;

/// <summary>One table of figures for one number of services.</summary>
internal static class Table
{
    /// <summary>Measures and prints.</summary>
    /// <returns>Budgets that were passed, a sentence each.</returns>
    public static async Task<IReadOnlyList<string>> WriteAsync(RunDirectory run, int services, int repeat, IReadOnlyList<Competitor> tools, CancellationToken cancellation)
    {
        string sql;
        int statements;
        await using (var empty = await Server.StartAsync(run, cancellation))
        {
            var plan = (await PostDeployRun.PlanAsync(StepProcess.Input(services, empty.Port), cancellation)).Plan;
            statements = plan.Statements.Length;
            sql = string.Join(";\n", plan.Statements.Select(s => (s.Sql.Secret is { } secret ? $"SELECT pg_catalog.set_config('pginfra.verifier', '{secret}', true);\n" : "") + s.Sql.Sent)) + ";\n";
        }

        Console.WriteLine($"**{services} services** ({statements} statements, {sql.Length / 1024} kB of SQL)");
        Console.WriteLine();
        Console.WriteLine("| tool | first apply | no-op apply | peak memory |");
        Console.WriteLine("|---|---|---|---|");

        var folder = Path.Combine(run.Path, $"sql-{services}");
        Dictionary<string, List<(Measured First, Measured? Again)>> results = [];
        List<(Measured First, Measured Again, Measured Plan, Measured Verify, Measured Nothing, Measured Connect)> ours = [];
        // Interleaved, so that a busy moment of the machine hits all of them.
        for (var i = 0; i < repeat; i++)
        {
            await using (var server = await Server.StartAsync(run, cancellation))
            {
                ours.Add((await StepAsync(run, "apply", services, server, cancellation), await StepAsync(run, "apply", services, server, cancellation),
                    await StepAsync(run, "plan", services, server, cancellation), await StepAsync(run, "verify", services, server, cancellation),
                    await StepAsync(run, "nothing", services, server, cancellation), await StepAsync(run, "connect", services, server, cancellation)));
            }

            foreach (var tool in tools)
            {
                var where = Path.Combine(folder, tool.Name.Replace(' ', '-'));
                Directory.CreateDirectory(where);
                tool.Prepare(where, sql);
                await using var server = await Server.StartAsync(run, cancellation);
                var (program, arguments) = tool.Command(server, where);
                var first = await Measured.RunAsync(where, program, arguments, cancellation);
                var again = tool.Again ? await Measured.RunAsync(where, program, arguments, cancellation) : null;
                (results.TryGetValue(tool.Name, out var list) ? list : results[tool.Name] = []).Add((first, again));
            }
        }

        var (one, two) = (Measured.Median(ours.Select(o => o.First)), Measured.Median(ours.Select(o => o.Again)));
        Row("post-deploy", one, two);
        foreach (var (name, runs) in results)
            Row(name, Measured.Median(runs.Select(r => r.First)), runs[0].Again is null ? null : Measured.Median(runs.Select(r => r.Again!)));

        var (floor, start) = (Measured.Median(results[tools[0].Name].Select(r => r.First)), Measured.Median(ours.Select(o => o.Nothing)));
        var connect = Measured.Median(ours.Select(o => o.Connect));
        var (planned, verified) = (Measured.Median(ours.Select(o => o.Plan)), Measured.Median(ours.Select(o => o.Verify)));
        var (f, p, v) = (Figures(one), Figures(planned), Figures(verified));
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Of post-deploy's first apply the runtime takes {start.Wall.TotalMilliseconds:0} ms to start and {connect.Wall.TotalMilliseconds:0} ms until its session is ready. From there {(one.Wall - connect.Wall).TotalMilliseconds:0} ms, {(one.Wall - connect.Wall) / floor.Wall:0.00} x psql; with everything {one.Wall / floor.Wall:0.00} x. {f.ServerMs:0} ms of it in {f.RoundTrips} round trips at the server: it compares before and after, which psql does not."));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"No-op plan: {p.ServerMs:0} ms of database time in {p.RoundTrips} round trips, {planned.PeakMegabytes:0} MB. verify: {v.Statements} statements tried in {v.ServerMs / 1000:0.0} s, {verified.PeakMegabytes:0} MB."));
        Console.WriteLine();

        var passed = new List<string>();
        if ((one.Wall - connect.Wall) / floor.Wall is var ratio and > 1.5)
            passed.Add(string.Create(CultureInfo.InvariantCulture, $"{services} services: the first apply takes {ratio:0.00} x psql from its ready session; the budget is 1.5"));
        if (p.ServerMs > 1000)
            passed.Add(string.Create(CultureInfo.InvariantCulture, $"{services} services: a no-op plan takes {p.ServerMs:0} ms of database time; the budget is 1000"));
        if (Math.Max(one.PeakMegabytes, verified.PeakMegabytes) is var peak and > 250)
            passed.Add(string.Create(CultureInfo.InvariantCulture, $"{services} services: {peak:0} MB at the peak; the budget is 250"));
        return passed;
    }

    private static Task<Measured> StepAsync(RunDirectory run, string verb, int services, Server server, CancellationToken cancellation) =>
        Measured.RunAsync(run.Path, Environment.ProcessPath!, Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal)
            ? [typeof(Table).Assembly.Location, "step", verb, $"{services}", $"{server.Port}"]
            : ["step", verb, $"{services}", $"{server.Port}"], cancellation);

    private static StepFigures Figures(Measured run) => JsonSerializer.Deserialize<StepFigures>(run.Output)!;

    private static void Row(string name, Measured first, Measured? again) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {name} | {first.Wall.TotalMilliseconds:0} ms | {(again is null ? "fails: the roles exist" : $"{again.Wall.TotalMilliseconds:0} ms")} | {Math.Max(first.PeakMegabytes, again?.PeakMegabytes ?? 0):0} MB |"));
}
