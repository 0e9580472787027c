namespace TechCorp.PgInfra.Rehearsal.Topology;

/// <summary>The plans cannot be brought up as one estate; every reason at once.</summary>
public sealed class TopologyException(IReadOnlyList<string> problems)
    : Exception("The plans cannot be rehearsed: " + string.Join("; ", problems))
{
    /// <summary>One sentence each.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
