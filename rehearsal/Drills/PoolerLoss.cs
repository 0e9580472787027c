using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Load;
using TechCorp.PgInfra.Rehearsal.Metrics;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>A PgBouncer task dies under load, and another one takes its place when its alarm has been heard (S3).</summary>
internal static class PoolerLoss
{
    private const int ClientsOfEach = 4;

    // A client that is turned away asks again after 50 ms.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(DrillRun run, CancellationToken cancellation)
    {
        var estate = run.Estate;
        var (lost, others) = (estate.Poolers[0], estate.Poolers[1..]);
        await using var watch = await AlarmWatch.StartAsync(run, [MetricSampler.HealthyPoolers], cancellation);
        await CommitTable.CreateAsync(estate, cancellation);
        run.Mark(MarkKind.Step, $"load: {ClientsOfEach} clients through {lost.Name}, {ClientsOfEach} through {string.Join(", ", others.Select(o => o.Name))}");
        await using var spared = await LoadAsync(ClientsOfEach, n => others[n % others.Length]);
        // Each its own, so that one that does not come back is seen beside those that do.
        var cut = ImmutableArray<ClientLoad>.Empty;
        try
        {
            for (var client = 0; client < ClientsOfEach; client++)
            {
                var from = client;
                cut = cut.Add(await LoadAsync(1, n => n == 1 ? lost : estate.Poolers[(n + from) % estate.Poolers.Length]));
            }

            await Task.WhenAll(cut.Select(c => c.WaitForAsync(10, cancellation)));
            await LoseAsync(run, watch, lost, others, cut, spared, cancellation);
        }
        finally
        {
            foreach (var load in cut) await load.DisposeAsync();
            if (!lost.IsRunning) await lost.StartAsync(CancellationToken.None);
        }

        Task<ClientLoad> LoadAsync(int clients, Func<int, RunningPooler> route)
        {
            var options = new LoadOptions { Clients = clients };
            return ClientLoad.StartAsync(estate, options with { Route = n => Through(estate, route(n), options.Login) }, () => run.Now, cancellation);
        }
    }

    private static async Task LoseAsync(
        DrillRun run, AlarmWatch watch, RunningPooler lost, ImmutableArray<RunningPooler> others, ImmutableArray<ClientLoad> cut, ClientLoad spared, CancellationToken cancellation)
    {
        var estate = run.Estate;
        var held = await BackendsAsync(lost);
        var fault = run.Now;
        watch.Break($"SIGKILL to {lost.Name}");
        await lost.KillAsync();
        var released = await run.UntilAsync(async () => (await BackendsAsync(null)).Intersect(held).IsEmpty, Patience, cancellation);
        var after = run.Now - fault;

        var before = cut.Select(c => c.Acknowledged).ToList();
        if (await run.UntilAsync(() => Task.FromResult(cut.Zip(before).All(c => c.First.Acknowledged >= c.Second + 5)), Patience, cancellation))
            run.Mark(MarkKind.Recovery, $"its clients commit through {string.Join(", ", others.Select(o => o.Name))}");
        var left = await BackendsAsync(null);
        var (results, undisturbed) = (await Task.WhenAll(cut.Select(c => c.StopAsync())), await spared.StopAsync());
        var all = new LoadResult([.. results.Append(undisturbed).SelectMany(r => r.Commits).OrderBy(c => c.At)], [.. results.Append(undisturbed).SelectMany(r => r.Failures).OrderBy(f => f.At)]);
        await run.EndedAsync(all);

        var outages = results.Select(OutageOf).ToList();
        var (back, longest) = (outages.Count(o => o is not null), outages.Max());
        var missing = await run.LostAsync(estate.Writer, all, cancellation);
        var cap = others.Sum(o => o.MaxDbConnections);
        run.Check("its clients come back through the others", back == outages.Count, back == outages.Count
            ? FormattableString.Invariant($"the last of {back} after {longest?.TotalSeconds:0.00} s")
            : $"{back} of {outages.Count} within {Patience.TotalSeconds:0} s; what the rest was told: {string.Join("; ", results.Where(r => OutageOf(r) is null).SelectMany(r => r.Failures).Select(f => f.Message).Distinct().DefaultIfEmpty("nothing"))}");
        run.Check("clients of the others do not notice", undisturbed.Failures.IsEmpty, $"{undisturbed}");
        run.Check("no acknowledged commit is lost", missing == 0, $"{missing} of {all.Commits.Length} acknowledged commits are missing on {estate.Writer.Identifier}");
        run.Check("its server connections are released", released && !held.IsEmpty && left.Count <= cap,
            FormattableString.Invariant($"{(released ? $"none of {held.Count} is left after {after.TotalSeconds:0.00} s" : $"{left.Intersect(held).Count} of {held.Count} are left")}; {left.Count} of all poolers, and those that are left may open {cap}"));
        run.Figure("acknowledged commits", all.Commits.Length);
        run.Figure("lost commits", missing);
        run.Figure("downtime of its clients", longest?.TotalSeconds ?? double.NaN, "s");
        run.Figure("failed transactions", all.Failures.Count(f => f.Id is not null));
        run.Note("A pooler's process dies here and its connections are closed at once; those of a host that vanishes stay on the server until its own TCP keepalive finds out.");
        run.Note("A client that comes back is given the poolers in turn, the dead one too, as by a load balancer whose health check has not failed yet.");
        if (run.Holds) await AlarmAsync(run, watch, lost, cancellation);

        // From its own last commit before it was cut off: the signal takes a moment to be sent.
        TimeSpan? OutageOf(LoadResult client) => client.Failures.FirstOrDefault(f => f.At >= fault) is { } noticed ? client.OutageAround(noticed.At) : null;

        // As the last client left them: PgBouncer hands the name of its client on.
        async Task<ImmutableHashSet<int>> BackendsAsync(RunningPooler? pooler) => [.. await estate.Writer.QueryAsync<int[]>(
            $"""
             SELECT coalesce(array_agg(pid), '{"{}"}') FROM pg_stat_activity
             WHERE {(pooler is null ? $"usename IN ({string.Join(", ", Pooled.Select(l => $"'{l}'"))})" : $"application_name = '{ApplicationOf(pooler)}'")}
             """, null, cancellation)];
    }

    private static async Task AlarmAsync(DrillRun run, AlarmWatch watch, RunningPooler lost, CancellationToken cancellation)
    {
        await watch.FiresAsync(cancellation);
        run.Check("one that ECS replaces in time wakes nobody", watch.FiredAfter is not { } after || after > PoolerHealth.Replacement, FormattableString.Invariant(
            $"{(watch.FiredAfter is { } fired ? $"it fired after {fired.TotalMinutes:0.0} min" : "it did not fire")}; a task may be gone for {PoolerHealth.Replacement.TotalMinutes:0} min"));
        await lost.StartAsync(cancellation);
        run.Mark(MarkKind.Step, $"{lost.Name} is started again");
        await using (await ClientLoad.StartAsync(run.Estate, new LoadOptions { Clients = 1, Route = _ => Through(run.Estate, lost, new LoadOptions().Login) }, () => run.Now, cancellation))
            run.Mark(MarkKind.Step, "it takes clients");
        await watch.ClearsAsync(cancellation);
    }

    private static IEnumerable<string> Pooled => ServiceCatalog.TechCorp.Logins.Where(l => l.Pooled).Select(l => l.Name);

    private static string ApplicationOf(RunningPooler pooler) => $"pooler-loss through {pooler.Name}";

    private static Npgsql.NpgsqlConnectionStringBuilder Through(RunningEstate estate, RunningPooler pooler, string login)
    {
        var settings = estate.ConnectionThrough(pooler, login);
        settings.ApplicationName = ApplicationOf(pooler);
        return settings;
    }
}
