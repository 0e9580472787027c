using System.Collections.Immutable;
using static TechCorp.PgInfra.Catalog.AlarmComparison;
using static TechCorp.PgInfra.Catalog.AlarmScope;
using static TechCorp.PgInfra.Catalog.AlarmStatistic;

namespace TechCorp.PgInfra.Catalog;

/// <summary>
/// Every alarm of the estate. The program declares it, the dashboard draws it and the drills make it fire;
/// a threshold of the source document stands here and nowhere else.
/// </summary>
public static class AlarmTable
{
    /// <summary>Namespace of the metrics RDS reports.</summary>
    public const string RdsNamespace = "AWS/RDS";

    private const string Rds = RdsNamespace;
    private const int Minute = 60;

    /// <summary>
    /// Server connections at which PostgresConnectionsHigh fires (S36): what the connection budget of pooler and direct logins must stay under.
    /// </summary>
    public const int ConnectionsLimit = 400;

    /// <summary>The rules, in the order a person reads them.</summary>
    public static ImmutableArray<AlarmRule> Rules { get; } =
    [
        new("PostgresCPUHigh", "CPUUtilization", Rds, Average, GreaterThanThreshold, "80%", AlarmUnit.Percent,
            Minute, 10, 10, MissingData.Missing, EveryInstance,
            "Sustained CPU; ten minutes leave out a vacuum or a report.",
            "Top statements by time in Database Insights, then pg_stat_statements by total_exec_time.",
            "cpu-and-latency", ["S34", "S40"]),

        new("PostgresFreeableMemoryLow", "FreeableMemory", Rds, Average, LessThanThreshold, "1GB", AlarmUnit.Bytes,
            Minute, 5, 5, MissingData.Missing, EveryInstance,
            "Includes the page cache: this little is left just before the kernel kills a backend and every session restarts.",
            "Sessions by role and their work_mem; a login without its pinned work_mem takes the server's 256MB per sort.",
            "memory", ["S35"]),

        new("PostgresSwapUsageHigh", "SwapUsage", Rds, Average, GreaterThanThreshold, "256MB", AlarmUnit.Bytes,
            Minute, 5, 5, MissingData.Missing, EveryInstance,
            "Pages of a database in swap: latency first, then FreeableMemory.",
            "As for PostgresFreeableMemoryLow; it usually fires earlier.",
            "memory", []),

        new("PostgresConnectionsHigh", "DatabaseConnections", Rds, Maximum, GreaterThanThreshold, $"{ConnectionsLimit}", AlarmUnit.Count,
            Minute, 5, 5, MissingData.Missing, EveryInstance,
            "80 % of max_connections. The pooler's cap and the direct logins together stay under it, so something bypasses them.",
            "Sessions by usename, application_name and state in pg_stat_activity, backend_type = 'client backend'.",
            "connections", ["S36", "S41"]),

        new("PostgresReadLatencyHigh", "ReadLatency", Rds, Average, GreaterThanThreshold, "20ms", AlarmUnit.Seconds,
            Minute, 5, 5, MissingData.Missing, EveryInstance,
            "Reads wait for storage.",
            "EBSByteBalance% and EBSIOBalance%, then read IOPS against what the volume includes.",
            "cpu-and-latency", ["S37"]),

        new("PostgresWriteLatencyHigh", "WriteLatency", Rds, Average, GreaterThanThreshold, "50ms", AlarmUnit.Seconds,
            Minute, 5, 5, MissingData.Missing, EveryInstance,
            "Commits wait for storage, on Multi-AZ for two volumes.",
            "Write IOPS and checkpoints; a change of storage in progress doubles latency for hours.",
            "cpu-and-latency", ["S38"]),

        // The lag is now() minus the last replayed commit: on an idle source it grows to five minutes, when the WAL segment is switched,
        // so anything that fires within five minutes fires every night. Silence means replication is broken.
        new("PostgresReplicaLagHigh", "ReplicaLag", Rds, Average, GreaterThanThreshold, "60s", AlarmUnit.Seconds,
            Minute, 10, 10, MissingData.Breaching, Replicas,
            "Reads are stale, and promotion would lose this much. Evaluated over more than five minutes, which an idle source shows as lag.",
            "Long queries on the replica that hold replay back, then WAL generation on the source and PostgresSlotLagHigh.",
            "replica-lag", ["S39", "S42"]),

        new("PostgresDiskSpaceLow", "FreeStorageSpace", Rds, Minimum, LessThanThreshold, "20%", AlarmUnit.Bytes,
            Minute, 5, 5, MissingData.Missing, EveryInstance,
            "Before storage autoscaling (at 10 %), which may then not run again for six hours.",
            "PostgresSlotLagHigh and PostgresTransactionLogsDiskUsageHigh first: held WAL fills a disk faster than tables do.",
            "disk-full", ["S43"], ThresholdBasis.AllocatedStorage),

        new("PostgresDeadlocks", DeadlockLogFilter.Metric, DeadlockLogFilter.Namespace, Sum, GreaterThanOrEqualToThreshold, "1", AlarmUnit.Count,
            5 * Minute, 1, 1, MissingData.NotBreaching, Writer,
            "One deadlock is one failed transaction. Replicas take no row locks.",
            "DETAIL and CONTEXT lines after 'deadlock detected' in the postgresql log name both statements.",
            "deadlocks", ["S44"]),

        new("PostgresSlotLagHigh", "OldestReplicationSlotLag", Rds, Maximum, GreaterThanThreshold, "50%", AlarmUnit.Bytes,
            Minute, 5, 5, MissingData.NotBreaching, Writer,
            "A replica that stopped holds WAL on the writer; at max_slot_wal_keep_size the replica is given up instead of the disk.",
            "pg_replication_slots: the inactive slot names the replica; restart it or delete it.",
            "replica-lag", [], ThresholdBasis.SlotWalLimit),

        new("PostgresTransactionLogsDiskUsageHigh", "TransactionLogsDiskUsage", Rds, Maximum, GreaterThanThreshold, "10%", AlarmUnit.Bytes,
            Minute, 5, 5, MissingData.Missing, EveryInstance,
            "WAL that is neither archived nor replayed; it grows while nobody watches tables.",
            "pg_replication_slots, then archiving: a failing backup keeps WAL as well.",
            "disk-full", [], ThresholdBasis.AllocatedStorage),

        // A standby shows its source's age, so a second alarm there would only be a second page.
        new("PostgresTransactionIdAgeHigh", "MaximumUsedTransactionIDs", Rds, Maximum, GreaterThanThreshold, "1000000000", AlarmUnit.Count,
            5 * Minute, 3, 3, MissingData.Missing, Writer,
            "Writes stop at two billion. Vacuum should have frozen rows at 200 million; at one billion days are left, not weeks.",
            "Oldest age(datfrozenxid), then what holds vacuum back: old transactions, prepared transactions, slots.",
            "wraparound", []),

        new("PostgresDBLoadHigh", "DBLoad", Rds, Average, GreaterThanThreshold, "100%", AlarmUnit.Count,
            Minute, 10, 10, MissingData.NotBreaching, EveryInstance,
            "More sessions active than cores: they queue for CPU, locks or storage. Reported only while there is load.",
            "Database Insights by wait event: CPU, Lock or IO says where to look.",
            "cpu-and-latency", [], ThresholdBasis.VirtualCpus),

        new("PostgresEBSByteBalanceLow", "EBSByteBalance%", Rds, Average, LessThanThreshold, "20%", AlarmUnit.Percent,
            5 * Minute, 3, 3, MissingData.NotBreaching, BurstingStorage,
            "The class bursts above its EBS bandwidth and the bucket is nearly empty; then throughput falls to the baseline.",
            "Who reads or writes that much; a larger class has a larger baseline.",
            "cpu-and-latency", []),

        new("PostgresEBSIOBalanceLow", "EBSIOBalance%", Rds, Average, LessThanThreshold, "20%", AlarmUnit.Percent,
            5 * Minute, 3, 3, MissingData.NotBreaching, BurstingStorage,
            "As PostgresEBSByteBalanceLow, for operations per second.",
            "Small random reads: a missing index or a cold cache.",
            "cpu-and-latency", []),

        new("PostgresDiskQueueDepthHigh", "DiskQueueDepth", Rds, Average, GreaterThanThreshold, "64", AlarmUnit.Count,
            Minute, 10, 10, MissingData.Missing, EveryInstance,
            "Operations queue at the volume before latency shows it.",
            "As for PostgresReadLatencyHigh.",
            "cpu-and-latency", []),
    ];

    /// <summary>Path of a runbook in the repository (S54).</summary>
    public static string RunbookOf(string page) => $"docs/runbooks/{page}.md";

    /// <summary>The rule of that name, or null.</summary>
    public static AlarmRule? Find(string name) => Rules.FirstOrDefault(rule => rule.Name == name);

    /// <summary>The rules that watch this instance.</summary>
    public static IEnumerable<AlarmRule> For(AlarmSubject subject) => Rules.Where(rule => rule.AppliesTo(subject));
}
