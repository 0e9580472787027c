using System.Collections.Immutable;
using System.Globalization;

namespace TechCorp.PgInfra.Catalog;

/// <summary>Sizes and times as PostgreSQL writes them: <c>8GB</c>, <c>256MB</c>, <c>20ms</c>, <c>15min</c> (manual 20.1, "Numeric with Unit").</summary>
/// <remarks>Units are case-sensitive and sizes are powers of 1024, as in postgresql.conf: <c>8gb</c> and <c>8GiB</c> are not PostgreSQL's.</remarks>
public static class Quantity
{
    private static readonly ImmutableArray<(string Name, decimal Scale)> Sizes =
        [("TB", 1L << 40), ("GB", 1L << 30), ("MB", 1L << 20), ("kB", 1L << 10), ("B", 1)];

    private static readonly ImmutableArray<(string Name, decimal Scale)> Times =
        [("d", 86_400_000_000), ("h", 3_600_000_000), ("min", 60_000_000), ("s", 1_000_000), ("ms", 1_000), ("us", 1)];

    /// <summary>Names of the units a value in <paramref name="unit"/> may be written with.</summary>
    public static string UnitNames(ParameterUnit unit) => string.Join(", ", Table(unit).Reverse().Select(u => u.Name));

    /// <summary>
    /// The value in engine units, or null with the reason. <c>0</c> and <c>-1</c> need no unit (off, unlimited);
    /// any other number does: 1048576 is 8GB of one parameter and 1GB of the next.
    /// A value that is not a whole number of engine units is refused; PostgreSQL would round it silently.
    /// </summary>
    public static decimal? ToEngine(string text, ParameterUnit unit, out string? problem)
    {
        problem = null;
        var trimmed = text.AsSpan().Trim();
        var digits = 0;
        while (digits < trimmed.Length && (char.IsAsciiDigit(trimmed[digits]) || trimmed[digits] is '.' or '-' or '+'))
        {
            digits++;
        }

        var name = trimmed[digits..].TrimStart().ToString();
        if (!decimal.TryParse(trimmed[..digits], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            problem = unit == ParameterUnit.None ? "is not a number" : $"is not a number with a unit ({UnitNames(unit)})";
            return null;
        }

        if (name.Length == 0)
        {
            if (unit == ParameterUnit.None || number is 0 or -1)
            {
                return number;
            }

            problem = $"has no unit; write one of {UnitNames(unit)}";
            return null;
        }

        var match = Table(unit).FirstOrDefault(u => u.Name == name);
        if (match.Name is null)
        {
            problem = unit == ParameterUnit.None
                ? $"has the unit '{name}', but is a bare number"
                : $"has the unit '{name}', which is not one of {UnitNames(unit)}";
            return null;
        }

        // PostgreSQL's own range ends at 2^31 of the engine unit; anything near decimal's limit is a typing mistake.
        if (Math.Abs(number) > 1_000_000_000_000m)
        {
            problem = "is too large to be meant";
            return null;
        }

        var engine = number * match.Scale / unit.Scale();
        if (engine != decimal.Truncate(engine))
        {
            problem = $"is not a whole number of {unit.Name()}";
            return null;
        }

        return engine;
    }

    /// <summary>The shortest exact way to write an engine value, as SHOW prints it: <c>1048576</c> pages of 8 kB are <c>8GB</c>.</summary>
    public static string FromEngine(decimal engine, ParameterUnit unit)
    {
        if (unit == ParameterUnit.None || engine <= 0)
        {
            return engine.ToString("0.############", CultureInfo.InvariantCulture);
        }

        var scaled = engine * unit.Scale();
        var (name, scale) = Table(unit).First(u => decimal.Remainder(scaled, u.Scale) == 0);
        return (scaled / scale).ToString("0", CultureInfo.InvariantCulture) + name;
    }

    private static ImmutableArray<(string Name, decimal Scale)> Table(ParameterUnit unit) =>
        unit == ParameterUnit.None ? [] : unit.IsSize() ? Sizes : Times;
}
