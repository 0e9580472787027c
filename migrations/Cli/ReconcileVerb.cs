using System.CommandLine;
using TechCorp.PgInfra.Migrations.Apply;
using TechCorp.PgInfra.Migrations.Reports;

namespace TechCorp.PgInfra.Migrations.Cli;

/// <summary>What plan and apply have in common: the comparison, and how it is shown.</summary>
public abstract class ReconcileVerb : StepVerb
{
    private readonly Option<bool> _additive = new("--additive") { Description = "Only add; what is not declared is shown and left alone." };

    protected ReconcileVerb(string name, string description)
        : base(name, description) => Command.Options.Add(_additive);

    /// <inheritdoc/>
    protected override async Task<int> WorkAsync(StepRun run, CancellationToken cancellation)
    {
        var result = await ReconcileAsync(run, run.Input with { Additive = run.Parsed.GetValue(_additive) }, cancellation);
        if (run.Json)
        {
            PlanJson.Write(run.Output, PlanJson.Of(result, Command.Name, run.Stack));
        }
        else
        {
            Write(run, result);
        }

        if (run.Timing)
        {
            run.Progress(PlanText.Timing(result.Timing));
        }

        return result.ExitCode;
    }

    /// <summary>Plans or applies.</summary>
    protected abstract Task<RunResult> ReconcileAsync(StepRun run, RunInput input, CancellationToken cancellation);

    /// <summary>Shows it to a person.</summary>
    protected abstract void Write(StepRun run, RunResult result);
}
