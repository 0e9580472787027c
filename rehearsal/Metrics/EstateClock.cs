using System.Diagnostics;

namespace TechCorp.PgInfra.Rehearsal.Metrics;

/// <summary>
/// Time as the alarms see it, from now on. It runs faster than the wall's, so that ten minutes of evaluation fit into a drill;
/// durations that are measured (replica lag) are multiplied too, operations (latencies) are not.
/// </summary>
/// <param name="factor">Estate seconds per second; 1 is real time.</param>
public sealed class EstateClock(double factor)
{
    private readonly long _began = Stopwatch.GetTimestamp();

    /// <summary>Estate seconds per second.</summary>
    public double Factor { get; } = factor;

    /// <summary>Estate time since the clock began.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(_began) * Factor;
}
