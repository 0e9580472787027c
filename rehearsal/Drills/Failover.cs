using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>What RDS does around a failover by itself.</summary>
internal static class Failover
{
    private const int MissedProbes = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The other half of Multi-AZ, whichever of the two writes now.</summary>
    public static RunningNode StandbyOf(RunningEstate estate) =>
        estate.Nodes.FirstOrDefault(n => n != estate.Writer && n.Declared.Kind is NodeKind.Standby or NodeKind.Writer && n.IsRunning)
        ?? throw new DrillException("The plan declares no Multi-AZ standby (multiAz: true), so nothing can take over without loss.");

    /// <summary>Stops what a node sends to some of its followers, in this order, as a network does that goes down.</summary>
    /// <exception cref="DrillException">One does not stream from it, so that there is nothing to stop.</exception>
    public static async Task StallAsync(DrillRun run, RunningNode source, IReadOnlyCollection<RunningNode> followers, CancellationToken cancellation)
    {
        foreach (var follower in followers)
        {
            var sender = await source.QueryAsync<int>(
                $"SELECT coalesce((SELECT pid FROM pg_stat_replication WHERE application_name = '{follower.StreamingName}'), 0)", null, cancellation);
            if (!ProcessControl.Freeze(sender))
                throw new DrillException($"{follower.Identifier} does not stream from {source.Identifier}, so its line cannot stall. Its log ends:\n{follower.Cluster.LogTail(4)}");
        }

        run.Mark(MarkKind.Step, $"the line from {source.Identifier} to {string.Join(", ", followers.Select(f => f.Identifier))} stalls");
    }

    /// <summary>Probes a node until it missed three probes in a row.</summary>
    /// <exception cref="DrillException">It goes on answering.</exception>
    public static async Task DetectAsync(DrillRun run, RunningNode node, CancellationToken cancellation)
    {
        var deadline = run.Now + Patience;
        for (var missed = 0; missed < MissedProbes; await Task.Delay(50, cancellation))
        {
            missed = await AnswersAsync(node, cancellation) ? 0 : missed + 1;
            if (run.Now > deadline) throw new DrillException($"{node.Identifier} was lost, and {node.Host}:{node.Port} answers after {Patience.TotalSeconds:0} s still.");
        }

        run.Mark(MarkKind.Detection, $"{node.Identifier} missed {MissedProbes} probes");
    }

    /// <summary>The timeline a standby receives, in words: each promotion begins a new one. A receiver that is just starting again has none.</summary>
    public static Task<string> TimelineOfAsync(RunningNode standby, CancellationToken cancellation) =>
        standby.QueryAsync<string>("SELECT coalesce((SELECT 'on timeline ' || received_tli FROM pg_stat_wal_receiver), 'receiving no log')", null, cancellation);

    /// <summary>Builds the lost half anew as the standby of the other, and waits for it again at every commit.</summary>
    public static async Task RebuildStandbyAsync(DrillRun run, RunningNode lost, RunningNode writer, CancellationToken cancellation)
    {
        await run.Estate.RebuildAsync(lost, writer, cancellation);
        await writer.SetSynchronousStandbyAsync(lost, cancellation);
        run.Mark(MarkKind.Step, $"{lost.Identifier} is built anew as the synchronous standby");
    }

    private static async Task<bool> AnswersAsync(RunningNode node, CancellationToken cancellation)
    {
        using var socket = new System.Net.Sockets.TcpClient();
        try
        {
            await socket.ConnectAsync(node.Host, node.Port, cancellation);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
