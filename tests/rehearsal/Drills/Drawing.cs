using TechCorp.PgInfra.Rehearsal.Drills;

namespace TechCorp.PgInfra.Rehearsal.Tests.Drills;

internal static class Drawing
{
    /// <summary>A result as text, for a failed test.</summary>
    public static string Drawn(this DrillResult result) => string.Join('\n',
        [
            $"{result.Name} {result.Took.TotalSeconds:0.0} s",
            .. result.Timeline.Marks.Select(m => $"  {m.At.TotalSeconds:0.00} {m.Kind} {m.What}"),
            .. result.Checks.Select(c => $"  {(c.Holds ? "ok" : "NOT")} {c.What}: {c.Seen}"),
            .. result.Figures.Select(f => "  " + f),
        ]);

    /// <summary>What did not hold.</summary>
    public static string[] Broken(this DrillResult result) => [.. result.Checks.Where(c => !c.Holds).Select(c => c.What)];

    /// <summary>Asserts that these checks did not hold and all others did; a failure shows the whole drill, which may never go that way again.</summary>
    public static void Broke(this DrillResult result, params string[] checks)
    {
        if (!result.Broken().SequenceEqual(checks))
            Assert.Fail($"Broken should be: {string.Join(", ", checks)}\n{result.Drawn()}");
    }
}
