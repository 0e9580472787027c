using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Plans;
using TechCorp.PgInfra.Rehearsal.Rehearsals;

namespace TechCorp.PgInfra.Rehearsal.Tests;

/// <summary>The estate of prod and dr, rehearsed once for every test that leaves it as it is.</summary>
public sealed class RehearsedEstate : IAsyncLifetime
{
    private readonly RunDirectory _run = RunDirectory.Create();

    public RehearsalReport Report { get; private set; } = null!;

    public RunningEstate Estate => Report.Estate;

    public async Task InitializeAsync()
    {
        try
        {
            Report = await EstateRehearsal.RunAsync(_run, () => EstatePlans.CaptureAsync(Checkout.Root, "prod"));
        }
        catch
        {
            // xunit does not dispose a fixture that failed to come up.
            await _run.DisposeAsync();
            throw;
        }
    }

    public async Task DisposeAsync() => await _run.DisposeAsync();
}

[CollectionDefinition(nameof(RehearsedEstate))]
public sealed class SharesTheEstate : ICollectionFixture<RehearsedEstate>;
