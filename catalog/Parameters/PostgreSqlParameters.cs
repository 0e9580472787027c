using System.Collections.Frozen;
using System.Globalization;

namespace TechCorp.PgInfra.Catalog;

/// <summary>Every parameter an RDS for PostgreSQL 15 parameter group takes, with type, unit and range, from <c>postgresql-15.tsv</c>.</summary>
public static class PostgreSqlParameters
{
    private static readonly FrozenDictionary<string, ParameterDefinition> ByName = DataTable.Rows("postgresql-15.tsv")
        .Select(row => new ParameterDefinition(
            row[0],
            IsStatic: row[1] == "postmaster",
            TypeOf(row[2]),
            ParameterUnits.Parse(row[3]),
            Number(row[4]),
            Number(row[5]),
            [.. row[6].Split(',', StringSplitOptions.RemoveEmptyEntries)])
        {
            RemovedIn = row.Length > 7 ? int.Parse(row[7], CultureInfo.InvariantCulture) : null,
        })
        .ToFrozenDictionary(p => p.Name, StringComparer.Ordinal);

    /// <summary>Every parameter, by name.</summary>
    public static IEnumerable<ParameterDefinition> All => ByName.Values.OrderBy(p => p.Name, StringComparer.Ordinal);

    /// <summary>The parameter of that name, or null.</summary>
    public static ParameterDefinition? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The parameter of that name; a name that is written in code and not in the table is a programming mistake.</summary>
    public static ParameterDefinition Get(string name) =>
        Find(name) ?? throw new ArgumentException($"'{name}' is not in postgresql-15.tsv.", nameof(name));

    private static ParameterType TypeOf(string vartype) => vartype switch
    {
        "bool" => ParameterType.Flag,
        "integer" => ParameterType.WholeNumber,
        "real" => ParameterType.Real,
        "enum" => ParameterType.Word,
        _ => ParameterType.Text,
    };

    // random_page_cost and its like end at 1.8e308, which no person means and decimal can not hold.
    private static decimal? Number(string text) =>
        text.Length == 0 ? null : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : decimal.MaxValue;
}
