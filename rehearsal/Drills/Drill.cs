using System.Collections.Immutable;
using TechCorp.PgInfra.Rehearsal.Plans;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>One drill.</summary>
/// <param name="Name">Word on the command line.</param>
/// <param name="Proves">One sentence.</param>
/// <param name="Requirements">Requirement ids.</param>
/// <param name="RunAsync">Breaks the estate, measures, asserts, and puts it right again.</param>
public sealed record Drill(string Name, string Proves, IReadOnlyList<string> Requirements, Func<DrillRun, CancellationToken, Task> RunAsync)
{
    /// <summary>Why these plans cannot be drilled so, or null: what is not declared cannot be lost.</summary>
    public Func<EstatePlans, string?> Lacks { get; init; } = _ => null;

    /// <summary>Names of the alarms that it makes fire, without what they watch: <c>PostgresDiskSpaceLow</c>.</summary>
    public ImmutableArray<string> Fires { get; init; } = [];

    /// <summary>True when the estate is not whole afterwards: it runs last.</summary>
    public bool EndsTheEstate { get; init; }
}
