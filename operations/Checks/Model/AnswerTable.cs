using System.Collections.Immutable;

namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>What a query answered. A column's name ends in its unit: <c>_bytes</c>, <c>_s</c>, <c>_ms</c>, <c>_percent</c>; without, it is a count or a text.</summary>
/// <param name="Name">Name of the query, and of the table in JSON.</param>
/// <param name="Title">For people.</param>
/// <param name="Columns">Names, in order.</param>
/// <param name="Rows">Values in the order of the columns: string, bool, long, double or null.</param>
public sealed record AnswerTable(string Name, string Title, ImmutableArray<string> Columns, ImmutableArray<Row> Rows)
{
    /// <summary>Shown first in every table of a question that several servers were asked.</summary>
    public const string NodeColumn = "node";

    /// <summary>The table without a column that only the judgement needs.</summary>
    public AnswerTable Without(string column)
    {
        var columns = Columns.Remove(column);
        return this with { Columns = columns, Rows = [.. Rows.Select(row => new Row(columns, [.. columns.Select(c => row[c])]))] };
    }
}

/// <summary>One row of an answer.</summary>
/// <param name="columns">Names of its table.</param>
/// <param name="values">In their order.</param>
public sealed class Row(ImmutableArray<string> columns, ImmutableArray<object?> values)
{
    public ImmutableArray<object?> Values { get; } = values;

    /// <summary>The value of a column; null for SQL's null.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public object? this[string column] => columns.IndexOf(column) is >= 0 and var at
        ? Values[at]
        : throw new ArgumentException($"there is no column {column}, only {string.Join(", ", columns)}", nameof(column));

    /// <summary>True when there is such a column.</summary>
    public bool Has(string column) => columns.Contains(column);

    /// <summary>The column as text, empty for null.</summary>
    public string Text(string column) => this[column] as string ?? "";

    /// <summary>The column as a number; null for null.</summary>
    public double? Number(string column) => this[column] switch { long whole => whole, double number => number, _ => null };

    /// <summary>The column as a whole number, 0 for null.</summary>
    public long Whole(string column) => this[column] as long? ?? 0;

    /// <summary>The column as a flag, false for null.</summary>
    public bool Flag(string column) => this[column] as bool? ?? false;

    /// <summary>Name of the server that answered.</summary>
    public string Node => Text(AnswerTable.NodeColumn);
}
