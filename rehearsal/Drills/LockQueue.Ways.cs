using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations;
using TechCorp.PgInfra.Migrations.Apply;
using TechCorp.PgInfra.Migrations.Baseline;
using TechCorp.PgInfra.Rehearsal.Load;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>The two ways to change a table that somebody reads.</summary>
internal sealed partial class LockQueue
{
    private const string Change = $"ALTER TABLE {CommitTable.Name} ADD COLUMN note text";

    // A file that came through would be remembered by the estate, which knows it no more after the drill.
    private const string NeverApplied = $"{Change};\nDO $$ BEGIN RAISE EXCEPTION 'nobody held the table'; END $$;";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private async Task StepAsync(AlarmWatch watch, ClientLoad load, OpenTransaction export, CancellationToken cancellation)
    {
        var version = _step.Baseline.Where(f => f.Schema == _service.Schema).Max(f => f.Version) + 1;
        var file = new BaselineFile(_service.Schema, version, "note", $"{_service.Schema}/{version:0000}_note.sql", NeverApplied);
        _run.Mark(MarkKind.Step, $"the post-deploy step comes with {file.Path}: {Change}");
        var said = "it came through";
        try
        {
            await PostDeployRun.ApplyAsync(_step with { Baseline = _step.Baseline.Add(file), Session = _step.Session with { Attempts = 1 } }, _ => { }, cancellation);
        }
        catch (PostDeployException e)
        {
            said = e.Message;
        }

        _run.Mark(MarkKind.Step, "the step has ended");
        _run.Check("the step gives up and names who holds the table", said.Contains($"waiting for pid {export.Pid}, ", StringComparison.Ordinal), said);
        _run.Check("no client fails for it", load.Failed == 0, $"{load.Failed} statements failed");
        _run.Check("it wakes nobody", watch.FiredAfter is null, $"{_alarm.Name} {(watch.FiredAfter is null ? "is silent" : "fired")}");
    }

    private async Task QueueAsync(AlarmWatch watch, ClientLoad load, OpenTransaction export, CancellationToken cancellation)
    {
        var (estate, owner, queue) = (_run.Estate, _service.OwnerRole, new LockedSessions([], 0));
        watch.Break($"{estate.MasterUsername} does the same without lock_timeout");
        await using var change = await OpenTransaction.BeginAsync(
            estate.ConnectionTo(estate.Writer, estate.MasterUsername), $"GRANT {owner} TO CURRENT_USER; SET LOCAL ROLE {owner}; SET LOCAL lock_timeout = 0",
            (c, token) => OpenTransaction.ExecuteAsync(c, $"{Change}; RESET ROLE; REVOKE {owner} FROM CURRENT_USER; COMMIT", token), cancellation);
        var formed = await QueuesAsync(q => q.Waiting > Clients && q.Heads is [var head] && head == export.Pid);
        _run.Check("the head of the queue is the export, not the change", formed,
            $"pid {string.Join(", ", queue.Heads)} waits for nobody and {queue.Waiting} sessions wait behind it; the export is pid {export.Pid}, the change {change.Pid}");
        _run.Figure("sessions in the queue", queue.Waiting);
        await OthersAsync(cancellation);

        await watch.FiresAsync(cancellation);
        var processor = watch.Latest(_alarm.Metric with { Name = "CPUUtilization" });
        if (_run.Holds)
        {
            var turned = await _run.UntilAsync(() => Task.FromResult(load.Failed > 0), _limits.Lock + Patience, cancellation);
            var again = await QueuesAsync(q => q.Waiting > _alarm.Threshold);
            _run.Check("their lock_timeout turns the clients away, and they come back", turned && again, $"{load.Failed} statements failed, {queue.Waiting} sessions wait");
        }

        if (processor is { } percent) _run.Figure("processor meanwhile", percent, "%");

        var ending = _run.Mark(MarkKind.Step, $"the head of the queue, pid {export.Pid}, is ended");
        await using (var master = new NpgsqlConnection(estate.ConnectionTo(estate.Writer, estate.MasterUsername).ConnectionString))
        {
            await master.OpenAsync(cancellation);
            await OpenTransaction.ExecuteAsync(master, $"SELECT pg_terminate_backend({export.Pid})", cancellation);
        }

        var drained = await QueuesAsync(q => change.Outcome.IsCompleted && q.Waiting == 0);
        var took = _run.Now - ending;
        var error = change.Outcome.IsCompleted ? await change.Outcome : "it still waits";
        if (drained) _run.Mark(MarkKind.Recovery, "the table is changed, and nobody waits");
        _run.Check("the change and everybody behind it come through", drained && error is null,
            FormattableString.Invariant($"the change: {error ?? "made"}; {queue.Waiting} sessions wait {took.TotalSeconds:0.00} s after the head was ended"));
        _run.Figure("time to drain the queue", took.TotalSeconds, "s");

        Task<bool> QueuesAsync(Func<LockedSessions, bool> condition) => _run.UntilAsync(async () => condition(queue = await LockedSessions.OfAsync(estate, cancellation)), Patience, cancellation);
    }

    // A queue at one table is none of theirs while it does not take all places of a pooler.
    private async Task OthersAsync(CancellationToken cancellation)
    {
        var other = ServiceCatalog.TechCorp.Services.First(s => s.Schema != _service.Schema);
        var table = $"{other.Schema}.{other.Tables[0]}";
        string? error = null;
        try
        {
            await using var connection = new NpgsqlConnection(_run.Estate.ConnectionThrough(_run.Estate.Poolers[^1], other.Login).ConnectionString);
            await connection.OpenAsync(cancellation);
            await OpenTransaction.ExecuteAsync(connection, $"SELECT count(*) FROM {table}", cancellation);
        }
        catch (NpgsqlException e)
        {
            error = e.Message;
        }

        _run.Check("other services are answered meanwhile", error is null, error ?? $"{other.Login} read {table}");
    }
}
