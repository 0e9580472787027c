using System.CommandLine;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Operations.Runbooks;
using TechCorp.PgInfra.Operations.Runbooks.Instances;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Cli.Ops;

/// <summary><c>./pg ops promote-replica</c>.</summary>
internal sealed class PromoteReplicaCommand() : RunbookCommand("promote-replica", "Makes a replica of the same region a writer; the last resort, with loss and no way back")
{
    private readonly Option<string> _instance = new("--instance") { Description = "The replica.", HelpName = "IDENTIFIER", Required = true };

    private readonly Option<bool> _takeOver = new("--take-over") { Description = "Give it the writer's identifier, and so its host name; the writer is renamed to ...-replaced." };

    public override void Describe(Command command)
    {
        command.Add(_instance);
        command.Add(_takeOver);
        base.Describe(command);
    }

    protected override Task<RunbookPlan> PlanAsync(VerbRun run, Plan plan, RdsApi rds, CancellationToken cancellation) =>
        PromoteReplica.PlanAsync(rds, DeclaredInstance.Find(plan, run.Value(_instance)), run.ValueOrDefault(_takeOver), cancellation);
}
