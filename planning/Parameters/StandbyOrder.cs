using System.Collections.Immutable;

namespace TechCorp.PgInfra.Planning.Parameters;

/// <summary>One static parameter of one instance takes a new value: the change and the reboot that makes it count.</summary>
/// <param name="Instance">DB instance identifier.</param>
/// <param name="Parameter">One of <see cref="StandbyOrder.Parameters"/>; others are of no concern.</param>
/// <param name="Value">New value.</param>
public sealed record ParameterChange(string Instance, string Parameter, long Value);

/// <summary>
/// In which order instances may take a new value of a parameter that a standby needs as much of as its source. With less it does not
/// start, and while it runs its replay stops (PostgreSQL 15 manual, "Hot Standby Parameter Reference"): raise the replicas first,
/// lower the source first.
/// </summary>
public static class StandbyOrder
{
    /// <summary>Parameters with this rule.</summary>
    public static ImmutableArray<string> Parameters { get; } =
        ["max_connections", "max_worker_processes", "max_wal_senders", "max_prepared_transactions", "max_locks_per_transaction"];

    /// <summary>What goes wrong when the changes are made in the given order; empty when nothing does.</summary>
    /// <param name="sources">Each instance and the one it replicates, null for a writer.</param>
    /// <param name="inForce">Value in force by instance and parameter.</param>
    /// <param name="changes">Changes in the order they are made.</param>
    public static ImmutableArray<string> Problems(
        IReadOnlyDictionary<string, string?> sources, IReadOnlyDictionary<(string Instance, string Parameter), long> inForce, IEnumerable<ParameterChange> changes)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(changes);
        var values = new Dictionary<(string Instance, string Parameter), long>(inForce);
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (var change in changes.Where(c => Parameters.Contains(c.Parameter)))
        {
            values[(change.Instance, change.Parameter)] = change.Value;
            var left = Less(sources, values, change.Parameter).Where(l => l.Follower == change.Instance || l.Source == change.Instance).ToList();
            if (left.Count > 0)
            {
                problems.Add(
                    $"{change.Parameter} = {change.Value} on {change.Instance} leaves {string.Join(", ", left.Select(l => $"{l.Follower} with {l.Has}"))}: " +
                    "a standby with less than its source stops replaying and does not start again. Raise the replicas first, each with its reboot; lower the source first");
            }
        }

        return problems.ToImmutable();
    }

    /// <summary>The same changes in an order that is safe: raised from the last follower to the writer, lowered from the writer on.</summary>
    public static ImmutableArray<ParameterChange> Safe(
        IReadOnlyDictionary<string, string?> sources, IReadOnlyDictionary<(string Instance, string Parameter), long> inForce, IEnumerable<ParameterChange> changes)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(inForce);
        return
        [
            .. changes.OrderBy(c => c.Parameter, StringComparer.Ordinal)
                .ThenBy(c => Raises(c) ? -Depth(c.Instance) : Depth(c.Instance))
                .ThenBy(c => c.Instance, StringComparer.Ordinal),
        ];

        bool Raises(ParameterChange change) => change.Value > inForce.GetValueOrDefault((change.Instance, change.Parameter), long.MinValue);

        int Depth(string instance)
        {
            var depth = 0;
            for (var at = sources.GetValueOrDefault(instance); at is not null && depth <= sources.Count; at = sources.GetValueOrDefault(at)) depth++;
            return depth;
        }
    }

    private static IEnumerable<(string Follower, string Source, long Has)> Less(
        IReadOnlyDictionary<string, string?> sources, Dictionary<(string Instance, string Parameter), long> values, string parameter) =>
        from pair in sources
        where pair.Value is not null
        let has = values.GetValueOrDefault((pair.Key, parameter), long.MaxValue)
        where has < values.GetValueOrDefault((pair.Value, parameter), long.MinValue)
        select (pair.Key, pair.Value, has);
}
