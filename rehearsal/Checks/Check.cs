namespace TechCorp.PgInfra.Rehearsal.Checks;

/// <summary>Something a rehearsal proves about the running estate.</summary>
/// <param name="What">One sentence that is true when it passed.</param>
/// <param name="Failures">What is not so, one sentence each; none when it passed.</param>
public sealed record Check(string What, IReadOnlyList<string> Failures)
{
    /// <summary>True when it holds.</summary>
    public bool Passed => Failures.Count == 0;
}
