using System.Diagnostics;
using System.Globalization;
using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Rehearsal.Alarms;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Load;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>
/// A report reads a table that a migration then changes, so that replay waits for it as long as the replica's declared
/// max_standby_streaming_delay allows, by the clock of the alarms.
/// </summary>
internal sealed class HoldingReport : IAsyncDisposable
{
    // Until PostgreSQL ends it; a report that is not ended is the drill's finding.
    private const string Sql = $"SELECT count(*) FROM {CommitTable.Name}, pg_sleep(600)";

    private readonly DrillRun _run;
    private readonly string _declared;
    private readonly CancellationTokenSource _givenUp = new();
    private Task<(string? State, long At)> _report = Task.FromResult<(string?, long)>((null, 0));
    private long _met;

    private HoldingReport(DrillRun run, RunningNode node) =>
        (_run, Node, _declared) = (run, node, node.Cluster.Spec.Settings.GetValueOrDefault(LagBudget.Parameter, $"{LagBudget.ParameterDefault}"));

    /// <summary>The replica it runs on.</summary>
    public RunningNode Node { get; }

    /// <summary>Milliseconds a query may hold a replica's replay; all there are when it may without end.</summary>
    public static long Allowed(RunningNode node) =>
        node.Declared.Parameters.TryGetValue(LagBudget.Parameter, out var text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var declared)
            ? declared < 0 ? long.MaxValue : declared
            : LagBudget.ParameterDefault;

    /// <summary>Shortens the delay as the clock does, and starts the report.</summary>
    public static async Task<HoldingReport> StartAsync(DrillRun run, RunningNode node, CancellationToken cancellation)
    {
        var report = new HoldingReport(run, node);
        try
        {
            await CommitTable.CreateAsync(run.Estate, cancellation);
            await node.WaitUntilCaughtUpAsync(run.Estate.Writer, cancellation);
            var scaled = report.Limit is { } limit ? string.Create(CultureInfo.InvariantCulture, $"{limit.TotalMilliseconds:0}") : "-1";
            if (!await report.DelayAsync(scaled, cancellation))
                throw new DrillException($"{LagBudget.Parameter} of {node.Identifier} could not be shortened to {scaled}: it does not read its configuration. Its log ends:\n{node.Cluster.LogTail(4)}");
            report._report = report.ReadAsync();
            if (!await run.UntilAsync(async () => await node.QueryAsync<bool>($"SELECT EXISTS (SELECT FROM pg_locks WHERE relation = '{CommitTable.Name}'::regclass)", run.Estate.DatabaseName, cancellation), TimeSpan.FromSeconds(5), cancellation))
                throw new DrillException($"The report on {node.Identifier} did not begin: {(report._report.IsCompleted ? (await report._report).State : "it waits")}");
            return report;
        }
        catch
        {
            await report.DisposeAsync();
            throw;
        }
    }

    /// <summary>The migration comes: from now on replay waits.</summary>
    public async Task MeetAsync(CancellationToken cancellation)
    {
        _run.Mark(MarkKind.Step, $"a migration changes a table that a report on {Node.Identifier} reads");
        _met = Stopwatch.GetTimestamp();
        await CommitTable.ChangeAsync(_run.Estate, cancellation);
    }

    /// <summary>Judges how long replay waited and how it ended.</summary>
    public async Task EndsAsync(AlarmWatch watch, MetricId lag, CancellationToken cancellation)
    {
        // It has had all its time already when the alarm on the other replica has fired, unless it may hold longer than that alarm waits.
        if (Limit is { } limit) await _run.UntilAsync(() => Task.FromResult(_report.IsCompleted), limit + TimeSpan.FromSeconds(4), cancellation);
        await _givenUp.CancelAsync();
        var (state, at) = await _report;
        var held = Stopwatch.GetElapsedTime(_met, at) * AlarmWatch.ClockFactor;
        var declared = Limit is null ? double.PositiveInfinity : Allowed(Node) / 1000.0;
        var highest = watch.Highest(lag);
        _run.Check(
            "a report holds replay as long as it may and is cancelled then",
            state == PostgresErrorCodes.SerializationFailure && held.TotalSeconds > 0.9 * declared && highest > 0.5 * declared,
            string.Create(CultureInfo.InvariantCulture, $"it ended with {state ?? "an answer"} after {held.TotalMinutes:0.0} min of {declared / 60:0.0}, lag rose to {highest:0} s"));
        _run.Figure("replay held by a report", held.TotalMinutes, "min");
        _run.Note($"{LagBudget.Parameter} of {Node.Identifier} was shortened as the clock was.");
    }

    public async ValueTask DisposeAsync()
    {
        await _givenUp.CancelAsync();
        await _report;
        if (Node.IsRunning && !await DelayAsync(_declared, CancellationToken.None))
            _run.Check($"{LagBudget.Parameter} is as declared again", false, $"{Node.Identifier} does not read its configuration");
        _givenUp.Dispose();
    }

    private TimeSpan? Limit => Allowed(Node) is var milliseconds && milliseconds < long.MaxValue ? TimeSpan.FromMilliseconds(milliseconds / AlarmWatch.ClockFactor) : null;

    // False when the server does not take it over.
    private async Task<bool> DelayAsync(string value, CancellationToken cancellation)
    {
        Node.Cluster.Configure(new KeyValuePair<string, string>(LagBudget.Parameter, value));
        Node.Cluster.Reload();
        return await _run.UntilAsync(async () => await Node.QueryAsync<string>($"SELECT setting FROM pg_settings WHERE name = '{LagBudget.Parameter}'", null, cancellation) == value, TimeSpan.FromSeconds(5), cancellation);
    }

    // SQLSTATE it ended with, or null for an answer; and when.
    private async Task<(string? State, long At)> ReadAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(_run.Estate.ConnectionTo(Node, Logins.Analytics).ConnectionString);
            await connection.OpenAsync(_givenUp.Token);
            await using var command = new NpgsqlCommand(Sql, connection) { CommandTimeout = 0 };
            await command.ExecuteScalarAsync(_givenUp.Token);
            return (null, Stopwatch.GetTimestamp());
        }
        catch (PostgresException e)
        {
            return (e.SqlState, Stopwatch.GetTimestamp());
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
        {
            return (e.Message, Stopwatch.GetTimestamp());
        }
    }
}
