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
    /// <summary>
    /// Runs the drills one after the other on one estate; one that ends the estate comes last, and after one that could not put it
    /// right again the next gets a new one.
    /// </summary>
    /// <param name="create">Makes an empty run.</param>
    /// <param name="project">The project.</param>
    /// <param name="configuration">Of the stack with the writer.</param>
    /// <param name="drills">Which; none runs every one that the plans have something for.</param>
    /// <param name="progress">Told what a drill is doing.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Topology.TopologyException">The plans are not one estate.</exception>
    /// <exception cref="ProcessException">A server did not come up.</exception>
    /// <exception cref="Migrations.PostDeployException">The post-deploy step failed.</exception>
    public static async Task<DrillReport> RunAsync(
        Func<CancellationToken, Task<RunDirectory>> create, PulumiProject project, StackConfiguration configuration, ImmutableArray<Drill> drills, IProgress<(Drill Drill, string What)>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(create);
        var (at, began) = (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());
        var captured = Task.Run(() => EstatePlans.CaptureAsync(project, configuration), cancellation);
        RunDirectory? run = await create(cancellation);
        try
        {
            var estate = await UpAsync(run, captured, cancellation);
            var (plans, bringUp) = (estate.Plans, Stopwatch.GetElapsedTime(began));
            var skipped = drills.IsEmpty ? DrillTable.All.Where(d => d.Lacks(plans) is not null).ToList() : [];
            var results = ImmutableArray.CreateBuilder<DrillResult>();
            foreach (var drill in (drills.IsEmpty ? DrillTable.All : drills).Except(skipped).OrderBy(d => d.EndsTheEstate))
            {
                if (results is [.., { LeftWhole: false }])
                {
                    var left = run;
                    run = null;
                    await left.DeleteAsync();
                    run = await create(cancellation);
                    estate = await UpAsync(run, captured, cancellation);
                }

                var told = progress is null ? null : new Told(what => progress.Report((drill, what)));
                results.Add(await DrillRun.RunAsync(drill, DrillEstate.Of(estate, project), told, cancellation));
            }

            var subject = DrillEstate.Of(estate, project);
            return new(
                plans.Estate.Stack, plans.DisasterRecovery?.Stack, estate.Run.Postgres.Version, estate.Topology.Nodes, estate.Poolers.Length,
                subject.Alarms.Alarms.Length, results.ToImmutable(),
                [
                    .. NotRehearsed.Of(estate).Where(n => !n.What.StartsWith("alarms", StringComparison.Ordinal)),
                    .. Unread(subject),
                    .. skipped.Select(d => new NotRehearsed($"drill {d.Name}", d.Lacks(plans)!, 0)),
                ],
                bringUp, Stopwatch.GetElapsedTime(began), at);
        }
        finally
        {
            if (run is not null) await run.DeleteAsync();
        }
    }

    private static async Task<RunningEstate> UpAsync(RunDirectory run, Task<EstatePlans> plans, CancellationToken cancellation)
    {
        await Task.WhenAll(RunningEstate.PrepareAsync(run, cancellation), plans);
        var estate = await RunningEstate.StartAsync(run, await plans, (e, part) => PostDeployStep.ApplyAsync(e, null, part), cancellation);
        await Task.WhenAll(estate.Nodes.Where(n => n != estate.Writer).Select(n => n.WaitUntilCaughtUpAsync(estate.Writer, cancellation)));
        return estate;
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
