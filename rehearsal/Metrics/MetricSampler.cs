using System.Collections.Immutable;
using System.Diagnostics;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Rehearsal.Alarms;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Metrics;

/// <summary>
/// Reads every instance again and again, and gives the alarms what CloudWatch would give them. An instance is what its identifier
/// leads to: after a failover the writer's is the other half of Multi-AZ, and the standing-by half is no instance.
/// </summary>
public sealed class MetricSampler : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(150);

    /// <summary>What the load balancer's health check counts: read here as the poolers that take a connection.</summary>
    public static MetricId HealthyPoolers { get; } = new(PoolerHealth.Namespace, PoolerHealth.Metric, null);

    private readonly RunningEstate _estate;
    private readonly CancellationTokenSource _end = new();
    private readonly List<(string Instance, InstanceClass Class, NodeReader Reader)> _readers;
    private readonly Dictionary<string, (NodeReading Reading, long At)> _before = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StorageArea> _storage = new(StringComparer.Ordinal);
    private readonly List<LogFilterReader> _filters;
    private readonly CommitProbe _probe;
    private readonly Lock _lock = new();
    private readonly AlarmBoard _board;
    private Task _loop = Task.CompletedTask;
    private TimeSpan _longestGap;
    private TimeSpan _read;

    private MetricSampler(RunningEstate estate, DeclaredAlarms alarms, EstateClock clock)
    {
        var unread = Unread(estate, alarms);
        (_estate, Clock, _board) = (estate, clock, new AlarmBoard([.. alarms.Alarms.Where(a => !unread.Contains(a))]));
        _readers = [.. estate.Nodes.Where(n => n.Declared.Kind is not (NodeKind.Standby or NodeKind.Writer)).Prepend(estate.Writer)
            .Select(n => (Instance: n == estate.Writer ? estate.Topology.Writer.Identifier : n.Identifier, Class: ClassOf(n), Reader: new NodeReader(n)))];
        _filters = [.. from filter in alarms.LogFilters
                       join reader in _readers on filter.Instance equals reader.Instance
                       select new LogFilterReader(filter, reader.Reader.Node.Cluster.LogFile)];
        _probe = new CommitProbe(estate.Writer);
    }

    /// <summary>Estate time, from the first reading on.</summary>
    public EstateClock Clock { get; private set; }

    /// <summary>Longest time without a reading up to now, by the estate's clock: more than a minute is a minute without data.</summary>
    public TimeSpan LongestGap
    {
        get
        {
            lock (_lock) return TimeSpan.FromTicks(Math.Max(_longestGap.Ticks, (Clock.Now - _read).Ticks));
        }
    }

    /// <summary>Called with every value, on the sampler's own task.</summary>
    public Action<MetricId, double>? Sampled { get; set; }

    /// <summary>Storage areas by instance, known after the first reading.</summary>
    public IReadOnlyDictionary<string, StorageArea> Storage => _storage;

    /// <summary>The log that slots may hold, while it is scaled; null otherwise.</summary>
    public SlotArea? Slots { get; set; }

    /// <summary>The transaction ids, while they are scaled; null otherwise.</summary>
    public IdArea? Ids { get; set; }

    /// <summary>Lines that matched a filter so far, by the filter's name.</summary>
    public IReadOnlyDictionary<string, int> Matches => _filters.ToDictionary(f => f.Filter.Name, f => f.Matched);

    /// <summary>Alarms on a metric that nothing on this machine stands for: they are not evaluated.</summary>
    public static ImmutableArray<DeclaredAlarm> Unread(RunningEstate estate, DeclaredAlarms alarms)
    {
        ArgumentNullException.ThrowIfNull(estate);
        ArgumentNullException.ThrowIfNull(alarms);
        return
        [
            .. alarms.Alarms.Where(a => !(a.Metric.Namespace == AlarmTable.RdsNamespace && LocalMetric.Find(a.Metric.Name) is not null && estate.Nodes.Any(n => n.Identifier == a.Metric.Instance))
                && a.Metric != HealthyPoolers && alarms.LogFilters.All(f => f.Metric != a.Metric || f.Instance is null)),
        ];
    }

    /// <summary>
    /// Begins. The clock starts after a first reading: opening the connections takes a busy machine a second,
    /// which on the drills' clock is minutes without data, and an alarm that calls missing data breaching fires.
    /// </summary>
    public static async Task<MetricSampler> StartAsync(
        RunningEstate estate, DeclaredAlarms alarms, double clockFactor, Action<MetricId, double>? sampled, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(estate);
        ArgumentNullException.ThrowIfNull(alarms);
        var sampler = new MetricSampler(estate, alarms, new EstateClock(clockFactor)) { Sampled = sampled };
        try
        {
            await sampler._probe.BeginsAsync(estate, cancellation);
            var first = await sampler.ReadAsync(withStorage: true, cancellation);
            sampler.Clock = new EstateClock(clockFactor);
            sampler.Record(first, sampler._probe.Take());
        }
        catch
        {
            await sampler.DisposeAsync();
            throw;
        }

        sampler._loop = Task.Run(sampler.LoopAsync, CancellationToken.None);
        return sampler;
    }

    /// <summary>Looks at the alarms while nobody changes them.</summary>
    public T Look<T>(Func<AlarmBoard, T> look)
    {
        ArgumentNullException.ThrowIfNull(look);
        lock (_lock) return look(_board);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _loop;
        await _probe.DisposeAsync();
        foreach (var (_, _, reader) in _readers)
            await reader.DisposeAsync();
        _end.Dispose();
    }

    private async Task LoopAsync()
    {
        var minute = -1;
        while (!_end.IsCancellationRequested)
        {
            try
            {
                // Files are counted once in an estate minute, which is how often RDS reports.
                var withStorage = (int)Clock.Now.TotalMinutes > minute;
                minute = (int)Clock.Now.TotalMinutes;
                var began = Stopwatch.GetTimestamp();
                var readings = await ReadAsync(withStorage, _end.Token);
                var healthy = withStorage ? await Task.WhenAll(_estate.Poolers.Select(AcceptsAsync)) : null;
                var commit = _probe.Take();
                lock (_lock)
                {
                    Record(readings, commit);
                    if (healthy is not null) Record(HealthyPoolers, healthy.Count(h => h));
                    foreach (var filter in _filters)
                        foreach (var value in filter.Read()) Record(filter.Filter.Metric, value);
                    _board.AdvanceTo(Clock.Now);
                    (_longestGap, _read) = (LongestGap, Clock.Now);
                }

                var rest = Tick - Stopwatch.GetElapsedTime(began);
                if (rest > TimeSpan.Zero) await Task.Delay(rest, _end.Token);
            }
            catch (OperationCanceledException) when (_end.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private Task<NodeReading?[]> ReadAsync(bool withStorage, CancellationToken cancellation) =>
        Task.WhenAll(_readers.Select(r => r.Reader.ReadAsync(withStorage, cancellation)));

    private void Record(NodeReading?[] readings, double? commit)
    {
        for (var i = 0; i < readings.Length; i++)
            if (readings[i] is { } reading) Record(_readers[i].Instance, _readers[i].Class, _readers[i].Reader.Node, reading, commit);
    }

    private void Record(string instance, InstanceClass instanceClass, RunningNode node, NodeReading reading, double? commit)
    {
        var at = Stopwatch.GetTimestamp();
        if (reading.DataBytes is { } bytes && !_storage.ContainsKey(instance))
            _storage[instance] = StorageArea.For(bytes, AllocatedBytes());
        if (_before.TryGetValue(instance, out var before))
        {
            var readings = new LocalReadings(node.Declared, instanceClass, before.Reading, reading, Stopwatch.GetElapsedTime(before.At, at),
                _storage.GetValueOrDefault(instance), Slots, Ids, Clock.Factor, node == _estate.Writer ? commit : null, MachineMemory.AvailableShare());
            foreach (var metric in LocalMetric.All)
            {
                if (metric.Read(readings) is { } value) Record(new MetricId(AlarmTable.RdsNamespace, metric.Name, instance), value);
            }
        }

        _before[instance] = (reading, at);
    }

    private void Record(MetricId metric, double value)
    {
        _board.Record(metric, Clock.Now, value);
        Sampled?.Invoke(metric, value);
    }

    private async Task<bool> AcceptsAsync(RunningPooler pooler)
    {
        using var socket = new System.Net.Sockets.TcpClient();
        try
        {
            await socket.ConnectAsync(pooler.Host, pooler.Port, _end.Token);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    private long AllocatedBytes() =>
        (long)(_estate.Plans.Estate.OfType("aws:rds/instance:Instance").Select(i => i.Number("allocatedStorage")).FirstOrDefault(n => n is not null) ?? 20) << 30;

    private static InstanceClass ClassOf(RunningNode node) =>
        InstanceClasses.Find(node.Declared.InstanceClass) ?? new InstanceClass(node.Declared.InstanceClass, Environment.ProcessorCount, 8, 0, 0, 0, 0, 0);
}
