using System.Globalization;

namespace TechCorp.PgInfra.Catalog;

/// <summary>
/// How long a healthy replica may show more lag than its alarm allows, against how long that alarm waits. A query on the replica holds
/// replay until max_standby_streaming_delay has passed since the log it conflicts with arrived (PostgreSQL manual, "Hot Standby"); all
/// that waits behind it has no time of its own, so that one query holds for this long and not longer.
/// </summary>
/// <param name="Held">Longest hold, seconds; null waits without end.</param>
/// <param name="Threshold">Of the alarm on ReplicaLag, seconds.</param>
/// <param name="PeriodSeconds">Length of one of its data points.</param>
/// <param name="Datapoints">How many of them must breach.</param>
public sealed record LagBudget(double? Held, double Threshold, int PeriodSeconds, int Datapoints)
{
    /// <summary>Parameter that limits the hold, in milliseconds.</summary>
    public const string Parameter = "max_standby_streaming_delay";

    /// <summary>PostgreSQL's own value of it, milliseconds (PostgreSQL manual, "Replication").</summary>
    public const long ParameterDefault = 30_000;

    /// <summary>
    /// Lag that is there before the hold or lasts after it. ReplicaLag is the age of the newest replayed commit: on a source without
    /// commits it grows until the log segment is switched, every five minutes (RDS user guide, "Monitoring read replication"). A busy
    /// source shows none of it and has its log to be caught up with instead; an idle one has nothing to catch up with.
    /// </summary>
    public const int IdleSeconds = 300;

    /// <summary>
    /// Lag above the threshold for this long cannot fill the data points, wherever in its period each sample was taken: of N periods in
    /// a row the first and the last are touched only by what is longer than the N - 2 between them. An idle source may show up to a period
    /// more after the hold, until its next commit; samples a period apart still miss that.
    /// </summary>
    public double Unheard => Math.Max(0, Datapoints - 2) * (double)PeriodSeconds;

    /// <summary>Longest hold of which the alarm hears nothing, seconds.</summary>
    public double Allowed => Threshold + Unheard - IdleSeconds;

    /// <summary>True when it does not hear of the longest hold there is.</summary>
    public bool Holds => Held <= Allowed;

    /// <summary>The arithmetic, for messages.</summary>
    public string Explanation => string.Create(CultureInfo.InvariantCulture, $"replay held {(Held is { } held ? $"{held} s" : "without end")}, and at most {Allowed} s go unheard: the threshold {Threshold} s + {Unheard} s that {Datapoints} data points of {PeriodSeconds} s miss - {IdleSeconds} s of an idle source or of catching up");
}
