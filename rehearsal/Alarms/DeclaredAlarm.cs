namespace TechCorp.PgInfra.Rehearsal.Alarms;

/// <summary>One metric alarm as a plan declares it, in the API's own words (CloudWatch API, PutMetricAlarm).</summary>
/// <param name="Name">Alarm name.</param>
/// <param name="Metric">What it watches.</param>
/// <param name="Statistic">What is taken of the samples within one period; a key of <see cref="Statistics"/>.</param>
/// <param name="PeriodSeconds">Length of one data point.</param>
/// <param name="EvaluationPeriods">N: data points looked at.</param>
/// <param name="DatapointsToAlarm">M: how many of them must breach.</param>
/// <param name="Comparison">A key of <see cref="Comparisons"/>.</param>
/// <param name="Threshold">In the metric's unit.</param>
/// <param name="MissingData"><c>missing</c>, <c>ignore</c>, <c>breaching</c> or <c>notBreaching</c>.</param>
public sealed record DeclaredAlarm(
    string Name,
    MetricId Metric,
    string Statistic,
    int PeriodSeconds,
    int EvaluationPeriods,
    int DatapointsToAlarm,
    string Comparison,
    double Threshold,
    string MissingData)
{
    /// <summary>The API's statistics. Percentiles are not among them: the estate declares none.</summary>
    public static IReadOnlyDictionary<string, Func<IReadOnlyList<double>, double>> Statistics { get; } =
        new Dictionary<string, Func<IReadOnlyList<double>, double>>(StringComparer.Ordinal)
        {
            ["Average"] = samples => samples.Average(),
            ["Minimum"] = samples => samples.Min(),
            ["Maximum"] = samples => samples.Max(),
            ["Sum"] = samples => samples.Sum(),
            ["SampleCount"] = samples => samples.Count,
        };

    /// <summary>The API's comparisons of one data point with a fixed threshold.</summary>
    public static IReadOnlyDictionary<string, Func<double, double, bool>> Comparisons { get; } =
        new Dictionary<string, Func<double, double, bool>>(StringComparer.Ordinal)
        {
            ["GreaterThanThreshold"] = (value, threshold) => value > threshold,
            ["GreaterThanOrEqualToThreshold"] = (value, threshold) => value >= threshold,
            ["LessThanThreshold"] = (value, threshold) => value < threshold,
            ["LessThanOrEqualToThreshold"] = (value, threshold) => value <= threshold,
        };

    /// <summary>What a period without samples may mean.</summary>
    public static IReadOnlyList<string> MissingDataTreatments { get; } = ["missing", "ignore", "breaching", "notBreaching"];

    /// <summary>True when a data point is on the wrong side of the threshold.</summary>
    public bool Breaches(double dataPoint) => Comparisons[Comparison](dataPoint, Threshold);

    /// <summary>
    /// Data points that are fetched: with some missing, older ones take their place. CloudWatch does not say how many more than N it
    /// fetches; its own examples use two (CloudWatch user guide, "Configuring how CloudWatch alarms treat missing data").
    /// </summary>
    public int EvaluationRange => EvaluationPeriods + 2;
}
