using TechCorp.PgInfra.Rehearsal.Load;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>The writer's host is lost under load, and its synchronous standby takes over (S2).</summary>
internal static class AzFailover
{
    // A standby that lags by microseconds would lose nothing even if nobody waited for it: the line to it stalls first, as it does
    // when a zone goes down, so that every commit acknowledged from then on without it is one that is lost.
    private static readonly TimeSpan Stall = TimeSpan.FromMilliseconds(400);

    public static async Task RunAsync(DrillRun run, CancellationToken cancellation)
    {
        var estate = run.Estate;
        var (old, standby) = (estate.Writer, Failover.StandbyOf(estate));
        await using var load = await run.StartLoadAsync(new LoadOptions(), cancellation);
        await load.WaitForAsync(100, cancellation);

        // The standby's line last: on RDS both halves have a commit on disk before a replica gets it, so that no replica is ever ahead of
        // the half that takes over.
        await Failover.StallAsync(run, old, [.. estate.Nodes.Where(n => n != old && n != standby && n.IsRunning), standby], cancellation);
        await Task.Delay(Stall, cancellation);
        var fault = run.Mark(MarkKind.Fault, $"SIGKILL to {old.Identifier} and its children");
        await old.KillAsync();

        await Failover.DetectAsync(run, old, cancellation);
        await standby.PromoteAsync(cancellation);
        await estate.MoveWriterEndpointAsync(standby, cancellation);
        run.Mark(MarkKind.Step, $"{standby.Identifier} is promoted, the writer endpoint leads to it");
        var followers = estate.Nodes.Where(n => n != old && n != standby && n.IsRunning).ToList();
        await Task.WhenAll(followers.Select(f => estate.FollowAsync(f, standby, cancellation)));
        await Task.WhenAll(followers.Select(f => f.WaitUntilStreamingAsync(standby, cancellation)));
        run.Mark(MarkKind.Step, "every replica streams from the new writer");

        await load.WaitForAsync(100, cancellation);
        run.Mark(MarkKind.Recovery, "the same clients commit again");
        var result = await load.StopAsync();
        await run.EndedAsync(result);

        var lost = await run.LostAsync(standby, result, cancellation);
        var downtime = result.OutageAround(fault);
        run.Check("no acknowledged commit is lost", lost == 0, $"{lost} of {result.Commits.Length} acknowledged commits are missing on {standby.Identifier}");
        run.Check("clients of the pooler recover by themselves", downtime is not null, downtime is { } d ? FormattableString.Invariant($"first commit {d.TotalSeconds:0.00} s after the last") : "no commit after the fault");
        foreach (var follower in followers)
        {
            await follower.WaitUntilCaughtUpAsync(standby, cancellation);
            var missing = await run.LostAsync(follower, result, cancellation);
            run.Check($"{follower.Identifier} follows the new writer", missing == 0, $"{await Failover.TimelineOfAsync(follower, cancellation)}, {missing} commits missing");
        }

        run.Figure("acknowledged commits", result.Commits.Length);
        run.Figure("lost commits", lost);
        run.Figure("downtime", downtime?.TotalSeconds ?? double.NaN, "s");
        run.Figure("failed transactions", result.Failures.Length);
        run.Note("Detection here is a probe every 50 ms; RDS takes 60 to 120 s for the whole failover, and PgBouncer asks for the moved name within dns_max_ttl.");

        await Failover.RebuildStandbyAsync(run, old, standby, cancellation);
    }
}
