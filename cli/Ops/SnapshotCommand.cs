using System.CommandLine;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Operations.Runbooks;
using TechCorp.PgInfra.Operations.Runbooks.Instances;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Cli.Ops;

/// <summary><c>./pg ops snapshot</c>.</summary>
internal sealed class SnapshotCommand() : RunbookCommand("snapshot", "Takes a snapshot that is kept, here and if wanted in the other region")
{
    private readonly Option<string?> _instance = new("--instance") { Description = "The instance; the stack's writer unless said otherwise.", HelpName = "IDENTIFIER" };

    private readonly Option<string?> _name = new("--name") { Description = "Identifier of the snapshot; instance and time unless said otherwise.", HelpName = "IDENTIFIER" };

    private readonly Option<string?> _copyTo = new("--copy-to") { Description = "Copy it to the region of this stack, under that stack's key, for example dr.", HelpName = "STACK" };

    public override void Describe(Command command)
    {
        foreach (var option in (Option[])[_instance, _name, _copyTo])
            command.Add(option);
        base.Describe(command);
    }

    protected override async Task<RunbookPlan> PlanAsync(VerbRun run, Plan plan, RdsApi rds, CancellationToken cancellation)
    {
        (RdsApi, DeclaredInstance)? copy = null;
        if (run.ValueOrDefault(_copyTo) is { } stack)
        {
            var other = DeclaredInstance.Find(await EstatePlan.CaptureAsync(run.Root, stack), null);
            if (other.Resource.Region == rds.Region) throw new InputException($"--copy-to {stack}: that stack is in {rds.Region} as well; a copy there protects from nothing. Name a stack of another region, for example dr.");
            copy = (Options.Rds(run, other.Resource.Region!), other);
        }

        return await Snapshot.PlanAsync(rds, DeclaredInstance.Find(plan, run.ValueOrDefault(_instance)), run.ValueOrDefault(_name), copy, cancellation);
    }
}
