using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Rehearsal.Alarms;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>A replica stops replaying: reads get stale (S39, S42). Beside it a report holds another one back as long as it may.</summary>
internal static class ReplicaLagging
{
    public static async Task RunAsync(DrillRun run, CancellationToken cancellation)
    {
        var replicas = run.Estate.Nodes.Where(n => n.Declared.Kind == NodeKind.Replica && n.IsRunning).OrderBy(HoldingReport.Allowed).ToList();
        if (replicas is not [var replica, ..]) throw new DrillException("The plan declares no read replica, so none can lag.");
        await using var report = replicas.Count > 1 ? await HoldingReport.StartAsync(run, replicas[^1], cancellation) : null;
        await using var watch = await AlarmWatch.StartAsync(run, [Lag(replica)], cancellation, report is null ? [] : [Lag(report.Node)]);
        watch.Break($"{replica.Identifier} stops replaying");
        await replica.StopReplayAsync(cancellation);
        try
        {
            if (report is not null) await report.MeetAsync(cancellation);
            await watch.FiresAsync(cancellation);
        }
        finally
        {
            await replica.ResumeReplayAsync(CancellationToken.None);
        }

        run.Mark(MarkKind.Step, $"{replica.Identifier} replays again");
        if (report is not null) await report.EndsAsync(watch, Lag(report.Node), cancellation);
        else run.Note("One replica only: none was left for a report to hold back.");
        await watch.ClearsAsync(cancellation);
    }

    private static MetricId Lag(RunningNode node) => new(AlarmTable.RdsNamespace, "ReplicaLag", node.Identifier);
}
