using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Rehearsal.Plans;
using TechCorp.PgInfra.Rehearsal.Poolers;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>Every drill, in the order <c>all</c> runs them: each leaves the estate whole for the next, and the last one does not.</summary>
public static class DrillTable
{
    /// <summary>The drills.</summary>
    public static ImmutableArray<Drill> All { get; } =
    [
        new("replica-loss", "A read replica that dies interrupts no writer, and comes back without a row missing.", ["S7", "S8"], ReplicaLoss.RunAsync) { Lacks = Pooler(TwoReplicas) },
        new("credential-rotation", "A service's password is replaced under load without a failed transaction.", ["S19", "S21"], CredentialRotation.RunAsync) { Lacks = Pooler() },
        new("lag", "A replica that stops replaying is alarmed on, and nothing else is: not the one that a report holds back as long as it may.", ["S39", "S42"], ReplicaLagging.RunAsync) { Lacks = Replica, Fires = ["PostgresReplicaLagHigh"] },
        new("held-log", "A replica that stays away holds log on the writer: it is alarmed on before its slot is given up, and given up before the storage is full.", ["S43", "S48"], HeldLog.RunAsync) { Lacks = Pooler(Replica), Fires = ["PostgresSlotLagHigh", "PostgresReplicaLagHigh"] },
        new("wraparound", "Transaction ids run out while a dead replica holds vacuum back: that is alarmed on a billion ids before writes stop, and over when the replica is back.", ["S7", "S51"], Wraparound.RunAsync) { Lacks = Pooler(Wraparound.Lacks), Fires = ["PostgresTransactionIdAgeHigh", "PostgresReplicaLagHigh"] },
        new("deadlock", "A deadlock leaves exactly one line that the declared filter counts, and the alarm fires.", ["S44"], Deadlock.RunAsync) { Lacks = Pooler(), Fires = ["PostgresDeadlocks"] },
        new("lock-queue", "A schema change behind an open transaction is given up by the post-deploy step; without lock_timeout everybody queues, the alarm fires, and ending the head frees them.", ["S51"], LockQueue.RunAsync) { Lacks = Pooler(), Fires = ["PostgresDBLoadHigh"] },
        new("disk", "Storage that fills is alarmed on before it is full.", ["S43"], DiskFilling.RunAsync) { Fires = ["PostgresDiskSpaceLow"] },
        new("cpu-and-latency", "A writer out of processor, and one whose storage is slow to read and to commit to, are alarmed on.", ["S34", "S37", "S38", "S40"], Overload.RunAsync) { Lacks = Standby, Fires = ["PostgresCPUHigh", "PostgresWriteLatencyHigh", "PostgresReadLatencyHigh"] },
        new("connections", "A thousand clients through the poolers stay under the server's cap; those that go around them are alarmed on.", ["S29", "S36", "S41"], Connections.RunAsync) { Lacks = Pooler(), Fires = ["PostgresConnectionsHigh"] },
        new("pooler-loss", "One of the poolers dies: its clients come back through the others without a lost commit, and the alarm on healthy tasks fires and clears.", ["S3"], PoolerLoss.RunAsync) { Lacks = Pooler(TwoPoolers), Fires = [PoolerHealth.Alarm] },
        new("pitr", "An instance is restored to the last commit before a DELETE: exactly those rows, not one later.", ["S47", "S52"], PointInTimeRecovery.RunAsync) { Lacks = Pooler(Backups) },
        new("table-recovery", "One lost table comes back through a temporary instance, and nothing else changes.", ["S52"], TableRecovery.RunAsync) { Lacks = Pooler(Backups) },
        new("parameter-order", "max_connections raised on the replicas first keeps replay going; the other order stops it and is refused.", ["S22"], ParameterOrder.RunAsync) { Lacks = Follower },
        new("az-failover", "The loss of the writer's zone loses no acknowledged commit, and its clients come back by themselves.", ["S2", "S3"], AzFailover.RunAsync) { Lacks = Pooler(Standby) },
        new("dr-promote", "The loss of the whole region is survived by the other one, promoted exactly as its stack declares.", ["S48"], DisasterPromotion.RunAsync) { Lacks = Pooler(Copy), EndsTheEstate = true },
    ];

    /// <summary>The drill of that name, or null.</summary>
    public static Drill? Find(string name) => All.FirstOrDefault(d => d.Name == name);

    private static string? Replica(EstatePlans plans) => Kind(plans, NodeKind.Replica, "no read replica is declared (replicas)");

    // An analytics replica is not behind the pooler.
    private static string? TwoReplicas(EstatePlans plans) =>
        PoolerDeclaration.From(plans.Estate)!.Ini.Split('\n').Any(l => l.StartsWith(PoolerSettings.ReadOnlyDatabase + " = host=", StringComparison.Ordinal) && l.Contains(','))
            ? null
            : "fewer than two read replicas are behind the pooler (replicas with role replica), so reads stop with one of them";

    private static string? TwoPoolers(EstatePlans plans) => PoolerDeclaration.From(plans.Estate)!.Tasks > 1
        ? null
        : "one pooler task is declared (pooler.tasks), so every client waits until ECS has replaced it";

    private static string? Standby(EstatePlans plans) => Kind(plans, NodeKind.Standby, "no Multi-AZ standby is declared (primary.multiAz)");

    private static string? Copy(EstatePlans plans) => Kind(plans, NodeKind.RemoteReplica, "no stack copies it into another region (disasterRecovery.sourceStack)");

    private static string? Follower(EstatePlans plans) => plans.Topology.Followers.Any() ? null : "no replica or standby is declared";

    private static string? Backups(EstatePlans plans) => plans.Topology.Writer.BackupRetentionDays > 0 ? null : "no backup is declared (backup.retention)";

    private static string? Kind(EstatePlans plans, NodeKind kind, string reason) => plans.Topology.Nodes.Any(n => n.Kind == kind) ? null : reason;

    private static Func<EstatePlans, string?> Pooler(Func<EstatePlans, string?>? other = null) =>
        plans => PoolerDeclaration.From(plans.Estate) is null ? "no pooler is declared (pooler)" : other?.Invoke(plans);
}
