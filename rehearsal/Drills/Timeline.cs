using TechCorp.PgInfra.Rehearsal.Load;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>What a moment on the time line is.</summary>
public enum MarkKind
{
    /// <summary>A step of the drill.</summary>
    Step,

    /// <summary>The fault is injected.</summary>
    Fault,

    /// <summary>It is noticed.</summary>
    Detection,

    /// <summary>Things are as they should be again.</summary>
    Recovery,
}

/// <summary>A moment.</summary>
/// <param name="At">Since the drill began.</param>
/// <param name="Kind">What it is.</param>
/// <param name="What">In words.</param>
public sealed record TimelineMark(TimeSpan At, MarkKind Kind, string What);

/// <summary>One value of a series at a moment.</summary>
/// <param name="At">Since the drill began.</param>
/// <param name="Value">In the unit of its series.</param>
public readonly record struct TimelinePoint(TimeSpan At, double Value);

/// <summary>Moments and series of one drill. Written by several tasks at once.</summary>
public sealed class Timeline
{
    private static readonly TimeSpan Bucket = TimeSpan.FromMilliseconds(100);
    private readonly Lock _lock = new();
    private readonly List<TimelineMark> _marks = [];
    private readonly SortedDictionary<string, List<TimelinePoint>> _series = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _thresholds = new(StringComparer.Ordinal);

    /// <summary>Name of the series of acknowledged commits per second.</summary>
    public const string Throughput = "commits/s";

    /// <summary>Name of the series of the slowest replica's lag in seconds.</summary>
    public const string Lag = "replica lag";

    /// <summary>Moments in order.</summary>
    public IReadOnlyList<TimelineMark> Marks
    {
        get { lock (_lock) return [.. _marks.OrderBy(m => m.At)]; }
    }

    /// <summary>Series by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<TimelinePoint>> Series
    {
        get { lock (_lock) return _series.ToDictionary(s => s.Key, s => (IReadOnlyList<TimelinePoint>)[.. s.Value.OrderBy(p => p.At)]); }
    }

    /// <summary>Where an alarm stands on a series, by its name.</summary>
    public IReadOnlyDictionary<string, double> Thresholds
    {
        get { lock (_lock) return _thresholds.ToDictionary(); }
    }

    /// <summary>Says where an alarm stands on a series.</summary>
    public void Threshold(string series, double value)
    {
        lock (_lock) _thresholds[series] = value;
    }

    /// <summary>Adds a moment.</summary>
    public void Mark(TimeSpan at, MarkKind kind, string what)
    {
        lock (_lock) _marks.Add(new(at, kind, what));
    }

    /// <summary>Adds a value to a series.</summary>
    public void Add(string series, TimeSpan at, double value)
    {
        lock (_lock)
        {
            if (!_series.TryGetValue(series, out var points)) _series[series] = points = [];
            points.Add(new(at, value));
        }
    }

    /// <summary>Adds a load's commits as a rate, tenth of a second by tenth of a second, from zero to zero.</summary>
    public void Add(LoadResult load)
    {
        ArgumentNullException.ThrowIfNull(load);
        if (load.Commits.IsEmpty) return;
        var counts = load.Commits.GroupBy(c => (int)(c.At / Bucket)).ToDictionary(g => g.Key, g => g.Count());
        for (var bucket = counts.Keys.Min() - 1; bucket <= counts.Keys.Max() + 1; bucket++)
            Add(Throughput, Bucket * Math.Max(0, bucket), counts.GetValueOrDefault(bucket) / Bucket.TotalSeconds);
    }
}
