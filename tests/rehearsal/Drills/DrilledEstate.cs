using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Deployment;
using TechCorp.PgInfra.Rehearsal.Drills;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Plans;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("TechCorp.PgInfra.Rehearsal.Tests.Drills.DrillsComeFirst", "TechCorp.PgInfra.Rehearsal.Tests")]

namespace TechCorp.PgInfra.Rehearsal.Tests.Drills;

/// <summary>One deployed estate for the drills: each leaves it whole for the next, and after the one that does not there is a new one.</summary>
public sealed class DrilledEstate : IAsyncLifetime
{
    private RunDirectory? _run;
    private DrillEstate? _whole;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await EndAsync();

    /// <summary>An estate with nothing missing.</summary>
    public async Task<DrillEstate> WholeAsync()
    {
        if (_whole is not null) return _whole;
        _run = RunDirectory.Create();
        var estate = await RunningEstate.StartAsync(_run, await EstatePlans.CaptureAsync(Checkout.Root, "prod"), (e, part) => PostDeployStep.ApplyAsync(e, null, part));
        return _whole = DrillEstate.Of(estate, PulumiProject.Load(Checkout.Root));
    }

    /// <summary>Runs a drill.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="sabotage">What is declared otherwise than the plans do.</param>
    public async Task<DrillResult> RunAsync(string name, Func<DrillEstate, DrillEstate>? sabotage = null)
    {
        var (drill, whole) = (DrillTable.Find(name)!, await WholeAsync());
        var result = await DrillRun.RunAsync(drill, sabotage?.Invoke(whole) ?? whole, null, CancellationToken.None);
        if (!whole.Estate.Nodes.All(n => n.IsRunning) || !whole.Estate.Poolers.All(p => p.IsRunning)) await EndAsync();
        return result;
    }

    private async Task EndAsync()
    {
        var run = _run;
        (_whole, _run) = (null, null);
        if (run is not null) await run.DisposeAsync();
    }
}

/// <summary>The estate that every drill passes on.</summary>
[CollectionDefinition(nameof(SharesTheDrilledEstate))]
public sealed class SharesTheDrilledEstate : ICollectionFixture<DrilledEstate>;

/// <summary>Another one at the same time, on which something is broken: drills mostly wait for alarms.</summary>
[CollectionDefinition(nameof(SharesTheSabotagedEstate))]
public sealed class SharesTheSabotagedEstate : ICollectionFixture<DrilledEstate>;

/// <summary>What takes longest begins first: two collections run at a time.</summary>
public sealed class DrillsComeFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderByDescending(c => c.CollectionDefinition?.Name.StartsWith(typeof(DrillsComeFirst).Namespace!, StringComparison.Ordinal));
}
