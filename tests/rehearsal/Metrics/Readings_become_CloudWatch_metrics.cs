using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Rehearsal.Metrics;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Tests.Metrics;

/// <summary>A threshold in bytes is compared with bytes and one in seconds with seconds: CloudWatch's units, whatever PostgreSQL's are.</summary>
public class Readings_become_CloudWatch_metrics
{
    private static readonly NodeReading Before = new()
    {
        Sessions = 1, ActiveSessions = 0, WaitingSessions = 0, ReplaySeconds = null, TransactionAge = 100, SlotLagBytes = null, LogBytes = 16 << 20,
        ReadMilliseconds = 1000, BlocksRead = 100, ProcessorSeconds = 10, DataBytes = 30 << 20,
    };

    private static readonly NodeReading Now = Before with
    {
        Sessions = 410, ActiveSessions = Environment.ProcessorCount, ReplaySeconds = 0.7, SlotLagBytes = 512, ReadMilliseconds = 4000, BlocksRead = 200,
        ProcessorSeconds = 10 + (0.45 * Environment.ProcessorCount), DataBytes = 112 << 20,
    };

    /// <summary>S34 to S43.</summary>
    [Theory]
    [InlineData("DatabaseConnections", 410)]
    [InlineData("CPUUtilization", 90)]
    [InlineData("DBLoad", 8)] // db.r6g.2xlarge has eight, and every processor here is busy
    [InlineData("ReplicaLag", 70)] // 0.7 s on a clock a hundred times as fast
    [InlineData("FreeStorageSpace", (2048L << 30) / 8)] // 16 of 128 MiB
    [InlineData("ReadLatency", 0.03)]
    [InlineData("WriteLatency", 0.075)]
    [InlineData("FreeableMemory", 32L << 30)]
    [InlineData("OldestReplicationSlotLag", 512)]
    [InlineData("TransactionLogsDiskUsage", 16 << 20)]
    [InlineData("MaximumUsedTransactionIDs", 100)]
    public void In_its_unit(string metric, double expected) =>
        Assert.Equal(expected, LocalMetric.Find(metric)!.Read(Readings(Now))!.Value, 1e-6 * expected);

    /// <summary>Each alarm of the catalogue is either read here or one of those the report lists.</summary>
    [Fact]
    public void Every_other_metric_of_the_catalogue_is_known_to_be_unread() => Assert.Equal(
        ["DiskQueueDepth", "EBSByteBalance%", "EBSIOBalance%", "SwapUsage"],
        AlarmTable.Rules.Where(r => r.HasInstanceDimension && LocalMetric.Find(r.Metric) is null).Select(r => r.Metric).Order(StringComparer.Ordinal));

    /// <summary>The unit a reading claims is the one its alarm's threshold is written in.</summary>
    [Fact]
    public void Its_unit_is_the_alarms() => Assert.All(
        AlarmTable.Rules.Where(r => r.HasInstanceDimension), r => Assert.True(LocalMetric.Find(r.Metric) is not { } metric || metric.Unit == r.Unit, r.Metric));

    /// <summary>S48: four segments stand for the 200 GB that a slot may hold; a limit below that is kept as it is.</summary>
    [Theory]
    [InlineData(200L << 30, 32 << 20, 100L << 30)]
    [InlineData(48L << 20, 32 << 20, 32 << 20)]
    [InlineData(0, 512, 0)]
    public void Log_held_by_a_slot_in_bytes_of_the_limit_that_is_stood_for(long declared, long held, double expected) =>
        Assert.Equal(expected, LocalMetric.Find("OldestReplicationSlotLag")!.Read(Readings(Now with { SlotLagBytes = held }, SlotArea.For(declared))));

    /// <summary>The least autovacuum_freeze_max_age that PostgreSQL takes stands for the one in force; where that is the one in force, an id is an id.</summary>
    [Theory]
    [InlineData(200_000_000, 500_000, 1_000_000_000)]
    [InlineData(100_000, 500_000, 500_000)]
    public void The_age_of_the_oldest_row_in_ids_of_the_freeze_age_that_is_stood_for(long declared, long age, double expected) =>
        Assert.Equal(expected, LocalMetric.Find("MaximumUsedTransactionIDs")!.Read(Readings(Now with { TransactionAge = age }, ids: IdArea.For(declared))));

    /// <summary>A queue of nine for a lock is a load of nine on eight vCPUs, however few processors this machine has.</summary>
    [Fact]
    public void Sessions_that_wait_are_a_load_of_one_each() =>
        Assert.Equal(9 + 8, LocalMetric.Find("DBLoad")!.Read(Readings(Now with { ActiveSessions = 9 + Environment.ProcessorCount, WaitingSessions = 9 }))!.Value, 1e-6);

    /// <summary>A writer has no lag and a metric without a source is not reported, rather than zero.</summary>
    [Fact]
    public void What_is_not_there_is_not_reported() =>
        Assert.Equal([null, null], new[] { "ReplicaLag", "OldestReplicationSlotLag" }.Select(m => LocalMetric.Find(m)!.Read(Readings(Before))));

    /// <summary>A line is counted once it is whole, and a period with lines of which none matches reports the default.</summary>
    [Fact]
    public void Log_lines_become_a_metric()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "ERROR:  deadlock detected\n");
            var reader = new LogFilterReader(new("f", "/aws/rds/instance/x/postgresql", DeadlockLogFilter.Pattern, new("n", "m", null), 1, 0), file);
            double[] Read(string written)
            {
                File.AppendAllText(file, written);
                return [.. reader.Read()];
            }

            Assert.Empty(Read(""));
            Assert.Equal([0], Read("LOG:  checkpoint\n"));
            Assert.Empty(Read("ERROR:  dead"));
            Assert.Equal([1], Read("lock detected\nDETAIL:  who\n"));
            Assert.Equal(1, reader.Matched);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static LocalReadings Readings(NodeReading now, SlotArea? slots = null, IdArea? ids = null) => new(
        new Node("techcorp-primary", NodeKind.Writer, null, "prod", "us-east-1", "db.r6g.2xlarge", null, null, 7, System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty), InstanceClasses.Find("db.r6g.2xlarge")!,
        Before, now, TimeSpan.FromSeconds(0.5), StorageArea.For(Before.DataBytes!.Value, 2048L << 30), slots, ids, 100, 0.075, 0.5);
}
