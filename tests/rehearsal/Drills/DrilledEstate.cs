using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Deployment;
using TechCorp.PgInfra.Rehearsal.Drills;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Plans;

namespace TechCorp.PgInfra.Rehearsal.Tests.Drills;

/// <summary>One deployed estate for every drill, since a drill leaves it whole.</summary>
public sealed class DrilledEstate : IAsyncLifetime
{
    private readonly RunDirectory _run = RunDirectory.Create();

    public DrillEstate Subject { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var estate = await RunningEstate.StartAsync(_run, await EstatePlans.CaptureAsync(Checkout.Root, "prod"));
        await PostDeployStep.ApplyAsync(estate);
        Subject = DrillEstate.Of(estate, PulumiProject.Load(Checkout.Root));
    }

    public async Task DisposeAsync() => await _run.DisposeAsync();

    /// <summary>Runs a drill on it.</summary>
    public Task<DrillResult> RunAsync(string name) => DrillRun.RunAsync(DrillTable.Find(name)!, Subject, null, CancellationToken.None);
}

[CollectionDefinition(nameof(DrilledEstate))]
public sealed class SharesTheDrilledEstate : ICollectionFixture<DrilledEstate>;
