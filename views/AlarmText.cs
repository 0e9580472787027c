using System.Globalization;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Views;

/// <summary>Conditions of alarms as people read them, on every page alike.</summary>
internal static class AlarmText
{
    /// <summary>A value in the unit of its metric: <c>80%</c>, <c>256 MiB</c>, <c>20 ms</c>, <c>1,000,000,000</c>.</summary>
    public static string Amount(AlarmUnit? unit, double value) => unit switch
    {
        AlarmUnit.Percent => Number(value) + "%",
        AlarmUnit.Bytes when value >= 1L << 30 => Number(value / (1L << 30)) + " GiB",
        AlarmUnit.Bytes => Number(value / (1L << 20)) + " MiB",
        AlarmUnit.Seconds when value < 1 => Number(value * 1000) + " ms",
        AlarmUnit.Seconds => Number(value) + " s",
        _ => Number(value),
    };

    /// <summary>The sign of CloudWatch's comparison operator.</summary>
    public static string Sign(string comparison) => comparison switch
    {
        "GreaterThanThreshold" => ">",
        "GreaterThanOrEqualToThreshold" => "≥",
        "LessThanThreshold" => "<",
        "LessThanOrEqualToThreshold" => "≤",
        _ => comparison,
    };

    private static string Number(double value) => value.ToString("#,##0.##", CultureInfo.InvariantCulture);
}
