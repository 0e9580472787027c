using System.CommandLine;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Connections;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Plans;
using TechCorp.PgInfra.Rehearsal.Rehearsals;
using TechCorp.PgInfra.Rehearsal.Requirements;
using TechCorp.PgInfra.Rehearsal.Slots;
using TechCorp.PgInfra.Review.Promotion.Records;

namespace TechCorp.PgInfra.Cli.Rehearse;

/// <summary><c>./pg rehearse</c>, <c>./pg rehearse status</c>, <c>./pg rehearse outputs</c>, <c>./pg rehearse down</c>.</summary>
internal sealed class RehearseVerb() : Verb("rehearse", "Brings the declared estate up on this machine, as real servers, and proves it")
{
    private readonly Option<string> _stack = new("--stack", "-s")
    {
        Description = "The stack with the writer; the stack that copies it comes up with it.", HelpName = "name", DefaultValueFactory = _ => "prod",
    };

    private readonly Option<string?> _file = new("--config-file")
    {
        Description = "Read the stack's configuration from this file instead, for example to try a change.", HelpName = "path",
    };

    private readonly Option<bool> _once = new("--once") { Description = "Take everything down again at the end." };

    private readonly Option<string[]> _login = new("--login")
    {
        Description = "Show every form of this login's connection strings: psql, URL, Npgsql, JDBC. May be repeated.", HelpName = "name", DefaultValueFactory = _ => [],
    };

    private readonly Option<bool> _secrets = new("--show-secrets") { Description = "Put the passwords into the connection strings." };

    private readonly RecordOption _record = new();

    public override bool ActsWithoutSubcommand => true;

    public override void Describe(Command command)
    {
        foreach (var option in (Option[])[_stack, _file, _once, _login, _secrets, _record.Option])
            command.Add(option);
        command.Add(new Command("status", "Shows the estate that is up: nodes, lag, connection strings. Exit 3 when it is not whole.") { _login, _secrets });
        command.Add(new Command("outputs", "Prints the stack outputs of the estate that is up, as pulumi stack output --json does for a deployed one.") { _secrets });
        command.Add(new Command("down", "Takes down whatever this checkout's rehearsals and drills have left running, also when they were killed."));
    }

    public override Task<int> RunAsync(VerbRun run, CancellationToken cancellation)
    {
        CallersDefaults.Forget();
        return run.Command switch
        {
            "status" => StatusAsync(run, cancellation),
            "outputs" => Task.FromResult(Outputs(run)),
            "down" => DownAsync(run),
            _ => RehearseAsync(run, cancellation),
        };
    }

    private async Task<int> RehearseAsync(VerbRun run, CancellationToken cancellation)
    {
        DemandLogins(run);
        var checkout = await _record.BeginAsync(run, cancellation);
        using var progress = new ProgressLines(run.Error);
        var project = PulumiProject.Load(run.Root);
        var configuration = project.LoadStack(run.Value(_stack), run.ValueOrDefault(_file));
        var runs = new CheckoutRuns(run.Root);
        using var held = runs.Lock();
        await RefuseOrCleanAsync(runs, progress);
        var postgres = await Installation.EnsureAsync(EstatePlans.MajorOf(configuration), withPooler: true, progress.Say, cancellation);
        RecordOption.WarnOfMajor(progress, checkout, configuration, postgres);

        var once = run.ValueOrDefault(_once);
        var directory = runs.Create(once ? Lifetime.WithCommand : Lifetime.UntilDeleted, postgres, progress);
        var (keep, gone) = (false, (Task?)null);
        try
        {
            var report = await EstateRehearsal.RunAsync(directory, () => EstatePlans.CaptureAsync(project, configuration), cancellation);
            progress.Dispose();
            // What is shown is known by now.
            if (once) gone = directory.DeleteAsync();
            Show(run, report, once);
            keep = report.Passed && !once;
            await _record.EndAsync(
                run, checkout, RehearsalRecord.Rehearsal, report.Estate.Plans, report.PostgreSqlVersion, report.Took,
                [.. report.Checks.Select(c => new RecordedCheck(c.What, [.. c.Failures]))], report.NotRehearsed.Select(n => $"{n.What}: {n.Why}"), cancellation);
            return report.Passed ? ExitCodes.Done : ExitCodes.Found;
        }
        finally
        {
            if (!keep) await (gone ?? directory.DeleteAsync());
        }
    }

    // A minute of work should not end with a misspelt name.
    private void DemandLogins(VerbRun run)
    {
        string[] known = [Database.MasterUsername, .. ServiceCatalog.TechCorp.Logins.Select(l => l.Name)];
        var unknown = (run.ValueOrDefault(_login) ?? []).Except(known).ToList();
        if (unknown.Count > 0)
            throw new InputException([.. unknown.Select(l => $"there is no login '{l}'.{Nearest.Hint(l, known)} There are: {string.Join(", ", known)}.")]);
    }

    private static async Task RefuseOrCleanAsync(CheckoutRuns runs, ProgressLines progress)
    {
        foreach (var existing in runs.Existing())
        {
            if (RunningEstate.Open(existing) is { IsComplete: true } estate && existing.Processes().Count > 0)
                throw new InputException(
                    $"the estate of stack {estate.Plans.Estate.Stack} is up already (writer {estate.Writer.Identifier}, process {estate.Writer.Cluster.Pid?.ToString() ?? "not running"}). ./pg rehearse status shows it, ./pg rehearse down takes it down.");
            progress.Say($"removing what an interrupted rehearsal left in {existing.Path}");
            await existing.DeleteAsync();
        }

        await runs.RemoveAbandonedAsync(progress.Say);
    }

    private void Show(VerbRun run, RehearsalReport report, bool once)
    {
        var logins = run.ValueOrDefault(_login) ?? [];
        if (run.Json)
            run.WriteJson(RehearsalJson.Of(report, logins, run.ValueOrDefault(_secrets)));
        else
            RehearsalText.Write(report, run.Console, once ? null : new Shown(logins, run.ValueOrDefault(_secrets)));
    }

    private async Task<int> StatusAsync(VerbRun run, CancellationToken cancellation)
    {
        DemandLogins(run);
        foreach (var existing in new CheckoutRuns(run.Root).Existing())
        {
            var estate = RunningEstate.Open(existing);
            if (existing.OwnerIsAlive && estate is not { IsComplete: true })
                return NotWhole(run, $"an estate is coming up under process {existing.OwnerPid}.");
            if (estate is not { IsComplete: true })
                return NotWhole(run, "a rehearsal was interrupted and has left something behind. ./pg rehearse down removes it.");
            var dead = estate.Nodes.Where(n => !n.IsRunning).Select(n => n.Identifier).Concat(estate.Poolers.Where(p => !p.IsRunning).Select(p => p.Name)).ToList();
            if (dead.Count > 0)
                return NotWhole(run, $"the estate of stack {estate.Plans.Estate.Stack} is not whole; not running: {string.Join(", ", dead)}. ./pg rehearse down removes it.");

            var report = await EstateRehearsal.CheckAsync(estate, cancellation);
            Show(run, report, once: false);
            return report.Passed ? ExitCodes.Done : ExitCodes.Found;
        }

        return NotWhole(run, "no estate is up. ./pg rehearse brings one up.");
    }

    private int Outputs(VerbRun run)
    {
        foreach (var existing in new CheckoutRuns(run.Root).Existing())
        {
            if (RunningEstate.Open(existing) is not { IsComplete: true } estate) continue;
            run.WriteJson(RehearsedOutputs.Of(estate, run.ValueOrDefault(_secrets)));
            run.Error.WriteLine($"pg: its certificates are signed by {estate.RootCertificateFile}; tell ./pg post-deploy with --connect \"sslrootcert={estate.RootCertificateFile}\"");
            return ExitCodes.Done;
        }

        return NotWhole(run, "no estate is up. ./pg rehearse brings one up.");
    }

    private static int NotWhole(VerbRun run, string problem)
    {
        if (run.Json) run.WriteJson(new JsonObject { ["problems"] = new JsonArray(new JsonObject { ["message"] = problem }) });
        run.Error.WriteLine($"pg: {problem}");
        return ExitCodes.Found;
    }

    private static async Task<int> DownAsync(VerbRun run)
    {
        var runs = new CheckoutRuns(run.Root);
        var removed = 0;
        foreach (var existing in runs.Existing())
        {
            var owned = RunningEstate.Open(existing) is not { IsComplete: true };
            if (owned && existing.OwnerIsAlive)
            {
                run.Error.WriteLine($"pg: stopping process {existing.OwnerPid}, which is bringing it up.");
                if (!await existing.EndOwnerAsync(TimeSpan.FromSeconds(15)))
                    throw new InputException($"process {existing.OwnerPid} did not end within 15 s. End it with kill -9 {existing.OwnerPid}, then run ./pg rehearse down again.");
            }

            await existing.DeleteAsync();
            removed++;
        }

        using (runs.Lock()) removed += await runs.RemoveAbandonedAsync(_ => { });
        foreach (var drill in runs.ExistingDrills())
            run.Error.WriteLine($"pg: process {drill.OwnerPid} is drilling an estate of its own, and takes it down when it ends; Ctrl-C or kill {drill.OwnerPid} ends it.");
        if (run.Json) run.WriteJson(new JsonObject { ["removed"] = removed });
        else run.Out.WriteLine(removed == 0 ? "nothing was up" : "everything is down");
        return ExitCodes.Done;
    }
}

/// <summary>Which connection strings are shown.</summary>
/// <param name="Logins">Logins whose every form is shown; none shows one line for each login.</param>
/// <param name="Secrets">True puts passwords into them.</param>
internal sealed record Shown(IReadOnlyList<string> Logins, bool Secrets);
