using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Apply;
using TechCorp.PgInfra.Rehearsal.Alarms;
using TechCorp.PgInfra.Rehearsal.Deployment;
using TechCorp.PgInfra.Rehearsal.Load;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>
/// A schema change waits for one long transaction, and every statement that comes after it waits for the schema change (S51): first
/// as the post-deploy step makes it, then as a person does in a session without lock_timeout.
/// </summary>
internal sealed partial class LockQueue
{
    // A FETCH now and then: neither a long statement nor a long rest.
    private static readonly TimeSpan FetchPace = TimeSpan.FromMilliseconds(100);

    private readonly DrillRun _run;
    private readonly Service _service = ServiceCatalog.TechCorp.Services.First(s => CommitTable.Name.StartsWith(s.Schema + ".", StringComparison.Ordinal));
    private readonly DeclaredAlarm _alarm;
    private readonly SessionLimits _limits;
    private readonly RunInput _step;

    private LockQueue(DrillRun run, DeclaredAlarm alarm, SessionLimits limits) => (_run, _alarm, _limits, _step) = (run, alarm, limits, PostDeployStep.InputFor(run.Estate));

    public static async Task RunAsync(DrillRun run, CancellationToken cancellation)
    {
        var alarm = AlarmWatch.Declared(run, [new MetricId(AlarmTable.RdsNamespace, "DBLoad", run.Estate.Topology.Writer.Identifier)])[0];
        var drill = new LockQueue(run, alarm, await SessionLimits.OfAsync(run.Estate, new LoadOptions().Login, cancellation));
        drill.Limits();
        if (run.Holds) await drill.RunAsync(cancellation);
    }

    private int Clients => (int)Math.Min(2 * _alarm.Threshold, _limits.Sessions);

    private void Limits()
    {
        var (login, own, step) = (_service.Login, _limits, _step.Session.LockTimeout);
        _run.Check("the alarm is on fewer sessions than one service may open", _alarm.Threshold < own.Sessions,
            FormattableString.Invariant($"{_alarm.Name} is on more than {_alarm.Threshold:0.#} active sessions, {login} may open {own.Sessions}"));
        _run.Check("the step gives up before a client does", step < own.Lock,
            $"the step after {SessionLimits.Words(step)}, a statement of {login} after {SessionLimits.Words(own.Lock)}");
        _run.Check("a client gives up before its statement_timeout", own.Lock < own.Statement,
            $"{login} has a lock_timeout of {SessionLimits.Words(own.Lock)} and a statement_timeout of {SessionLimits.Words(own.Statement)}");
    }

    private async Task RunAsync(CancellationToken cancellation)
    {
        var estate = _run.Estate;
        // As a service's own pool: a client that is turned away keeps its connection.
        var routes = estate.Poolers.Select(p => new NpgsqlConnectionStringBuilder(estate.ConnectionThrough(p, _service.Login).ConnectionString) { Pooling = true, NoResetOnClose = true }.ConnectionString).ToList();
        var options = new LoadOptions { Login = _service.Login, Clients = Clients, Pace = TimeSpan.FromMilliseconds(200), Route = n => new(routes[n % routes.Count]) };
        try
        {
            await using var load = await _run.StartLoadAsync(options, cancellation);
            await using var export = await OpenTransaction.BeginAsync(
                estate.ConnectionThrough(estate.Poolers[0], _service.Login), $"DECLARE export CURSOR FOR SELECT id FROM {CommitTable.Name}", ReadOnAsync, cancellation);
            _run.Mark(MarkKind.Step, $"an export of {_service.Login} reads the same table in one transaction");
            await using var watch = await AlarmWatch.StartAsync(_run, [_alarm.Metric], cancellation);
            var from = _run.Now;
            await StepAsync(watch, load, export, cancellation);
            // Two minutes of the alarms' clock without a queue.
            await load.WaitForAsync(7 * Clients, cancellation);
            var to = _run.Now;
            _run.Check("the clients go on, and so does the export", !export.Outcome.IsCompleted, export.Outcome.IsCompleted ? $"the export ended: {await export.Outcome}" : "the export still reads");
            if (!_run.Holds) return;

            await QueueAsync(watch, load, export, cancellation);
            await load.WaitForAsync(Clients, cancellation);
            await watch.ClearsAsync(cancellation);
            await JudgeAsync(await load.StopAsync(), (from, to), cancellation);
        }
        finally
        {
            foreach (var route in routes)
                NpgsqlConnection.ClearPool(new NpgsqlConnection(route));
        }
    }

    private static async Task ReadOnAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        while (true)
        {
            await OpenTransaction.ExecuteAsync(connection, "FETCH 1 FROM export", cancellation);
            await Task.Delay(FetchPace, cancellation);
        }
    }

    private async Task JudgeAsync(LoadResult load, (TimeSpan From, TimeSpan To) step, CancellationToken cancellation)
    {
        await _run.EndedAsync(load);
        var behind = load.Commits.Where(c => c.At >= step.From && c.At <= step.To).Select(c => c.Latency.TotalSeconds).DefaultIfEmpty().Max();
        var missing = await _run.LostAsync(_run.Estate.Writer, load, cancellation);
        _run.Check("nothing fails for another reason", load.Failures.All(f => f.Message.StartsWith(PostgresErrorCodes.LockNotAvailable, StringComparison.Ordinal)), $"{load}");
        _run.Check("no acknowledged commit is lost", missing == 0, $"{missing} of {load.Commits.Length} acknowledged commits are missing on {_run.Estate.Writer.Identifier}");
        _run.Figure("longest wait behind the step", behind, "s");
        _run.Figure("statements turned away", load.Failures.Length);
        _run.Figure("lost commits", missing);
        var (places, all) = (_limits.Sessions / _run.Estate.Poolers.Length, _run.Estate.Poolers.Min(p => p.MaxDbConnections));
        _run.Note($"A queue takes places in the poolers: {_service.Login} may take {places} of {all} in each, {(places < all ? "so that the other services keep theirs" : "and then the other services wait too")}.");
        var (own, session, waits) = (_limits, _step.Session, TimeSpan.FromSeconds(_alarm.PeriodSeconds * _alarm.EvaluationPeriods));
        _run.Note($"No declared timeout ends the export: a FETCH takes less than statement_timeout ({SessionLimits.Words(own.Statement)}), a rest less than idle_in_transaction_session_timeout ({SessionLimits.Words(own.Idle)}), and PostgreSQL bounds a whole transaction from 17 on only (transaction_timeout).");
        _run.Note(FormattableString.Invariant($"Waits for locks are not shortened as the clock is. One of the step's {session.Attempts} attempts was made: {session.LockTimeout.TotalSeconds:0.#} s, which are {session.LockTimeout.TotalMinutes * AlarmWatch.ClockFactor:0} min to the alarms. In the {waits.TotalMinutes:0} min that {_alarm.Name} waits, each client is turned away {waits / own.Lock:0} times; here {load.Failures.Length} statements of {Clients} clients were."));
    }
}
