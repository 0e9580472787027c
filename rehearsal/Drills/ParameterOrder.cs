using System.Globalization;
using TechCorp.PgInfra.Planning.Parameters;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Load;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary><c>max_connections</c> is raised in the wrong order and in the right one (S22).</summary>
internal static class ParameterOrder
{
    private const string Parameter = "max_connections";

    public static async Task RunAsync(DrillRun run, CancellationToken cancellation)
    {
        var estate = run.Estate;
        var writer = estate.Writer;
        RunningNode[] followers = [.. estate.Nodes.Where(n => n != writer && n.IsRunning)];
        if (followers.Length == 0) throw new DrillException("The plan declares no replica, so there is no order to keep.");
        await CommitTable.CreateAsync(estate, cancellation);
        var declared = await InForceAsync(writer);
        var (raised, higher) = (declared + 20, declared + 40);
        var sources = Sources();
        var before = new Dictionary<(string, string), long>();
        foreach (var node in estate.Nodes.Where(n => n.IsRunning))
            before[(node.Identifier, Parameter)] = await InForceAsync(node);

        ParameterChange[] wrong = [.. Changes([writer], raised), .. Changes(followers, raised)];
        var refusals = run.Subject.OrderCheck(sources, before, wrong);
        run.Check("the plan of the wrong order is refused", refusals.Length == 1, refusals.Length == 0 ? "it is accepted" : refusals[0]);
        var safe = StandbyOrder.Safe(sources, before, wrong);
        run.Check("the plan of the right order is accepted", safe.Length == wrong.Length && safe[^1].Instance == writer.Identifier && run.Subject.OrderCheck(sources, before, safe).IsEmpty,
            string.Join(", then ", safe.Select(c => c.Instance)));

        // Without a refusal there is nothing to show the reason of.
        if (!run.Holds) return;

        await ApplyAsync([writer], raised);
        run.Mark(MarkKind.Fault, $"{writer.Identifier} is raised to {raised} first");
        var seen = followers.First(f => f.Declared.Kind != Topology.NodeKind.Standby);
        var id = await WriteAsync();
        var paused = await run.UntilAsync(async () => await seen.QueryAsync<string>("SELECT pg_get_wal_replay_pause_state()", null, cancellation) == "paused", TimeSpan.FromSeconds(10), cancellation);
        var visible = await VisibleAsync(seen, id);
        run.Check("primary first stops replay on the replicas", paused && !visible, $"{seen.Identifier}: replay {(paused ? "paused" : "goes on")}, the newest row {(visible ? "visible" : "not visible")}");
        run.Mark(MarkKind.Detection, $"{seen.Identifier} no longer replays");

        await ApplyAsync(followers, higher);
        await Task.WhenAll(followers.Select(f => f.WaitUntilCaughtUpAsync(writer, cancellation)));
        run.Mark(MarkKind.Recovery, $"replicas are raised to {higher} and catch up");
        await ApplyAsync([writer], higher);
        await Task.WhenAll(followers.Select(f => f.WaitUntilStreamingAsync(writer, cancellation)));
        id = await WriteAsync();
        await Task.WhenAll(followers.Select(f => f.WaitUntilCaughtUpAsync(writer, cancellation)));
        var stopped = new List<string>();
        foreach (var follower in followers)
            if (await follower.QueryAsync<string>("SELECT pg_get_wal_replay_pause_state()", null, cancellation) != "not paused" || !await VisibleAsync(follower, id)) stopped.Add(follower.Identifier);
        run.Check("replicas first keeps every replica replaying", stopped.Count == 0, stopped.Count == 0 ? $"{followers.Length} followers replay with {higher} on the primary" : $"stopped: {string.Join(", ", stopped)}");
        run.Mark(MarkKind.Step, $"{writer.Identifier} follows at {higher}");

        // A follower starts again from its last restart point: until that is behind the change, it meets the higher value once more.
        await ApplyAsync([writer], declared);
        await writer.ExecuteAsync("CHECKPOINT", null, cancellation);
        await Task.WhenAll(followers.Select(f => f.WaitUntilCaughtUpAsync(writer, cancellation)));
        await ApplyAsync(followers, declared);
        await Task.WhenAll(followers.Select(f => f.WaitUntilStreamingAsync(writer, cancellation)));
        if (followers.FirstOrDefault(f => f.Declared.Kind is Topology.NodeKind.Standby or Topology.NodeKind.Writer) is { } standby)
            await writer.SetSynchronousStandbyAsync(standby, cancellation);
        run.Mark(MarkKind.Step, $"lowered again to {declared}, the source first");
        run.Figure("replicas", followers.Length);

        Dictionary<string, string?> Sources() => estate.Nodes.ToDictionary(n => n.Identifier, n => n == writer ? null : writer.Identifier, StringComparer.Ordinal);

        static IEnumerable<ParameterChange> Changes(IEnumerable<RunningNode> nodes, long value) => nodes.Select(n => new ParameterChange(n.Identifier, Parameter, value));

        async Task ApplyAsync(RunningNode[] nodes, long value) => await Task.WhenAll(nodes.Select(async n =>
        {
            n.Cluster.Configure(new KeyValuePair<string, string>(Parameter, value.ToString(CultureInfo.InvariantCulture)));
            await n.RestartAsync(cancellation);
        }));

        async Task<long> InForceAsync(RunningNode node) => long.Parse(await node.QueryAsync<string>($"SHOW {Parameter}", null, cancellation), CultureInfo.InvariantCulture);

        async Task<long> WriteAsync()
        {
            var next = CommitTable.NextId();
            await writer.ExecuteAsync($"INSERT INTO {CommitTable.Name} (id) VALUES ({next})", estate.DatabaseName, cancellation);
            return next;
        }

        Task<bool> VisibleAsync(RunningNode node, long row) => node.QueryAsync<bool>($"SELECT EXISTS (SELECT FROM {CommitTable.Name} WHERE id = {row})", estate.DatabaseName, cancellation);
    }
}
