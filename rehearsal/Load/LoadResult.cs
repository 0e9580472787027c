using System.Collections.Immutable;

namespace TechCorp.PgInfra.Rehearsal.Load;

/// <summary>A commit the server acknowledged.</summary>
/// <param name="Id">Unique over all loads of a drill.</param>
/// <param name="At">When the acknowledgement arrived, since the drill began.</param>
/// <param name="Latency">From sending the statement to the acknowledgement.</param>
public readonly record struct AcknowledgedCommit(long Id, TimeSpan At, TimeSpan Latency);

/// <summary>A transaction or login that failed. Whether its commit happened is not known.</summary>
/// <param name="Id">Id that was being written; null when the connection could not be opened.</param>
/// <param name="At">When, since the drill began.</param>
/// <param name="Message">First line of the error.</param>
public sealed record LoadFailure(long? Id, TimeSpan At, string Message);

/// <summary>Everything a load saw.</summary>
/// <param name="Commits">Acknowledged commits in order of time.</param>
/// <param name="Failures">Failures in order of time.</param>
public sealed record LoadResult(ImmutableArray<AcknowledgedCommit> Commits, ImmutableArray<LoadFailure> Failures)
{
    /// <summary>
    /// How long nobody got a commit through: from the last acknowledgement before the moment to the first of a statement sent after it;
    /// null when none came.
    /// </summary>
    public TimeSpan? OutageAround(TimeSpan moment)
    {
        var before = Commits.Where(c => c.At <= moment).Select(c => (TimeSpan?)c.At).LastOrDefault() ?? moment;
        return Commits.Where(c => c.At - c.Latency > moment || (c.At > moment && c.Latency > TimeSpan.FromMilliseconds(500)))
            .Select(c => (TimeSpan?)c.At).FirstOrDefault() - before;
    }

    /// <summary>Commits, failures, and what the first failure was: the number alone leads nobody to its cause.</summary>
    public override string ToString() =>
        $"{Commits.Length} commits, {Failures.Length} failures{(Failures.IsEmpty ? "" : FormattableString.Invariant($", the first after {Failures[0].At.TotalSeconds:0.00} s: {Failures[0].Message}"))}";

    /// <summary>Latency that this share of the commits stayed below; zero without commits.</summary>
    public TimeSpan Percentile(double share)
    {
        var sorted = Commits.Select(c => c.Latency).Order().ToList();
        return sorted.Count == 0 ? TimeSpan.Zero : sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
    }
}
