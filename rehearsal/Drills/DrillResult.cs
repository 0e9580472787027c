using System.Collections.Immutable;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>One thing a drill asserts.</summary>
/// <param name="What">What must be true.</param>
/// <param name="Holds">Whether it was.</param>
/// <param name="Seen">What was seen.</param>
public sealed record DrillCheck(string What, bool Holds, string Seen);

/// <summary>One measured value.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">Number, in <paramref name="Unit"/>.</param>
/// <param name="Unit">Unit, e.g. <c>s</c>; empty for a count.</param>
public sealed record DrillFigure(string Name, double Value, string Unit)
{
    /// <summary><c>downtime 1.24 s</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name} {Value:#,0.###}{(Unit.Length == 0 ? "" : " " + Unit)}");
}

/// <summary>What came of one drill.</summary>
/// <param name="Name">Name of the drill.</param>
/// <param name="Proves">What it proves.</param>
/// <param name="Checks">What it asserted.</param>
/// <param name="Figures">What it measured.</param>
/// <param name="Timeline">What happened when.</param>
/// <param name="Notes">What was done otherwise than it would be on RDS.</param>
/// <param name="Took">Time from its first step to its last.</param>
public sealed record DrillResult(
    string Name,
    string Proves,
    ImmutableArray<DrillCheck> Checks,
    ImmutableArray<DrillFigure> Figures,
    Timeline Timeline,
    ImmutableArray<string> Notes,
    TimeSpan Took)
{
    /// <summary>True when everything it asserted was true. A drill that asserted nothing has proved nothing.</summary>
    public bool Passed => Checks.Length > 0 && Checks.All(c => c.Holds);

    /// <summary>True when the drill came to its end and put everything right again.</summary>
    public bool LeftWhole { get; init; }

    /// <summary>Declared alarms that fired as they should: <c>PostgresDiskSpaceLow-techcorp-primary</c>.</summary>
    public ImmutableArray<string> Fired { get; init; } = [];

    /// <summary>The figure of that name.</summary>
    public double this[string figure] => Figures.First(f => f.Name == figure).Value;
}
