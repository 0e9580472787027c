using System.Globalization;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Metrics;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>A writer whose autovacuum freezes as early as PostgreSQL takes it, and as often as the clock of the alarms runs, until it is disposed of.</summary>
internal sealed class ScaledIds : IAsyncDisposable
{
    private const string FreezeAge = "autovacuum_freeze_max_age";
    private const string Naptime = "autovacuum_naptime";
    private const string Reports = "wal_receiver_status_interval";

    private readonly DrillRun _run;
    private readonly RunningNode _writer;
    private readonly RunningNode[] _telling;
    private readonly long _naptime;
    private readonly long _reports;

    private ScaledIds(DrillRun run, RunningNode[] telling, IdArea area, long naptime, long reports) =>
        (_run, _writer, _telling, Area, _naptime, _reports) = (run, run.Estate.Writer, telling, area, naptime, reports);

    /// <summary>The ids here and where it is deployed.</summary>
    public IdArea Area { get; }

    /// <summary>What the writer's parameter in force is stood for by.</summary>
    public static async Task<IdArea> AreaOfAsync(RunningNode writer) => IdArea.For(await SettingAsync(writer, FreezeAge));

    /// <summary>Starts the writer again with the small value; those that stream from it come back by themselves.</summary>
    /// <param name="run">The drill.</param>
    /// <param name="area">From <see cref="AreaOfAsync"/>.</param>
    /// <param name="telling">Replicas that tell the writer what they read.</param>
    public static async Task<ScaledIds> StartAsync(DrillRun run, IdArea area, RunningNode[] telling)
    {
        var scaled = new ScaledIds(run, telling, area, await SettingAsync(run.Estate.Writer, Naptime), await SettingAsync(telling[0], Reports));
        try
        {
            // Both are seconds, and no less than one: the clock would make them less.
            await Task.WhenAll(telling.Select(n => scaled.ReportAsync(n, 1)));
            await scaled.RestartAsync(area.FreezeAge, 1);
        }
        catch
        {
            await scaled.DisposeAsync();
            throw;
        }

        run.Mark(MarkKind.Step, string.Create(CultureInfo.InvariantCulture, $"{scaled._writer.Identifier} starts again with {FreezeAge} {area.FreezeAge:#,0}"));
        run.Note(string.Create(CultureInfo.InvariantCulture, $"{FreezeAge} of {area.DeclaredFreezeAge:#,0} was stood for by {area.FreezeAge:#,0}, which takes a restart before and after; one id here is {area.Scale:#,0} there, and so is one byte of log."));
        run.Note($"{Naptime} and {Reports} were shortened to 1 s, about as the clock was.");
        return scaled;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_telling.Where(n => n.IsRunning).Select(n => ReportAsync(n, _reports)));
        await RestartAsync(Area.DeclaredFreezeAge, _naptime);
        _run.Mark(MarkKind.Step, $"{_writer.Identifier} starts again as declared");
    }

    private async Task RestartAsync(long freezeAge, long naptime)
    {
        _writer.Cluster.Configure(new(FreezeAge, Text(freezeAge)), new(Naptime, Text(naptime)));
        await _writer.RestartAsync(CancellationToken.None);
        await Task.WhenAll(_run.Estate.Nodes.Where(n => n != _writer && n.IsRunning).Select(n => n.WaitUntilStreamingAsync(_writer, CancellationToken.None)));
        await _run.PoolersLetInAsync(CancellationToken.None);
    }

    private async Task ReportAsync(RunningNode node, long seconds)
    {
        node.Cluster.Configure(new KeyValuePair<string, string>(Reports, Text(seconds)));
        node.Cluster.Reload();
        if (!await _run.UntilAsync(async () => await SettingAsync(node, Reports) == seconds, TimeSpan.FromSeconds(5), CancellationToken.None))
            throw new DrillException($"{node.Identifier} did not take {Reports} = {seconds} within 5 s of a reload; its log: {node.Cluster.LogFile}");
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static Task<long> SettingAsync(RunningNode node, string name) =>
        node.QueryAsync<long>($"SELECT setting::bigint FROM pg_settings WHERE name = '{name}'", null, CancellationToken.None);
}
