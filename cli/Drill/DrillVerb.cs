using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Cli.Rehearse;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Rehearsal.Connections;
using TechCorp.PgInfra.Rehearsal.Drills;
using TechCorp.PgInfra.Rehearsal.Plans;
using TechCorp.PgInfra.Rehearsal.Reports;
using TechCorp.PgInfra.Rehearsal.Requirements;
using TechCorp.PgInfra.Rehearsal.Slots;
using TechCorp.PgInfra.Review.Promotion.Records;

namespace TechCorp.PgInfra.Cli.Drill;

/// <summary><c>./pg drill NAME|all</c>: breaks the declared estate on this machine and measures what it costs.</summary>
internal sealed class DrillVerb() : Verb("drill", "Breaks the declared estate on this machine, on purpose, and measures loss and downtime")
{
    private const string Every = "all";

    private readonly Argument<string[]> _names = new("drill")
    {
        Description = $"Which drills, or {Every}:{string.Concat(DrillTable.All.Select(d => $"{Environment.NewLine}{d.Name}: {d.Proves}"))}", Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _stack = new("--stack", "-s")
    {
        Description = "The stack with the writer; the stack that copies it comes up with it.", HelpName = "name", DefaultValueFactory = _ => "prod",
    };

    private readonly Option<string?> _file = new("--config-file")
    {
        Description = "Read the stack's configuration from this file instead, for example to try a change.", HelpName = "path",
    };

    private readonly Option<string?> _report = new("--report") { Description = "Write a page with topology, time lines and figures; it needs nothing beside it.", HelpName = "file.html" };

    private readonly RecordOption _record = new();

    public override void Describe(Command command)
    {
        command.Add(_names);
        foreach (var option in (Option[])[_stack, _file, _report, _record.Option])
            command.Add(option);
    }

    public override async Task<int> RunAsync(VerbRun run, CancellationToken cancellation)
    {
        CallersDefaults.Forget();
        var drills = Chosen(run.Value(_names));
        var page = run.ValueOrDefault(_report);
        if (page is not null) ResultFile.Demand("--report", page);
        var checkout = await _record.BeginAsync(run, cancellation);
        if (checkout is not null && !drills.IsEmpty)
            throw new InputException($"--record: a record is one of all drills; say './pg drill {Every} --record', or leave --record out.");
        var project = PulumiProject.Load(run.Root);
        var configuration = project.LoadStack(run.Value(_stack), run.ValueOrDefault(_file));

        using var progress = new ProgressLines(run.Error);
        var postgres = await Installation.EnsureAsync(EstatePlans.MajorOf(configuration), withPooler: true, progress.Say, cancellation);
        RecordOption.WarnOfMajor(progress, checkout, configuration, postgres);
        var runs = new CheckoutRuns(run.Root);
        DrillReport report;
        try
        {
            report = await DrillSession.RunAsync(token => runs.CreateForDrillAsync(postgres, progress.Say, progress, token), project, configuration, drills, new Told(progress), cancellation);
        }
        finally
        {
            runs.Tidy();
        }

        progress.Dispose();
        var unwritten = page is null ? null : await WriteAsync(page, report, cancellation);
        if (run.Json)
            run.WriteJson(JsonReport.Of(report));
        else
            DrillText.Write(report, run.Console, unwritten is null ? page : null);
        if (checkout is not null)
        {
            await _record.EndAsync(
                run, checkout, RehearsalRecord.Drills, await EstatePlans.CaptureAsync(project, configuration), report.PostgreSqlVersion, report.Took,
                [.. report.Results.Select(r => new RecordedCheck($"{r.Name}: {r.Proves}", r.Passed ? [] : [.. r.Checks.Where(c => !c.Holds).Select(c => $"{c.What}: {c.Seen}").DefaultIfEmpty("nothing was asserted")]))],
                report.NotRehearsed.Select(n => $"{n.What}: {n.Why}"), cancellation);
        }

        if (unwritten is not null)
        {
            run.Error.WriteLine($"pg: {unwritten}");
            return ExitCodes.Failed;
        }

        return report.Passed ? ExitCodes.Done : ExitCodes.Found;
    }

    // A disk that has filled meanwhile must not cost what was measured.
    private static async Task<string?> WriteAsync(string page, DrillReport report, CancellationToken cancellation)
    {
        try
        {
            await File.WriteAllTextAsync(page, HtmlReport.Render(report), cancellation);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"--report: {page} could not be written: {e.Message}";
        }
    }

    // None for all of them.
    private static ImmutableArray<Rehearsal.Drills.Drill> Chosen(string[] names)
    {
        var unknown = names.Where(n => n != Every && DrillTable.Find(n) is null).Distinct(StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            throw new InputException([.. unknown.Select(n => string.Create(CultureInfo.InvariantCulture,
                $"there is no drill '{n}'.{Nearest.Hint(n, DrillTable.All.Select(d => d.Name))} There are {string.Join(", ", DrillTable.All.Select(d => d.Name))} and {Every}."))]);
        }

        return names.Contains(Every) ? [] : [.. DrillTable.All.Where(d => names.Contains(d.Name))];
    }

    private sealed class Told(ProgressLines lines) : IProgress<(Rehearsal.Drills.Drill Drill, string What)>
    {
        public void Report((Rehearsal.Drills.Drill Drill, string What) value) => lines.Say($"{value.Drill.Name}: {value.What}");
    }
}
