using System.Collections.Immutable;
using System.Globalization;
using TechCorp.PgInfra.Rehearsal.Alarms;
using TechCorp.PgInfra.Rehearsal.Metrics;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>The declared alarms during a drill that makes some of them fire.</summary>
internal sealed class AlarmWatch : IAsyncDisposable
{
    /// <summary>Estate seconds per second: ten minutes in five seconds.</summary>
    public const double ClockFactor = 120;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly DrillRun _run;
    private readonly ImmutableArray<DeclaredAlarm> _expected;
    private readonly MetricSampler _sampler;
    private TimeSpan _broken;

    private AlarmWatch(DrillRun run, ImmutableArray<DeclaredAlarm> expected, MetricSampler sampler) =>
        (_run, _expected, _sampler) = (run, expected, sampler);

    /// <summary>Storage areas by instance.</summary>
    public IReadOnlyDictionary<string, StorageArea> Storage => _sampler.Storage;

    /// <summary>The log that slots may hold, while it is scaled; null otherwise.</summary>
    public SlotArea? Slots
    {
        get => _sampler.Slots;
        set => _sampler.Slots = value;
    }

    /// <summary>The transaction ids, while they are scaled; null otherwise.</summary>
    public IdArea? Ids
    {
        get => _sampler.Ids;
        set => _sampler.Ids = value;
    }

    /// <summary>Lines that matched a declared filter, by its name.</summary>
    public IReadOnlyDictionary<string, int> Matches => _sampler.Matches;

    /// <summary>Highest value so far of a metric that is drawn.</summary>
    public double Highest(MetricId metric) => _run.Timeline.Series.GetValueOrDefault($"{metric}")?.Max(p => p.Value) ?? 0;

    /// <summary>Newest value of a metric.</summary>
    public double? Latest(MetricId metric) => _sampler.Look(b => b.Latest(metric));

    /// <summary>Begins to sample and waits until what is read has been evaluated once.</summary>
    /// <param name="run">The drill.</param>
    /// <param name="expected">The metrics whose alarms shall fire, and no other.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="drawn">Metrics to draw whose alarms shall not fire.</param>
    /// <exception cref="DrillException">No alarm is declared on one of them.</exception>
    public static async Task<AlarmWatch> StartAsync(DrillRun run, IEnumerable<MetricId> expected, CancellationToken cancellation, params MetricId[] drawn)
    {
        var alarms = Declared(run, expected);
        Declared(run, drawn);
        var plotted = alarms.Select(a => (a.Metric, a.Metric.Name)).Concat(drawn.Select(m => (Metric: m, Name: $"{m}"))).ToDictionary();
        foreach (var alarm in alarms) run.Timeline.Threshold(alarm.Metric.Name, alarm.Threshold);
        var watch = new AlarmWatch(run, alarms, await MetricSampler.StartAsync(run.Estate, run.Subject.Alarms, ClockFactor, (id, value) =>
        {
            if (plotted.TryGetValue(id, out var series)) run.Timeline.Add(series, run.Now, value);
        }, cancellation));
        if (!await run.UntilAsync(() => Task.FromResult(watch._sampler.Look(b => b.Evaluated) > TimeSpan.FromMinutes(2)), Patience, cancellation))
        {
            await watch.DisposeAsync();
            throw new DrillException($"No alarm was evaluated within {Patience.TotalSeconds:0} s: reading the servers takes this machine too long.");
        }

        var firing = watch._sampler.Look(b => b.In(AlarmState.Alarm));
        run.Check("no alarm is firing before", firing.IsEmpty, firing.IsEmpty ? $"{watch._sampler.Look(b => b.In(AlarmState.Ok)).Length} of {run.Subject.Alarms.Alarms.Length} declared alarms are OK" : $"firing: {string.Join(", ", firing)}");
        return watch;
    }

    /// <summary>How long after the fault the first expected alarm fired, by the estate's clock; null when it has not.</summary>
    public TimeSpan? FiredAfter =>
        _sampler.Look(b => b.Transitions.FirstOrDefault(t => t.To == AlarmState.Alarm && t.Alarm == _expected[0].Name)) is { } first ? first.At - _broken : null;

    /// <summary>The alarms on some metrics.</summary>
    /// <exception cref="DrillException">No alarm is declared on one of them.</exception>
    public static ImmutableArray<DeclaredAlarm> Declared(DrillRun run, IEnumerable<MetricId> metrics) =>
    [
        .. metrics.SelectMany(metric => run.Subject.Alarms.Alarms.Where(a => a.Metric == metric) is var found && found.Any()
            ? found
            : throw new DrillException($"No alarm on {metric} is declared, so nobody would hear of it.")),
    ];

    /// <summary>Marks the moment from which the alarms have to notice.</summary>
    public void Break(string what)
    {
        _broken = _sampler.Clock.Now;
        _run.Mark(MarkKind.Fault, what);
    }

    /// <summary>Waits until the expected alarms have fired; what happens is marked.</summary>
    public async Task FiresAsync(CancellationToken cancellation)
    {
        var fired = await ReachAsync(AlarmState.Alarm, cancellation);
        foreach (var alarm in _expected)
        {
            var seen = FormattableString.Invariant($"{alarm.Statistic} of {alarm.Metric} {alarm.Comparison} {alarm.Threshold:#,0.###} in {alarm.DatapointsToAlarm} of {alarm.EvaluationPeriods} x {alarm.PeriodSeconds} s; newest sample {Latest(alarm.Metric):#,0.###}");
            _run.Check($"{alarm.Name} fires", fired || State(alarm) == AlarmState.Alarm, fired ? seen : $"it is {State(alarm)}: {seen}");
        }

        if (!fired) return;
        _run.Fired(_expected.Select(a => a.Name));
        _run.Mark(MarkKind.Detection, $"{string.Join(", ", _expected.Select(a => a.Name))} fired");
    }

    /// <summary>Waits until the expected alarms are clear again, and judges which fired in all.</summary>
    public async Task ClearsAsync(CancellationToken cancellation)
    {
        var cleared = await ReachAsync(AlarmState.Ok, cancellation);
        if (cleared) _run.Mark(MarkKind.Recovery, "the alarms are clear again");
        _run.Check("they clear again", cleared, string.Join(", ", _expected.Select(a => $"{a.Name} {State(a)}")));
        var fired = _sampler.Look(b => b.Transitions.Where(t => t.To == AlarmState.Alarm).Select(t => t.Alarm).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList());
        var others = fired.Except(_expected.Select(a => a.Name)).ToList();
        _run.Check("no other alarm fires", others.Count == 0, others.Count == 0 ? $"{_sampler.Look(b => b.Sampled.Count)} metrics were sampled" : string.Join(", ", others));
        if (FiredAfter is { } after) _run.Figure($"time to alarm on {_expected[0].Metric.Name}", after.TotalMinutes, "min");
        _run.Note(string.Create(CultureInfo.InvariantCulture, $"The clock ran {ClockFactor:0} times as fast: one minute of evaluation took {60 / ClockFactor:0.0} s."));
        if (_sampler.LongestGap is { TotalMinutes: > 2 } gap)
            _run.Note(string.Create(CultureInfo.InvariantCulture, $"Once nothing was read for {gap.TotalSeconds / ClockFactor:0.0} s, {gap.TotalMinutes:0} minutes without data for an alarm: this machine had too much to do, or a server did not answer. What fired or did not may be due to that; let the machine rest, and drill again."));
        foreach (var metric in _expected.Select(a => a.Metric.Name).Distinct())
            if (LocalMetric.Find(metric) is { } local) _run.Note($"{metric} was read as {local.How}.");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _sampler.DisposeAsync();

    private AlarmState State(DeclaredAlarm alarm) => _sampler.Look(b => b[alarm.Name]);

    private Task<bool> ReachAsync(AlarmState state, CancellationToken cancellation)
    {
        // Twice its evaluation, and a little for a busy machine.
        var longest = _expected.Max(a => a.PeriodSeconds * (2 * a.EvaluationPeriods + 1)) / ClockFactor;
        return _run.UntilAsync(() => Task.FromResult(_expected.All(a => State(a) == state)), TimeSpan.FromSeconds(longest + 4), cancellation);
    }
}
