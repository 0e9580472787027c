using TechCorp.PgInfra.Rehearsal.Drills;
using Xunit.Abstractions;

namespace TechCorp.PgInfra.Rehearsal.Tests.Drills;

[Collection(nameof(DrilledEstate))]
public sealed class Every_drill_passes(DrilledEstate estate, ITestOutputHelper output)
{
    /// <summary>One after the other on one estate, as <c>./pg drill all</c> does it: each must leave it whole for the next.</summary>
    [Fact]
    public async Task One_after_the_other_on_one_estate()
    {
        var failed = new List<string>();
        foreach (var drill in DrillTable.All)
        {
            var result = await estate.RunAsync(drill.Name);
            output.WriteLine(Drawn(result));
            if (!result.Passed) failed.Add(Drawn(result));
        }

        Assert.True(failed.Count == 0, string.Join("\n", failed));
    }

    private static string Drawn(DrillResult result) => string.Join('\n',
        [$"{result.Name} {result.Took.TotalSeconds:0.0} s", .. result.Timeline.Marks.Select(m => $"  {m.At.TotalSeconds:0.00} {m.Kind} {m.What}"),
            .. result.Checks.Select(c => $"  {(c.Holds ? "ok" : "NOT")} {c.What}: {c.Seen}"), .. result.Figures.Select(f => "  " + f)]);
}
