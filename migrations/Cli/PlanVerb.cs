using System.CommandLine;
using TechCorp.PgInfra.Migrations.Apply;
using TechCorp.PgInfra.Migrations.Reports;

namespace TechCorp.PgInfra.Migrations.Cli;

/// <summary>Shows what is to be done.</summary>
public sealed class PlanVerb : ReconcileVerb
{
    private readonly Option<bool> _sql = new("--sql") { Description = "Print only the SQL, to paste into psql; verifiers are psql variables." };

    public PlanVerb()
        : base("plan", "Shows what is to be done and changes nothing; exit code 0 nothing, 3 something.") => Command.Options.Add(_sql);

    /// <inheritdoc/>
    protected override Task<RunResult> ReconcileAsync(StepRun run, RunInput input, CancellationToken cancellation) =>
        PostDeployRun.PlanAsync(input, cancellation);

    /// <inheritdoc/>
    protected override void Write(StepRun run, RunResult result)
    {
        if (run.Parsed.GetValue(_sql))
        {
            PlanText.WriteSql(run.Output, result.Plan);
            return;
        }

        PlanText.WriteDifferences(run.Output, result, "plan");
        if (!result.Plan.IsEmpty)
        {
            run.Output.WriteLine("as SQL, in one transaction");
            run.Output.WriteLine();
            PlanText.WriteSql(run.Output, result.Plan);
            run.Output.WriteLine();
        }

        run.Output.WriteLine(result.ExitCode == ExitCode.Done
            ? "nothing to do"
            : PlanText.Counts(result, "to add", "to change", "to take away", "to apply"));
    }
}
