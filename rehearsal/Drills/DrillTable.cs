using System.Collections.Immutable;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>Every drill, in the order <c>all</c> runs them: each leaves the estate whole for the next, and the last one does not.</summary>
public static class DrillTable
{
    /// <summary>The drills.</summary>
    public static ImmutableArray<Drill> All { get; } =
    [
        new("replica-loss", "A read replica that dies interrupts no writer, and comes back without a row missing.", ["S7", "S8"], ReplicaLoss.RunAsync),
        new("credential-rotation", "A service's password is replaced under load without a failed transaction.", ["S19", "S21"], CredentialRotation.RunAsync),
        new("lag", "A replica that stops replaying is alarmed on, and nothing else is.", ["S39", "S42"], ReplicaLagging.RunAsync),
        new("deadlock", "A deadlock leaves exactly one line that the declared filter counts, and the alarm fires.", ["S44"], Deadlock.RunAsync),
        new("disk", "Storage that fills is alarmed on before it is full.", ["S43"], DiskFilling.RunAsync),
        new("cpu-and-latency", "A writer out of processor, and one whose commits wait for the other zone, are alarmed on.", ["S34", "S38", "S40"], Overload.RunAsync),
        new("connections", "A thousand clients through the poolers stay under the server's cap; those that go around them are alarmed on.", ["S29", "S36", "S41"], Connections.RunAsync),
        new("pitr", "An instance is restored to the last commit before a DELETE: exactly those rows, not one later.", ["S47", "S52"], PointInTimeRecovery.RunAsync),
        new("table-recovery", "One lost table comes back through a temporary instance, and nothing else changes.", ["S52"], TableRecovery.RunAsync),
        new("parameter-order", "max_connections raised on the replicas first keeps replay going; the other order stops it and is refused.", ["S22"], ParameterOrder.RunAsync),
        new("az-failover", "The loss of the writer's zone loses no acknowledged commit, and its clients come back by themselves.", ["S2", "S3"], AzFailover.RunAsync),
        new("dr-promote", "The loss of the whole region is survived by the other one, promoted exactly as its stack declares.", ["S48"], DisasterPromotion.RunAsync) { EndsTheEstate = true },
    ];

    /// <summary>The drill of that name, or null.</summary>
    public static Drill? Find(string name) => All.FirstOrDefault(d => d.Name == name);
}
