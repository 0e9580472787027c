using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Rehearsal.Alarms;

namespace TechCorp.PgInfra.Views.Grafana;

/// <summary>How declared alarms are marked on a panel: red is the side on which they fire, whichever that is.</summary>
internal static class AlarmMarks
{
    private const string Red = "red";

    /// <summary>
    /// Grafana's steps go upwards, each with the colour above it. Below the first and above the last alarm that fires low the red
    /// has to end; Grafana draws the line before a transparent step in the colour of the step below.
    /// </summary>
    /// <param name="alarms">Alarms of one rule, on any number of instances.</param>
    /// <param name="well">Colour of the other side.</param>
    public static object Thresholds(IReadOnlyCollection<DeclaredAlarm> alarms, string well)
    {
        var values = Values(alarms);
        var low = FireLow(alarms);
        return new
        {
            mode = "absolute",
            steps = new[] { Step(low ? Red : well, null) }.Concat(values.Select((v, i) => Step(low && i == values.Length - 1 ? well : Red, v))),
        };
    }

    /// <summary>
    /// Top of the axis when nothing is higher. Grafana fits an axis to the data alone: an alarm ten times above it would not be on the
    /// picture, and nobody would see how far away it is. A tenth more, or the line would be the frame.
    /// </summary>
    public static double? AxisTop(IReadOnlyCollection<DeclaredAlarm> alarms) => alarms.Count == 0 ? null : Math.Round(alarms.Max(a => a.Threshold) * 1.1, 4);

    /// <summary>In words, since Grafana's lines have no label: <c>Red above 4 on techcorp-replica-1; above 8 on techcorp-primary.</c></summary>
    public static string InWords(AlarmUnit? unit, IReadOnlyCollection<DeclaredAlarm> alarms)
    {
        if (alarms.Count == 0) return "";
        var side = FireLow(alarms) ? "below" : alarms.First().Comparison.Contains("OrEqual", StringComparison.Ordinal) ? "from" : "above";
        var same = alarms.GroupBy(a => a.Threshold).OrderBy(g => g.Key).ToList();
        return "Red " + string.Join("; ", same.Select(g =>
            $"{side} {AlarmText.Amount(unit, g.Key)}{(same.Count > 1 ? $" on {string.Join(", ", g.Select(a => a.Metric.Instance))}" : "")}")) + ".";
    }

    private static bool FireLow(IEnumerable<DeclaredAlarm> alarms) => alarms.Any(a => a.Comparison.StartsWith("Less", StringComparison.Ordinal));

    private static ImmutableArray<double> Values(IEnumerable<DeclaredAlarm> alarms) => [.. alarms.Select(a => a.Threshold).Distinct().Order()];

    private static object Step(string color, double? value) => new { color, value };
}
