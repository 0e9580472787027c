using System.Collections.Immutable;

namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>Every check, in the order people go through them. A new one is a file beside this, its texts below Sql/, and a line here.</summary>
public static class CheckTable
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<Check> All { get; } =
    [
        SlowQueries.Check,
        Connections.Check,
        Locks.Check,
        Deadlocks.Check,
        Lag.Check,
        Bloat.Check,
        MissingIndexes.Check,
        Wraparound.Check,
        Sizes.Check,
    ];

    /// <summary>The check of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Check Find(string name) => All.FirstOrDefault(c => c.Name == name) ?? throw new ArgumentException($"there is no check {name}", nameof(name));
}
