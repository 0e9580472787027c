namespace TechCorp.PgInfra.Rehearsal.Alarms;

/// <summary>
/// CloudWatch's evaluation of M out of N data points with some missing (CloudWatch user guide, "Configuring how CloudWatch alarms
/// treat missing data", its tables and "Avoiding premature transitions to alarm state").
/// </summary>
public static class AlarmEvaluation
{
    /// <summary>The state after looking at the evaluation range.</summary>
    /// <param name="alarm">The alarm.</param>
    /// <param name="range">Data points of the evaluation range, the newest last; null where no sample arrived.</param>
    /// <param name="current">State until now, which <c>ignore</c> keeps.</param>
    public static AlarmState Evaluate(DeclaredAlarm alarm, IReadOnlyList<double?> range, AlarmState current)
    {
        ArgumentNullException.ThrowIfNull(alarm);
        ArgumentNullException.ThrowIfNull(range);
        var present = range.Where(p => p is not null).Select(p => alarm.Breaches(p!.Value)).ToList();
        if (present.Count >= alarm.EvaluationPeriods)
            return State(present.TakeLast(alarm.EvaluationPeriods).Count(b => b) >= alarm.DatapointsToAlarm);

        var breaching = present.Count(b => b);
        var filled = alarm.EvaluationPeriods - present.Count;
        switch (alarm.MissingData)
        {
            case "breaching":
                return State(breaching + filled >= alarm.DatapointsToAlarm);
            case "notBreaching":
                return State(breaching >= alarm.DatapointsToAlarm);
        }

        if (breaching >= alarm.DatapointsToAlarm)
            return AlarmState.Alarm;
        if (breaching < present.Count)
            return AlarmState.Ok;
        if (alarm.MissingData == "ignore")
            return current;
        if (present.Count == 0)
            return AlarmState.InsufficientData;

        // All that arrived breaches, and it is too little to say so: only when it has been so for M periods is it no longer premature.
        var age = range.Count - range.TakeWhile(p => p is null).Count();
        return age >= alarm.DatapointsToAlarm ? AlarmState.Alarm : current;
    }

    private static AlarmState State(bool alarm) => alarm ? AlarmState.Alarm : AlarmState.Ok;
}
