using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>A replica stops replaying: reads get stale (S39, S42).</summary>
internal static class ReplicaLagging
{
    public static async Task RunAsync(DrillRun run, CancellationToken cancellation)
    {
        var replica = run.Estate.Nodes.FirstOrDefault(n => n.Declared.Kind == NodeKind.Replica && n.IsRunning)
            ?? throw new DrillException("The plan declares no read replica, so none can lag.");
        await using var watch = await AlarmWatch.StartAsync(run, [new(AlarmTable.RdsNamespace, "ReplicaLag", replica.Identifier)], cancellation);
        watch.Break($"{replica.Identifier} stops replaying");
        await replica.StopReplayAsync(cancellation);
        try
        {
            await watch.FiresAsync(cancellation);
        }
        finally
        {
            await replica.ResumeReplayAsync(CancellationToken.None);
        }

        run.Mark(MarkKind.Step, $"{replica.Identifier} replays again");
        await watch.ClearsAsync(cancellation);
    }
}
