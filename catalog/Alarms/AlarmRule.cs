namespace TechCorp.PgInfra.Catalog;

/// <summary>One line of the alarm table: a question asked of one metric on every instance of a scope.</summary>
/// <param name="Name">Alarm name without the instance; CloudWatch's names are unique per account and region, see <see cref="NameFor"/>.</param>
/// <param name="Metric">CloudWatch metric name; for a metric that a log filter produces, see <see cref="DeadlockLogFilter"/>.</param>
/// <param name="Namespace">CloudWatch namespace, <c>AWS/RDS</c> or the estate's own.</param>
/// <param name="Statistic">What is taken of the samples within one period.</param>
/// <param name="Comparison">How a data point is compared with the threshold.</param>
/// <param name="Threshold">In the unit a person uses: <c>80%</c>, <c>20ms</c>, <c>1GB</c>, <c>400</c>.</param>
/// <param name="Unit">Unit the metric is reported in; the threshold sent to CloudWatch is in this one.</param>
/// <param name="PeriodSeconds">Length of one data point; RDS reports once a minute.</param>
/// <param name="EvaluationPeriods">Data points looked at.</param>
/// <param name="DatapointsToAlarm">Of these, how many must breach; never more than <paramref name="EvaluationPeriods"/>, which the provider does not check.</param>
/// <param name="MissingData">What silence means.</param>
/// <param name="Scope">Instances it is for.</param>
/// <param name="Rationale">Why this metric at this threshold.</param>
/// <param name="FirstStep">What to look at when it fires.</param>
/// <param name="Page">Name of its page among the runbooks; see <see cref="Runbook"/>.</param>
/// <param name="Requirements">Requirement ids, e.g. <c>S34</c>; empty for alarms beyond the source document.</param>
/// <param name="ShareOf">When set, a threshold in percent is a share of this fact of the instance and not of the metric's own scale.</param>
public sealed record AlarmRule(
    string Name,
    string Metric,
    string Namespace,
    AlarmStatistic Statistic,
    AlarmComparison Comparison,
    string Threshold,
    AlarmUnit Unit,
    int PeriodSeconds,
    int EvaluationPeriods,
    int DatapointsToAlarm,
    MissingData MissingData,
    AlarmScope Scope,
    string Rationale,
    string FirstStep,
    string Page,
    IReadOnlyList<string> Requirements,
    ThresholdBasis? ShareOf = null)
{
    /// <summary>Time a condition must last before the alarm fires.</summary>
    public TimeSpan EvaluationTime => TimeSpan.FromSeconds((long)PeriodSeconds * EvaluationPeriods);

    /// <summary>What to do when it fires, as a path in the repository (S54).</summary>
    public string Runbook => AlarmTable.RunbookOf(Page);

    /// <summary>Alarm name on one instance: <c>PostgresCPUHigh-techcorp-primary</c>.</summary>
    public string NameFor(string instance) => $"{Name}-{instance}";

    /// <summary>True for a metric that RDS itself reports, told apart by the dimension <c>DBInstanceIdentifier</c>.</summary>
    public bool HasInstanceDimension => Namespace == AlarmTable.RdsNamespace;

    /// <summary>Metric name on one instance; a metric from a log filter has no dimension and carries the instance in its name.</summary>
    public string MetricFor(string instance) => HasInstanceDimension ? Metric : $"{Metric}-{instance}";

    /// <summary>True when the instance is one this rule watches.</summary>
    public bool AppliesTo(AlarmSubject subject) => Scope switch
    {
        AlarmScope.EveryInstance => true,
        AlarmScope.Writer => subject.IsWriter,
        AlarmScope.Replicas => !subject.IsWriter,
        AlarmScope.BurstingStorage => subject.Class.EbsBursts,
        _ => throw new InvalidOperationException($"alarm scope {Scope} is not known"),
    };

    /// <summary>The threshold on one instance, in the metric's unit, as CloudWatch wants it.</summary>
    /// <param name="subject">The instance.</param>
    /// <param name="text">Replaces the table's threshold, in the same notation; null keeps it.</param>
    /// <exception cref="FormatException">The text is not a threshold of this rule; <see cref="ThresholdProblem"/> says why.</exception>
    public double ThresholdFor(AlarmSubject subject, string? text = null)
    {
        text ??= Threshold;
        return AlarmThreshold.TryParse(text, Unit, ShareOf, out var threshold)
            ? threshold.For(subject)
            : throw new FormatException(ThresholdProblem(text));
    }

    /// <summary>Null when the text is a threshold of this rule; otherwise what is allowed.</summary>
    public string? ThresholdProblem(string text) => AlarmThreshold.TryParse(text, Unit, ShareOf, out _)
        ? null
        : $"{Name} compares {Metric}: allowed is {AlarmThreshold.Allowed(Unit, ShareOf)}, e.g. {Threshold}";
}

/// <summary>CloudWatch statistic; names are the API's.</summary>
public enum AlarmStatistic
{
    Average,
    Minimum,
    Maximum,
    Sum,
}

/// <summary>CloudWatch comparison operator; names are the API's.</summary>
public enum AlarmComparison
{
    GreaterThanThreshold,
    GreaterThanOrEqualToThreshold,
    LessThanThreshold,
}

/// <summary>Unit CloudWatch reports the metric in.</summary>
public enum AlarmUnit
{
    Percent,
    Bytes,
    Seconds,
    Count,
}

/// <summary>What a period without a data point means.</summary>
public enum MissingData
{
    /// <summary>The alarm goes to INSUFFICIENT_DATA.</summary>
    Missing,

    /// <summary>Silence is the failure.</summary>
    Breaching,

    /// <summary>Silence is health: the metric exists only while there is something to count.</summary>
    NotBreaching,
}

/// <summary>The instances a rule is for.</summary>
public enum AlarmScope
{
    EveryInstance,

    /// <summary>The instance that writes: the primary, and the cross-region copy once it is promoted.</summary>
    Writer,

    /// <summary>Every instance that replays another one.</summary>
    Replicas,

    /// <summary>Instance classes whose EBS bandwidth is a bucket that empties; others do not report the balance.</summary>
    BurstingStorage,
}

/// <summary>The API's spelling.</summary>
public static class AlarmWireNames
{
    /// <summary><c>missing</c>, <c>breaching</c> or <c>notBreaching</c>.</summary>
    public static string WireName(this MissingData missing) => missing switch
    {
        MissingData.Breaching => "breaching",
        MissingData.NotBreaching => "notBreaching",
        _ => "missing",
    };
}
