using System.CommandLine;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Operations.Runbooks;
using TechCorp.PgInfra.Operations.Runbooks.Instances;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Cli.Ops;

/// <summary>A subcommand that is a plan first: it shows checks, price and exact commands, and with <c>--execute</c> goes through them.</summary>
internal abstract class RunbookCommand(string name, string summary) : OpsCommand(name, summary)
{
    protected RunbookOptions Options { get; } = new();

    public override void Describe(Command command) => Options.AddTo(command);

    public override async Task<int> RunAsync(VerbRun run, CancellationToken cancellation)
    {
        var plan = await StackOptions.PlanAsync(run);
        var region = plan.Resources.First(r => r.Type.StartsWith("aws:rds/instance", StringComparison.Ordinal)).Region!;
        var runbook = await PlanAsync(run, plan, Options.Rds(run, region), cancellation);
        return await ShowAndExecuteAsync(run, runbook, cancellation);
    }

    /// <summary>Makes the plan; changes nothing.</summary>
    protected abstract Task<RunbookPlan> PlanAsync(VerbRun run, Plan plan, RdsApi rds, CancellationToken cancellation);

    private async Task<int> ShowAndExecuteAsync(VerbRun run, RunbookPlan plan, CancellationToken cancellation)
    {
        var execute = Options.Execute(run);
        if (!run.Json) RunbookText.Write(plan, run.Console, run.Out, execute);
        if (!plan.MayExecute || !execute)
        {
            if (run.Json) run.WriteJson(RunbookJson.Of(plan, executed: false));
            if (!plan.MayExecute) run.Error.WriteLine("pg: nothing was changed: a check forbids it.");
            return plan.MayExecute ? ExitCodes.Done : ExitCodes.Found;
        }

        if (!Options.Yes(run) && !await AgreedAsync(run, plan, cancellation)) return ExitCodes.Failed;
        await RunbookExecution.RunAsync(plan, text => run.Error.WriteLine($"pg: {text}"), cancellation);
        if (run.Json) run.WriteJson(RunbookJson.Of(plan, executed: true));
        else RunbookText.WriteAfterwards(plan, run.Console, run.Out);
        return ExitCodes.Done;
    }

    private static async Task<bool> AgreedAsync(VerbRun run, RunbookPlan plan, CancellationToken cancellation)
    {
        if (Console.IsInputRedirected)
            throw new InputException("--execute asks before it changes anything, and there is no terminal to ask on: say --yes as well.");
        if (await Prompt.AskAsync(run, $"pg: {plan.Title}: type yes to go on: ", cancellation) == "yes") return true;
        run.Error.WriteLine("pg: nothing was changed.");
        return false;
    }
}
