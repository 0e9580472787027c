using System.Collections.Immutable;

namespace TechCorp.PgInfra.Review.Promotion;

/// <summary>Something a promotion demands.</summary>
/// <param name="Name">checkout, differences, laws, conform, rehearsal or drills.</param>
/// <param name="Met">What shows that it is met, in one line; null when it is not.</param>
/// <param name="Missing">What is not so, one sentence each; none when it is met.</param>
/// <param name="WayOut">The command that shows more or puts it right.</param>
public sealed record Demand(string Name, string? Met, ImmutableArray<string> Missing, string WayOut)
{
    /// <summary>True when nothing is missing.</summary>
    public bool IsMet => Missing.IsEmpty;
}
