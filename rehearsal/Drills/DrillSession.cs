using System.Collections.Immutable;
using System.Diagnostics;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Deployment;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Metrics;
using TechCorp.PgInfra.Rehearsal.Plans;
using TechCorp.PgInfra.Rehearsal.Rehearsals;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>Brings an estate of its own up, drills it, and takes it down.</summary>
public static class DrillSession
{
    /// <summary>Runs the drills one after the other on one estate; one that ends the estate comes last.</summary>
    /// <param name="run">An empty run; the caller deletes it.</param>
    /// <param name="project">The project.</param>
    /// <param name="configuration">Of the stack with the writer.</param>
    /// <param name="drills">Which; none runs every one that the plans have something for.</param>
    /// <param name="progress">Told what a drill is doing.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Topology.TopologyException">The plans are not one estate.</exception>
    /// <exception cref="ProcessException">A server did not come up.</exception>
    /// <exception cref="Migrations.PostDeployException">The post-deploy step failed.</exception>
    public static async Task<DrillReport> RunAsync(
        RunDirectory run, PulumiProject project, StackConfiguration configuration, ImmutableArray<Drill> drills, IProgress<(Drill Drill, string What)>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        var (at, began) = (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());
        var prepared = RunningEstate.PrepareAsync(run, cancellation);
        var plans = Task.Run(() => EstatePlans.CaptureAsync(project, configuration), cancellation);
        await Task.WhenAll(prepared, plans);
        var estate = await RunningEstate.StartAsync(run, await plans, e => PostDeployStep.ApplyAsync(e, null, cancellation), cancellation);
        await Task.WhenAll(estate.Nodes.Where(n => n != estate.Writer).Select(n => n.WaitUntilCaughtUpAsync(estate.Writer, cancellation)));
        var bringUp = Stopwatch.GetElapsedTime(began);

        var subject = DrillEstate.Of(estate, project);
        var all = drills.IsEmpty;
        var skipped = DrillTable.All.Select(d => (d.Name, Reason: d.Lacks(estate.Plans))).Where(d => all && d.Reason is not null).ToList();
        var results = ImmutableArray.CreateBuilder<DrillResult>();
        foreach (var drill in (all ? DrillTable.All : drills).Where(d => skipped.All(s => s.Name != d.Name)).OrderBy(d => d.EndsTheEstate))
        {
            var told = progress is null ? null : new Told(what => progress.Report((drill, what)));
            results.Add(await DrillRun.RunAsync(drill, subject, told, cancellation));
        }

        return new(
            estate.Plans.Estate.Stack, estate.Plans.DisasterRecovery?.Stack, PostgresBinaries.Find().Version, estate.Topology.Nodes, estate.Poolers.Length,
            subject.Alarms.Alarms.Length, results.ToImmutable(), [.. NotRehearsed.Of(estate).Where(n => !n.What.StartsWith("alarms", StringComparison.Ordinal)), .. Unread(subject), .. skipped.Select(s => new NotRehearsed($"drill {s.Name}", s.Reason!, 0))],
            bringUp, Stopwatch.GetElapsedTime(began), at);
    }

    private static IEnumerable<NotRehearsed> Unread(DrillEstate subject) =>
        MetricSampler.Unread(subject.Estate, subject.Alarms).GroupBy(a => a.Metric.Name).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new NotRehearsed($"alarms on {g.Key}", "nothing on this machine stands for the metric", g.Count()))
            .Append(new NotRehearsed("notifications", "alarms are evaluated, and nobody is told", 0));

    // In order: Progress<T> would tell it later, from another thread.
    private sealed class Told(Action<string> tell) : IProgress<string>
    {
        public void Report(string value) => tell(value);
    }
}
