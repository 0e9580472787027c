using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Metrics;

/// <summary>Two readings of a server and what is needed to speak of them as CloudWatch does.</summary>
/// <param name="Node">What is declared of it.</param>
/// <param name="Class">Its instance class.</param>
/// <param name="Before">The reading before.</param>
/// <param name="Now">This reading.</param>
/// <param name="Elapsed">Real time between the two.</param>
/// <param name="Storage">Its storage area.</param>
/// <param name="Slots">The log that slots may hold, when it is scaled.</param>
/// <param name="Ids">The transaction ids, when they are scaled.</param>
/// <param name="ClockFactor">Estate seconds per second.</param>
/// <param name="CommitSeconds">Slowest commit of a probe on the writer since the reading before; null elsewhere.</param>
/// <param name="AvailableMemoryShare">Share of this machine's memory that is available.</param>
public sealed record LocalReadings(
    Node Node, InstanceClass Class, NodeReading Before, NodeReading Now, TimeSpan Elapsed, StorageArea? Storage, SlotArea? Slots, IdArea? Ids, double ClockFactor,
    double? CommitSeconds, double AvailableMemoryShare);

/// <summary>A metric of AWS/RDS, in CloudWatch's unit, from local readings.</summary>
/// <param name="Name">CloudWatch's name.</param>
/// <param name="Unit">CloudWatch's unit.</param>
/// <param name="How">What is read here instead.</param>
/// <param name="Read">The value; null when nothing is reported.</param>
public sealed record LocalMetric(string Name, AlarmUnit Unit, string How, Func<LocalReadings, double?> Read)
{
    /// <summary>Every metric that is read here. An alarm on another one is not rehearsed.</summary>
    public static ImmutableArray<LocalMetric> All { get; } =
    [
        new("DatabaseConnections", AlarmUnit.Count, "client backends in pg_stat_activity", r => r.Now.Sessions),
        new("CPUUtilization", AlarmUnit.Percent, "time its processes ran or waited for one of this machine's processors", r =>
            Math.Clamp(100 * (r.Now.ProcessorSeconds - r.Before.ProcessorSeconds) / (r.Elapsed.TotalSeconds * Environment.ProcessorCount), 0, 100)),
        // Only who runs competes for processors; a queue for a lock is as long on any class.
        new("DBLoad", AlarmUnit.Count, "active sessions: those that wait, and those that run times the class's vCPUs over this machine's", r =>
            r.Now.WaitingSessions + ((r.Now.ActiveSessions - r.Now.WaitingSessions) * (double)r.Class.VirtualCpus / Environment.ProcessorCount)),
        new("ReplicaLag", AlarmUnit.Seconds, "now() - pg_last_xact_replay_timestamp(), by the estate's clock", r => r.Now.ReplaySeconds * r.ClockFactor),
        new("FreeStorageSpace", AlarmUnit.Bytes, "what a quota leaves of the data folder, in declared bytes", r =>
            r.Now.DataBytes is { } used ? r.Storage?.FreeBytes(used) : null),
        new("FreeableMemory", AlarmUnit.Bytes, "available share of this machine's memory, of the class's", r => r.AvailableMemoryShare * r.Class.MemoryBytes),
        new("ReadLatency", AlarmUnit.Seconds, "blk_read_time over blks_read of pg_stat_database", r =>
            r.Now.BlocksRead > r.Before.BlocksRead ? Math.Max(0, r.Now.ReadMilliseconds - r.Before.ReadMilliseconds) / 1000 / (r.Now.BlocksRead - r.Before.BlocksRead) : 0),
        new("WriteLatency", AlarmUnit.Seconds, "a small commit on the writer, on disk here and on the standby", r => r.CommitSeconds),
        new("OldestReplicationSlotLag", AlarmUnit.Bytes, "log held by the slowest slot, in declared bytes where max_slot_wal_keep_size is scaled", r => r.Now.SlotLagBytes * (r.Slots?.Scale ?? 1)),
        new("TransactionLogsDiskUsage", AlarmUnit.Bytes, "size of pg_wal, unscaled", r => r.Now.LogBytes),
        new("MaximumUsedTransactionIDs", AlarmUnit.Count, "age(datfrozenxid), in declared ids where autovacuum_freeze_max_age is scaled", r => r.Now.TransactionAge * (r.Ids?.Scale ?? 1)),
    ];

    /// <summary>The metric of that name, or null.</summary>
    public static LocalMetric? Find(string name) => All.FirstOrDefault(m => m.Name == name);
}
