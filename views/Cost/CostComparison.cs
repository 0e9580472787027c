using System.Collections.Immutable;

namespace TechCorp.PgInfra.Views.Cost;

/// <summary>One row of two estimates side by side.</summary>
/// <param name="Subject">What is charged for, called alike in both.</param>
/// <param name="Area">What it pays for.</param>
/// <param name="Left">USD a month in the first; null where it has no such line.</param>
/// <param name="Right">USD a month in the other; null where it has no such line.</param>
/// <param name="LeftItem">What is billed in the first, for example its instance class.</param>
/// <param name="RightItem">What is billed in the other.</param>
public sealed record CostDifference(string Subject, CostArea Area, decimal? Left, decimal? Right, string LeftItem, string RightItem)
{
    /// <summary>The other minus the first.</summary>
    public decimal Usd => (Right ?? 0) - (Left ?? 0);
}

/// <summary>Two estimates by what is charged for, the largest difference first.</summary>
public static class CostComparison
{
    /// <summary>The rows: an instance by its role, everything else by its type.</summary>
    public static ImmutableArray<CostDifference> Of(CostEstimate left, CostEstimate right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var (ours, theirs) = (Sums(left), Sums(right));
        return
        [
            .. ours.Keys.Union(theirs.Keys)
                .Select(k => new CostDifference(
                    k.Subject, k.Area, ours.TryGetValue(k, out var l) ? l.Usd : null, theirs.TryGetValue(k, out var r) ? r.Usd : null,
                    ours.GetValueOrDefault(k).Items ?? "", theirs.GetValueOrDefault(k).Items ?? ""))
                .OrderByDescending(d => Math.Abs(d.Usd)).ThenBy(d => d.Subject, StringComparer.Ordinal).ThenBy(d => d.Area),
        ];
    }

    private static Dictionary<(string Subject, CostArea Area), (decimal Usd, string? Items)> Sums(CostEstimate estimate) =>
        estimate.Lines.GroupBy(l => (l.Subject, l.Area)).ToDictionary(g => g.Key, g => (g.Sum(l => l.Usd), (string?)Items(g)));

    // Fifty-five alarms are one item, fifty-five times.
    private static string Items(IEnumerable<CostLine> lines) =>
        string.Join("; ", lines.GroupBy(l => l.Item).Select(g => g.Count() > 1 ? $"{g.Count()} × {g.Key}" : g.Key));
}
