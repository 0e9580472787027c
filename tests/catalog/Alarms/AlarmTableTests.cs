using System.Globalization;

namespace TechCorp.PgInfra.Catalog.Tests.Alarms;

/// <summary>The alarm table is what wakes people; its numbers are checked as CloudWatch will see them, not as they are written.</summary>
public class AlarmTableTests
{
    private const long GiB = 1L << 30;

    private static readonly InstanceClass TwoXLarge = new("db.r6g.2xlarge", 8, 64, 2375, 12000, 4750, 20000, 10000);
    private static readonly AlarmSubject Primary = new("techcorp-primary", InstanceRole.Primary, true, TwoXLarge, 2048 * GiB, 200 * GiB);

    private static readonly AlarmSubject Replica = new("techcorp-replica-1", InstanceRole.Replica, false,
        new("db.r6g.xlarge", 4, 32, 1188, 6000, 4750, 20000, 10000), 2048 * GiB, 200 * GiB);

    private static string Lines(AlarmSubject subject) => string.Concat(AlarmTable.For(subject).Select(rule => string.Create(
        CultureInfo.InvariantCulture,
        $"{rule.NameFor(subject.Identifier)}: {rule.Statistic} {rule.Namespace} {rule.MetricFor(subject.Identifier)} {rule.Comparison} {rule.ThresholdFor(subject)} {rule.PeriodSeconds}s {rule.DatapointsToAlarm}/{rule.EvaluationPeriods} {rule.MissingData.WireName()}\n")));

    /// <summary>Units are where such tables go wrong: latencies and lag are seconds, memory and disk bytes (facts, section E).</summary>
    [Fact]
    [Trait("Requirement", "S34")]
    [Trait("Requirement", "S35")]
    [Trait("Requirement", "S36")]
    [Trait("Requirement", "S37")]
    [Trait("Requirement", "S38")]
    [Trait("Requirement", "S40")]
    [Trait("Requirement", "S41")]
    [Trait("Requirement", "S43")]
    [Trait("Requirement", "S44")]
    public void The_primary_is_watched_by_these_alarms() => Assert.Equal(
        """
        PostgresCPUHigh-techcorp-primary: Average AWS/RDS CPUUtilization GreaterThanThreshold 80 60s 10/10 missing
        PostgresFreeableMemoryLow-techcorp-primary: Average AWS/RDS FreeableMemory LessThanThreshold 1073741824 60s 5/5 missing
        PostgresSwapUsageHigh-techcorp-primary: Average AWS/RDS SwapUsage GreaterThanThreshold 268435456 60s 5/5 missing
        PostgresConnectionsHigh-techcorp-primary: Maximum AWS/RDS DatabaseConnections GreaterThanThreshold 400 60s 5/5 missing
        PostgresReadLatencyHigh-techcorp-primary: Average AWS/RDS ReadLatency GreaterThanThreshold 0.02 60s 5/5 missing
        PostgresWriteLatencyHigh-techcorp-primary: Average AWS/RDS WriteLatency GreaterThanThreshold 0.05 60s 5/5 missing
        PostgresDiskSpaceLow-techcorp-primary: Minimum AWS/RDS FreeStorageSpace LessThanThreshold 439804651110 60s 5/5 missing
        PostgresDeadlocks-techcorp-primary: Sum TechCorp/PostgreSQL Deadlocks-techcorp-primary GreaterThanOrEqualToThreshold 1 300s 1/1 notBreaching
        PostgresSlotLagHigh-techcorp-primary: Maximum AWS/RDS OldestReplicationSlotLag GreaterThanThreshold 107374182400 60s 5/5 notBreaching
        PostgresTransactionLogsDiskUsageHigh-techcorp-primary: Maximum AWS/RDS TransactionLogsDiskUsage GreaterThanThreshold 219902325555 60s 5/5 missing
        PostgresTransactionIdAgeHigh-techcorp-primary: Maximum AWS/RDS MaximumUsedTransactionIDs GreaterThanThreshold 1000000000 300s 3/3 missing
        PostgresDBLoadHigh-techcorp-primary: Average AWS/RDS DBLoad GreaterThanThreshold 8 60s 10/10 notBreaching
        PostgresEBSByteBalanceLow-techcorp-primary: Average AWS/RDS EBSByteBalance% LessThanThreshold 20 300s 3/3 notBreaching
        PostgresEBSIOBalanceLow-techcorp-primary: Average AWS/RDS EBSIOBalance% LessThanThreshold 20 300s 3/3 notBreaching
        PostgresDiskQueueDepthHigh-techcorp-primary: Average AWS/RDS DiskQueueDepth GreaterThanThreshold 64 60s 10/10 missing

        """, Lines(Primary));

    /// <summary>A replica has lag and no deadlocks; thresholds of its class are its own.</summary>
    [Fact]
    [Trait("Requirement", "S39")]
    [Trait("Requirement", "S42")]
    public void A_replica_is_watched_by_these_alarms() => Assert.Equal(
        """
        PostgresCPUHigh-techcorp-replica-1: Average AWS/RDS CPUUtilization GreaterThanThreshold 80 60s 10/10 missing
        PostgresFreeableMemoryLow-techcorp-replica-1: Average AWS/RDS FreeableMemory LessThanThreshold 1073741824 60s 5/5 missing
        PostgresSwapUsageHigh-techcorp-replica-1: Average AWS/RDS SwapUsage GreaterThanThreshold 268435456 60s 5/5 missing
        PostgresConnectionsHigh-techcorp-replica-1: Maximum AWS/RDS DatabaseConnections GreaterThanThreshold 400 60s 5/5 missing
        PostgresReadLatencyHigh-techcorp-replica-1: Average AWS/RDS ReadLatency GreaterThanThreshold 0.02 60s 5/5 missing
        PostgresWriteLatencyHigh-techcorp-replica-1: Average AWS/RDS WriteLatency GreaterThanThreshold 0.05 60s 5/5 missing
        PostgresReplicaLagHigh-techcorp-replica-1: Average AWS/RDS ReplicaLag GreaterThanThreshold 60 60s 10/10 breaching
        PostgresDiskSpaceLow-techcorp-replica-1: Minimum AWS/RDS FreeStorageSpace LessThanThreshold 439804651110 60s 5/5 missing
        PostgresTransactionLogsDiskUsageHigh-techcorp-replica-1: Maximum AWS/RDS TransactionLogsDiskUsage GreaterThanThreshold 219902325555 60s 5/5 missing
        PostgresDBLoadHigh-techcorp-replica-1: Average AWS/RDS DBLoad GreaterThanThreshold 4 60s 10/10 notBreaching
        PostgresEBSByteBalanceLow-techcorp-replica-1: Average AWS/RDS EBSByteBalance% LessThanThreshold 20 300s 3/3 notBreaching
        PostgresEBSIOBalanceLow-techcorp-replica-1: Average AWS/RDS EBSIOBalance% LessThanThreshold 20 300s 3/3 notBreaching
        PostgresDiskQueueDepthHigh-techcorp-replica-1: Average AWS/RDS DiskQueueDepth GreaterThanThreshold 64 60s 10/10 missing

        """, Lines(Replica));

    /// <summary>An idle source shows up to five minutes of lag, until its WAL segment is switched: a shorter evaluation pages every quiet night.</summary>
    [Fact]
    [Trait("Requirement", "S39")]
    [Trait("Requirement", "S42")]
    public void Replica_lag_is_evaluated_over_more_than_the_five_minutes_an_idle_source_shows()
    {
        var rule = AlarmTable.Find("PostgresReplicaLagHigh")!;
        Assert.True(rule.EvaluationTime > TimeSpan.FromMinutes(5));
        Assert.Equal(rule.EvaluationPeriods, rule.DatapointsToAlarm);
        Assert.Equal(MissingData.Breaching, rule.MissingData);
    }

    /// <summary>S40 names the time, not only the threshold.</summary>
    [Fact]
    [Trait("Requirement", "S40")]
    public void Cpu_must_be_high_for_ten_minutes() =>
        Assert.Equal(TimeSpan.FromMinutes(10), AlarmTable.Find("PostgresCPUHigh")!.EvaluationTime);

    /// <summary>A promoted copy takes writes in its own region: it has deadlocks and slots, and lags behind nobody.</summary>
    [Fact]
    [Trait("Requirement", "S44")]
    public void A_promoted_copy_is_watched_as_a_writer()
    {
        var copy = Primary with { Identifier = "techcorp-dr", Role = InstanceRole.DisasterRecovery };
        Assert.Contains(AlarmTable.For(copy), rule => rule.Name == "PostgresDeadlocks");
        Assert.DoesNotContain(AlarmTable.For(copy), rule => rule.Name == "PostgresReplicaLagHigh");

        var warm = copy with { IsWriter = false };
        Assert.DoesNotContain(AlarmTable.For(warm), rule => rule.Name == "PostgresDeadlocks");
        Assert.Contains(AlarmTable.For(warm), rule => rule.Name == "PostgresReplicaLagHigh");
    }

    /// <summary>Classes that do not burst report no balance, and an alarm on nothing says INSUFFICIENT_DATA for ever.</summary>
    [Fact]
    public void A_class_that_does_not_burst_has_no_balance_alarms()
    {
        var steady = Primary with { Class = TwoXLarge with { EbsBaselineMbps = 4750 } };
        Assert.DoesNotContain(AlarmTable.For(steady), rule => rule.Metric.EndsWith("Balance%", StringComparison.Ordinal));
    }

    /// <summary>With no cap a slot can fill the disk, so the disk is what the share is of.</summary>
    [Fact]
    public void Without_a_cap_on_slots_their_alarm_follows_the_disk() => Assert.Equal(
        1024 * GiB, AlarmTable.Find("PostgresSlotLagHigh")!.ThresholdFor(Primary with { SlotWalLimitBytes = null }));

    /// <summary>AWS takes neither, and the provider checks neither before apply.</summary>
    [Fact]
    public void Every_rule_is_one_that_CloudWatch_takes()
    {
        Assert.All(AlarmTable.Rules, rule =>
        {
            Assert.InRange(rule.DatapointsToAlarm, 1, rule.EvaluationPeriods);
            Assert.True(rule.PeriodSeconds % 60 == 0 && rule.EvaluationTime <= TimeSpan.FromDays(1), rule.Name);
            Assert.Null(rule.ThresholdProblem(rule.Threshold));
            Assert.True(rule.Rationale.Length + rule.FirstStep.Length < 700, $"{rule.Name}: CloudWatch cuts a description at 1024 characters");
        });
        Assert.Equal(AlarmTable.Rules.Length, AlarmTable.Rules.Select(rule => rule.Name).Distinct().Count());
    }

    /// <summary>The source's thresholds, from S34 to S44, are all in the table.</summary>
    [Fact]
    [Trait("Requirement", "S34")]
    public void Every_alarm_of_the_source_document_has_a_rule() => Assert.Equal(
        Enumerable.Range(34, 11).Select(n => $"S{n}"),
        AlarmTable.Rules.SelectMany(rule => rule.Requirements).Distinct().Order(StringComparer.Ordinal));
}
