using System.Globalization;

namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>Figures as people read them. A column's name says the unit.</summary>
public static class Amount
{
    /// <summary>The value of a column in the unit its name ends with.</summary>
    public static string Of(string column, object? value)
    {
        ArgumentNullException.ThrowIfNull(column);
        return value switch
        {
            null => "",
            bool flag => flag ? "yes" : "no",
            string text => text,
            long or double => OfNumber(column, Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
    }

    /// <summary>The heading of a column: its name without the unit.</summary>
    public static string Heading(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        foreach (var unit in (string[])["_bytes", "_s", "_ms", "_percent", "_name"])
            if (column.EndsWith(unit, StringComparison.Ordinal))
                return column[..^unit.Length].Replace('_', ' ') + (unit == "_percent" ? " %" : "");
        return column.Replace('_', ' ');
    }

    /// <summary>Powers of 1024, as PostgreSQL counts: <c>1.5 GB</c>.</summary>
    public static string Bytes(double bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        var unit = 0;
        for (; Math.Abs(bytes) >= 1024 && unit < units.Length - 1; unit++)
            bytes /= 1024;
        return Short(bytes, units[unit]);
    }

    /// <summary><c>340 ms</c>, <c>12.5 s</c>, <c>7.2 min</c>, <c>3.1 h</c>, <c>4.0 d</c>.</summary>
    public static string Seconds(double seconds) => Math.Abs(seconds) switch
    {
        0 => "0 s",
        < 1 => Short(seconds * 1000, "ms"),
        < 120 => Short(seconds, "s"),
        < 7200 => Short(seconds / 60, "min"),
        < 172800 => Short(seconds / 3600, "h"),
        _ => Short(seconds / 86400, "d"),
    };

    /// <summary><c>1,234,567</c>.</summary>
    public static string Count(double count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    private static string OfNumber(string column, double number) =>
        column.EndsWith("_bytes", StringComparison.Ordinal) ? Bytes(number)
        : column.EndsWith("_ms", StringComparison.Ordinal) ? Seconds(number / 1000)
        : column.EndsWith("_s", StringComparison.Ordinal) ? Seconds(number)
        : column.EndsWith("_percent", StringComparison.Ordinal) ? number.ToString("0.#", CultureInfo.InvariantCulture)
        : column == "pid" ? number.ToString("0", CultureInfo.InvariantCulture)
        : Count(number);

    private static string Short(double number, string unit) =>
        $"{number.ToString(Math.Abs(number) < 10 && number != Math.Floor(number) ? "0.0" : "0", CultureInfo.InvariantCulture)} {unit}";
}
