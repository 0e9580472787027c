namespace TechCorp.PgInfra.Rehearsal.Alarms;

/// <summary>State of a metric alarm; names are CloudWatch's without the underscore.</summary>
public enum AlarmState
{
    /// <summary>Not enough is known; every alarm begins here.</summary>
    InsufficientData,

    /// <summary>Within the threshold.</summary>
    Ok,

    /// <summary>It has fired.</summary>
    Alarm,
}

/// <summary>A change of one alarm's state.</summary>
/// <param name="Alarm">Name of the alarm.</param>
/// <param name="At">Estate time since the board began.</param>
/// <param name="From">State before.</param>
/// <param name="To">State after.</param>
public sealed record AlarmTransition(string Alarm, TimeSpan At, AlarmState From, AlarmState To);
