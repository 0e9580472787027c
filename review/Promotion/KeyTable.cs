using System.Collections.Immutable;

namespace TechCorp.PgInfra.Review.Promotion;

/// <summary>A configuration key in which two stacks may differ.</summary>
/// <param name="Pattern">Its path; <c>*</c> is any text.</param>
/// <param name="Kind">size, count, name, region, protection or switch.</param>
/// <param name="Compared"><c>any</c> value will do; <c>presence</c>: both have one or neither; <c>digest</c>: what follows <c>@</c> is equal; <c>same</c>: it is equal wherever both have it.</param>
/// <param name="Why">Why it may differ.</param>
public sealed record KeyRule(string Pattern, string Kind, string Compared, string Why)
{
    internal bool Permits(string? from, string? to) => Compared switch
    {
        "presence" => (from is null) == (to is null),
        "digest" => from is not null && to is not null && from.Split('@')[^1] == to.Split('@')[^1],
        "same" => from is null || to is null || from == to,
        _ => true,
    };
}

/// <summary>The keys in which two stacks may differ, from <c>keys.tsv</c>. What it does not name must be equal.</summary>
public static class KeyTable
{
    /// <summary>Every row.</summary>
    public static ImmutableArray<KeyRule> Rows { get; } = [.. Tables.Read("keys.tsv", 4).Select(r => new KeyRule(r[0], r[1], r[2], r[3]))];

    /// <summary>The row of a path, or null when it must be equal.</summary>
    public static KeyRule? Find(string path)
    {
        // A parameter of one role, and the long form of a value, are the same decision.
        var plain = path.StartsWith("parameters.", StringComparison.Ordinal) && path.Split('.') is var names
            ? $"parameters.{(names.Length > 2 && names[^1] == "value" ? names[^2] : names[^1])}"
            : path;
        return Rows.Where(r => Glob.Matches(r.Pattern, plain)).MaxBy(r => r.Pattern.Length);
    }
}

internal static class Tables
{
    public static IEnumerable<string[]> Read(string name, int columns)
    {
        using var stream = typeof(Tables).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        var rows = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split('\t')).ToList();
        return rows.FirstOrDefault(r => r.Length != columns) is { } broken
            ? throw new InvalidOperationException($"{name}: '{string.Join('\t', broken)}' has {broken.Length} columns and not {columns}.")
            : rows;
    }
}
