using System.CommandLine;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Operations.Runbooks;
using TechCorp.PgInfra.Operations.Runbooks.Instances;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Cli.Ops;

/// <summary><c>./pg ops failover</c>.</summary>
internal sealed class FailoverCommand() : RunbookCommand("failover", "Lets the Multi-AZ standby take over, without loss")
{
    private readonly Option<string?> _instance = new("--instance") { Description = "The instance; the stack's writer unless said otherwise.", HelpName = "IDENTIFIER" };

    private readonly Option<bool> _again = new("--again") { Description = "Fail over also within 15 minutes of the last one." };

    public override void Describe(Command command)
    {
        command.Add(_instance);
        command.Add(_again);
        base.Describe(command);
    }

    protected override Task<RunbookPlan> PlanAsync(VerbRun run, Plan plan, RdsApi rds, CancellationToken cancellation) =>
        Failover.PlanAsync(rds, DeclaredInstance.Find(plan, run.ValueOrDefault(_instance)), run.ValueOrDefault(_again), cancellation);
}
