using TechCorp.PgInfra.Rehearsal.Drills;

namespace TechCorp.PgInfra.Rehearsal.Tests.Drills;

/// <summary>What the plans of prod and dr declare survives every disaster that is drilled.</summary>
[Collection(nameof(DrilledEstate))]
public sealed class Every_drill_passes(DrilledEstate estate)
{
    public static TheoryData<string> Names => [.. DrillTable.All.Select(d => d.Name)];

    /// <summary>In any order: each leaves the estate whole for the next.</summary>
    [Theory, MemberData(nameof(Names))]
    public async Task On_the_estate_as_declared(string name)
    {
        var result = await estate.RunAsync(name);

        Assert.True(result.Passed, result.Drawn());
    }
}
