using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Rehearsal.Alarms;
using TechCorp.PgInfra.Rehearsal.Estates;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>A thousand clients come through the poolers, and then some go around them (S27 to S31, S36, S41).</summary>
internal static class Connections
{
    private const int Clients = 1000;

    // TLS handshakes are this machine's processors' work: more at once only wait for each other.
    private const int AtOnce = 24;

    public static async Task RunAsync(DrillRun run, CancellationToken cancellation)
    {
        var estate = run.Estate;
        var instance = estate.Topology.Writer.Identifier;
        var metric = new MetricId(AlarmTable.RdsNamespace, "DatabaseConnections", instance);
        if (estate.Poolers.IsEmpty) throw new DrillException("The plan declares no pooler, so nothing caps the server's connections.");
        var cap = estate.Poolers.Sum(p => p.MaxDbConnections);
        var places = await estate.Writer.QueryAsync<int>(
            "SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int", null, cancellation);
        run.Check("the poolers' cap leaves room on the server", cap < places, $"{estate.Poolers.Length} poolers open at most {cap}, {places} places are on {instance}");
        if (!run.Holds) return;
        var logins = ServiceCatalog.TechCorp.Logins.Where(l => l.Pooled).Select(l => l.Name).ToArray();
        run.Mark(MarkKind.Step, $"{Clients} clients of {logins.Length} logins connect to {estate.Poolers.Length} poolers");
        var clients = await OpenAsync(Clients, AtOnce, n => estate.ConnectionThrough(estate.Poolers[n % estate.Poolers.Length], logins[n / estate.Poolers.Length % logins.Length]), cancellation);
        var (done, most) = (0, 0L);
        try
        {
            run.Mark(MarkKind.Step, "all of them run a statement at once");
            var peak = PeakAsync(run, () => Volatile.Read(ref done) >= Clients, cancellation);
            var answers = await Task.WhenAll(clients.Select(async c =>
            {
                try
                {
                    await using var command = new NpgsqlCommand("SELECT pg_sleep(0.1)", c) { CommandTimeout = 60 };
                    await command.ExecuteNonQueryAsync(cancellation);
                    return (string?)null;
                }
                catch (NpgsqlException e)
                {
                    return e.Message;
                }
                finally
                {
                    Interlocked.Increment(ref done);
                }
            }));
            most = await peak;
            var failed = answers.Where(a => a is not null).ToList();
            run.Check($"{Clients} clients are served", failed.Count == 0, failed.Count == 0 ? "every statement was answered" : $"{failed.Count} failed: {failed[0]}");
            run.Check("the server stays under the poolers' cap", most > 0 && most <= cap, $"at most {most} server connections, cap {cap}");
            run.Figure("clients", Clients);
            run.Figure("most server connections", most);
            run.Figure("cap of the poolers", cap);
        }
        finally
        {
            await CloseAsync(clients);
        }

        // What the poolers hold idle counts too.
        await using var watch = await AlarmWatch.StartAsync(run, [metric], cancellation);
        var threshold = run.Subject.Alarms.Alarms.First(a => a.Metric == metric).Threshold;
        var open = await CountAsync(estate.Writer, cancellation);
        var direct = (int)Math.Max(1, Math.Min(threshold, 100_000) + 10 - open);
        var room = places - (int)open - 7;
        watch.Break($"{Math.Min(direct, room)} more connect to {instance} directly");
        var around = await OpenAsync(Math.Min(direct, room), 4, _ => estate.ConnectionTo(estate.Writer, estate.MasterUsername), cancellation);
        try
        {
            await watch.FiresAsync(cancellation);
        }
        finally
        {
            await CloseAsync(around);
        }

        run.Mark(MarkKind.Step, "they disconnect");
        await watch.ClearsAsync(cancellation);
    }

    private static async Task<long> PeakAsync(DrillRun run, Func<bool> ended, CancellationToken cancellation)
    {
        var most = 0L;
        do
        {
            most = Math.Max(most, await CountAsync(run.Estate.Writer, cancellation));
            await Task.Delay(50, cancellation);
        }
        while (!ended());
        return most;
    }

    private static Task<long> CountAsync(RunningNode node, CancellationToken cancellation) =>
        node.QueryAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND usename <> current_user", null, cancellation);

    private static async Task<NpgsqlConnection[]> OpenAsync(int count, int atOnce, Func<int, NpgsqlConnectionStringBuilder> settings, CancellationToken cancellation)
    {
        var connections = new NpgsqlConnection[count];
        try
        {
            await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation }, async (n, token) =>
            {
                // A waiting login is no failure here: the machine is busy with a thousand of them.
                var patient = settings(n);
                patient.Timeout = 60;
                connections[n] = new NpgsqlConnection(patient.ConnectionString);
                await connections[n].OpenAsync(token);
            });
            return connections;
        }
        catch
        {
            await CloseAsync(connections);
            throw;
        }
    }

    private static Task CloseAsync(IEnumerable<NpgsqlConnection?> connections) =>
        Parallel.ForEachAsync(connections, async (c, _) =>
        {
            if (c is not null) await c.DisposeAsync();
        });
}
