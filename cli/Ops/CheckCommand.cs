using System.Collections.Immutable;
using System.CommandLine;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Operations.Checks;
using TechCorp.PgInfra.Operations.Targets;

namespace TechCorp.PgInfra.Cli.Ops;

/// <summary>Asks a server one thing, or everything; reads only.</summary>
/// <param name="name">The word on the command line.</param>
/// <param name="summary">What it answers.</param>
/// <param name="checks">What is asked. One is shown whole, several are ranked.</param>
internal sealed class CheckCommand(string name, string summary, ImmutableArray<Check> checks) : OpsCommand(name, summary)
{
    private const int MostRows = 1000;

    /// <summary>What a pipeline gets; of every question, and told where people look for it.</summary>
    public const string Codes = "Exit codes of a question: 0 all ok, 3 something critical or a warning was found, 1 something could not be asked (skipped), 2 bad usage.";

    private readonly TargetOptions _target = new();
    private readonly Option<int> _rows = new("--limit") { Description = "Rows of a table, 1 to 1000.", HelpName = "N", DefaultValueFactory = _ => new CheckOptions().Rows };
    private readonly Option<string?> _longer = new("--longer-than") { Description = "Show statements that have been running for longer, for example 500ms, 30s, 5min; 5s unless said otherwise.", HelpName = "TIME" };
    private readonly Option<double?> _watch = new("--watch")
    {
        Description = "Ask again and again, every 2 seconds unless said otherwise (0.5 to 3600), until Ctrl-C; in a pipe a line with the time for each thing found.",
        HelpName = "SECONDS", Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>A command for one check.</summary>
    public static CheckCommand Of(string check) => new(check, Operations.Checks.CheckTable.Find(check).Asks, [Operations.Checks.CheckTable.Find(check)]);

    /// <summary>All of them, ranked.</summary>
    public static CheckCommand Health { get; } = new("health", "Asks everything, and ranks the answers worst first", Operations.Checks.CheckTable.All);

    public override void Describe(Command command)
    {
        if (checks.Length > 1) command.Description += " " + Codes;
        _target.AddTo(command);
        command.Add(_rows);
        if (checks.Any(c => c.Name == "slow-queries")) command.Add(_longer);
        command.Add(_watch);
    }

    public override async Task<int> RunAsync(VerbRun run, CancellationToken cancellation)
    {
        var options = Options(run, out var every);
        var target = _target.Read(run);
        await using var runner = new CheckRunner(target, options);
        if (every is { } seconds)
            return await Watch.RunAsync(run, seconds, AskAsync, results => Draw(run, target, results), results => Json(results, target), cancellation);

        var answered = await AskAsync(cancellation);
        if (run.Json) run.WriteJson(Json(answered, target));
        else Draw(run, target, answered);
        return Ops.Health.ExitCode(answered);

        async Task<IReadOnlyList<CheckResult>> AskAsync(CancellationToken token) => await runner.RunAsync(checks, token);
    }

    private void Draw(VerbRun run, Target target, IReadOnlyList<CheckResult> results)
    {
        if (checks.Length == 1) CheckText.Write(results[0], target, run.Console);
        else CheckText.WriteHealth(results, target, run.Console);
    }

    private System.Text.Json.Nodes.JsonObject Json(IReadOnlyList<CheckResult> results, Target target) =>
        checks.Length == 1 ? CheckJson.Of(results[0], target) : CheckJson.OfHealth(results, target);

    private CheckOptions Options(VerbRun run, out TimeSpan? every)
    {
        var problems = new List<string>();
        var rows = run.ValueOrDefault(_rows);
        if (rows is < 1 or > MostRows) problems.Add($"--limit is {rows}; it is 1 to {MostRows}");
        var longer = Times.Read("--longer-than", run.ValueOrDefault(_longer), problems);
        every = null;
        if (run.Parsed.GetResult(_watch) is not null)
        {
            var seconds = run.ValueOrDefault(_watch) ?? 2;
            if (seconds is >= 0.5 and <= 3600) every = TimeSpan.FromSeconds(seconds);
            else problems.Add(FormattableString.Invariant($"--watch is {seconds}; it is 0.5 to 3600 seconds"));
        }

        if (problems.Count > 0) throw new InputException([.. problems]);
        var options = new CheckOptions { Rows = rows };
        return longer is { } time ? options with { RunningLongerThan = time.TotalSeconds } : options;
    }
}
