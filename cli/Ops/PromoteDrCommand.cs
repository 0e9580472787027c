using System.CommandLine;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Operations.Runbooks;
using TechCorp.PgInfra.Operations.Runbooks.Instances;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Cli.Ops;

/// <summary><c>./pg ops promote-dr</c>.</summary>
internal sealed class PromoteDrCommand() : RunbookCommand("promote-dr", "Makes the copy in the other region the writer, when the first region is lost")
{
    private readonly Option<bool> _emergency = new("--emergency") { Description = "Promote through AWS at once, for when Pulumi or its state is out of reach." };

    private readonly Option<bool> _even = new("--even-if-primary-runs") { Description = "Promote although the primary lets clients in: there will be two writers." };

    public override void Describe(Command command)
    {
        command.Add(_emergency);
        command.Add(_even);
        base.Describe(command);
    }

    protected override Task<RunbookPlan> PlanAsync(VerbRun run, Plan plan, RdsApi rds, CancellationToken cancellation) =>
        PromoteDr.PlanAsync(rds, region => Options.Rds(run, region), plan,
            new PromoteDrOptions(run.Root, run.ValueOrDefault(StackOptions.File) ?? Path.Combine(run.Root, $"Pulumi.{plan.Stack}.yaml"))
            {
                Emergency = run.ValueOrDefault(_emergency), EvenIfPrimaryRuns = run.ValueOrDefault(_even),
            }, cancellation);
}
