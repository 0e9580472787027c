using System.CommandLine;
using TechCorp.PgInfra.Migrations.Apply;
using TechCorp.PgInfra.Migrations.Reports;

namespace TechCorp.PgInfra.Migrations.Cli;

/// <summary>Does it.</summary>
public sealed class ApplyVerb : ReconcileVerb
{
    private readonly Option<bool> _resetPasswords = new("--reset-passwords")
    {
        Description = "Send every password's verifier again: heals one that was changed by hand, which only verify can find.",
    };

    public ApplyVerb()
        : base("apply", "Does it, in one transaction, and proves that nothing is left.") => Command.Options.Add(_resetPasswords);

    /// <inheritdoc/>
    protected override Task<RunResult> ReconcileAsync(StepRun run, RunInput input, CancellationToken cancellation) =>
        PostDeployRun.ApplyAsync(input with { ResetPasswords = run.Parsed.GetValue(_resetPasswords) }, run.Progress, cancellation);

    /// <inheritdoc/>
    protected override void Write(StepRun run, RunResult result)
    {
        PlanText.WriteDifferences(run.Output, result, "apply");
        var done = result.Plan.IsEmpty && result.Files.IsEmpty ? "nothing to do" : PlanText.Counts(result, "added", "changed", "taken away", "applied");
        run.Output.WriteLine(result.ExitCode == ExitCode.Done ? $"{done}; nothing left" : $"{done}; left is what this login cannot do");
    }
}
