using System.Collections.Immutable;

namespace TechCorp.PgInfra.Rehearsal.Alarms;

/// <summary>
/// The declared alarms side by side, fed with samples in estate time. It knows no clock: whoever feeds it may let an hour pass in a
/// second. Not for several threads at once.
/// </summary>
public sealed class AlarmBoard
{
    private readonly Dictionary<MetricId, List<(TimeSpan At, double Value)>> _samples = [];
    private readonly Dictionary<string, (AlarmState State, int Evaluated)> _states;
    private readonly List<AlarmTransition> _transitions = [];

    /// <summary>All alarms begin in <see cref="AlarmState.InsufficientData"/> at estate time zero.</summary>
    public AlarmBoard(ImmutableArray<DeclaredAlarm> alarms)
    {
        Alarms = alarms;
        _states = alarms.ToDictionary(a => a.Name, _ => (AlarmState.InsufficientData, 0), StringComparer.Ordinal);
    }

    /// <summary>The alarms.</summary>
    public ImmutableArray<DeclaredAlarm> Alarms { get; }

    /// <summary>Up to when every alarm has been evaluated.</summary>
    public TimeSpan Evaluated { get; private set; }

    /// <summary>Every change of state, in order.</summary>
    public IReadOnlyList<AlarmTransition> Transitions => _transitions;

    /// <summary>Metrics of which at least one sample arrived.</summary>
    public IReadOnlyCollection<MetricId> Sampled => _samples.Keys;

    /// <summary>State of an alarm.</summary>
    public AlarmState this[string alarm] => _states[alarm].State;

    /// <summary>Names of the alarms that are in that state.</summary>
    public ImmutableArray<string> In(AlarmState state) =>
        [.. _states.Where(s => s.Value.State == state).Select(s => s.Key).Order(StringComparer.Ordinal)];

    /// <summary>Adds a sample.</summary>
    public void Record(MetricId metric, TimeSpan at, double value)
    {
        if (!_samples.TryGetValue(metric, out var samples))
            _samples[metric] = samples = [];
        samples.Add((at, value));
    }

    /// <summary>The newest sample of a metric, or null.</summary>
    public double? Latest(MetricId metric) => _samples.TryGetValue(metric, out var samples) ? samples[^1].Value : null;

    /// <summary>Evaluates every alarm at the end of every period of its own that has ended by now.</summary>
    public void AdvanceTo(TimeSpan now)
    {
        Evaluated = now;
        foreach (var alarm in Alarms)
        {
            var ended = (int)(now.TotalSeconds / alarm.PeriodSeconds);
            for (var period = _states[alarm.Name].Evaluated; period < ended; period++)
            {
                var current = _states[alarm.Name].State;
                var next = AlarmEvaluation.Evaluate(alarm, Range(alarm, period), current);
                _states[alarm.Name] = (next, period + 1);
                if (next != current)
                    _transitions.Add(new(alarm.Name, TimeSpan.FromSeconds((period + 1.0) * alarm.PeriodSeconds), current, next));
            }
        }
    }

    private List<double?> Range(DeclaredAlarm alarm, int last)
    {
        var points = new List<double?>(alarm.EvaluationRange);
        for (var period = last - alarm.EvaluationRange + 1; period <= last; period++)
            points.Add(Point(alarm, period));
        return points;
    }

    private double? Point(DeclaredAlarm alarm, int period)
    {
        if (period < 0 || !_samples.TryGetValue(alarm.Metric, out var samples)) return null;
        var (from, to) = (TimeSpan.FromSeconds((double)period * alarm.PeriodSeconds), TimeSpan.FromSeconds((period + 1.0) * alarm.PeriodSeconds));
        var within = new List<double>();
        // Samples come in order and the newest periods are asked for.
        for (var i = samples.Count - 1; i >= 0 && samples[i].At >= from; i--)
        {
            if (samples[i].At < to) within.Add(samples[i].Value);
        }

        return within.Count == 0 ? null : DeclaredAlarm.Statistics[alarm.Statistic](within);
    }
}
