using System.Diagnostics;
using Npgsql;
using TechCorp.PgInfra.Migrations.Baseline;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Migrations.Desired;
using TechCorp.PgInfra.Migrations.Diff;
using TechCorp.PgInfra.Migrations.Validation;

namespace TechCorp.PgInfra.Migrations.Apply;

/// <summary>The step from end to end: what the verbs, the tests and the benchmarks call.</summary>
public static class PostDeployRun
{
    /// <summary>Finds what is to be done and changes nothing.</summary>
    /// <exception cref="PostDeployException">Bad input, or a server that is not the one meant.</exception>
    public static Task<RunResult> PlanAsync(RunInput input, CancellationToken cancellation) =>
        WithSessionAsync(input, async (session, desired) =>
        {
            var (plan, baseline) = await CompareAsync(session, input, desired, cancellation);
            return new RunOutcome(plan, baseline.Pending, baseline.Pending.IsEmpty ? plan.ExitCode : ExitCode.Difference);
        }, cancellation);

    /// <summary>
    /// Does it, alone: roles, schemas and grants in one transaction, then each pending file of the baseline in its own, then a
    /// last comparison that must find nothing.
    /// </summary>
    /// <param name="progress">Told about waits, retries and applied files.</param>
    /// <exception cref="PostDeployException">Bad input, another run at work, a refused statement; nothing is half done.</exception>
    public static Task<RunResult> ApplyAsync(RunInput input, Action<string> progress, CancellationToken cancellation) =>
        WithSessionAsync(input, async (session, desired) =>
        {
            await RunLock.TakeAsync(session, progress, cancellation);

            // A baseline that cannot be applied stops the run before anything is changed.
            var baseline = await Runner(input, progress).PlanAsync(session.Connection, cancellation);
            Demand(baseline);
            var done = await PostDeploy.ReconcileAsync(session, desired, input, progress, cancellation);
            if (baseline.Pending.IsEmpty)
            {
                return new RunOutcome(done, [], done.Blocked.IsEmpty ? ExitCode.Done : ExitCode.Difference);
            }

            // What the files made has owners and privileges too.
            var files = await Runner(input, progress, session.OpenObserverAsync).ApplyAsync(session.Connection, cancellation);
            var (left, leftFiles) = await CompareAsync(session, input, desired, cancellation);
            if (!left.IsEmpty || !leftFiles.Pending.IsEmpty)
            {
                throw new PostDeployException(ExitCode.Failed,
                [
                    "the files of the baseline left differences behind; run again to remove them, and look at what made them:",
                    .. left.Lines.Select(l => l.ToString()).Concat(leftFiles.Pending.Select(f => $"+ {f.Path}")).Take(20).Select(l => $"  {l}"),
                ]);
            }

            return new RunOutcome(done, files, left.ExitCode);
        }, cancellation);

    private static async Task<(Plan Plan, BaselinePlan Baseline)> CompareAsync(
        MigrationSession session, RunInput input, DesiredState desired, CancellationToken cancellation)
    {
        await session.ExecuteAsync(["BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"], cancellation);
        var plan = await PostDeploy.CompareAsync(session, desired, input.Additive, cancellation);
        var baseline = await Runner(input, _ => { }).PlanAsync(session.Connection, cancellation);
        await session.ExecuteAsync(["ROLLBACK"], cancellation);
        Demand(baseline);
        return (plan, baseline);
    }

    private static void Demand(BaselinePlan baseline)
    {
        if (!baseline.Problems.IsEmpty)
        {
            throw new BaselineException(baseline.Problems);
        }
    }

    private static BaselineRunner Runner(RunInput input, Action<string> progress, Func<CancellationToken, ValueTask<NpgsqlConnection>>? observer = null) => new(input.Catalog, input.Baseline)
    {
        LockTimeout = input.Session.LockTimeout,
        Attempts = input.Session.Attempts,
        Observer = observer,
        Progress = new Told(progress),
    };

    private static async Task<RunResult> WithSessionAsync(
        RunInput input, Func<MigrationSession, DesiredState, Task<RunOutcome>> work, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();

        // Either takes as long as the other when everything is run for the first time. What is declared wrongly is said first.
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var opening = Task.Run(() => MigrationSession.OpenAsync(input.Target, input.Session, abandoned.Token), CancellationToken.None);
        DesiredState desired;
        try
        {
            CatalogValidation.Demand(input.Catalog);
            desired = Declaration.Of(input.Catalog, input.Secrets, input.PooledLoginLimit);
        }
        catch
        {
            await abandoned.CancelAsync();
            await CloseAsync(opening);
            throw;
        }

        _ = FirstUse.PrepareAsync();
        await using var session = await opening;
        var connect = Stopwatch.GetElapsedTime(started);
        try
        {
            var outcome = await work(session, desired);
            var timing = new RunTiming(connect, session.RoundTrips.Elapsed, Stopwatch.GetElapsedTime(started), session.RoundTrips.Count);
            return new RunResult(outcome, session.Server, desired, timing);
        }
        catch (BaselineException e)
        {
            throw new PostDeployException(ExitCode.Failed, e.Problems, e);
        }
        catch (NpgsqlException e)
        {
            throw ServerProblem.Explain(e, session.Target);
        }
    }

    private static async Task CloseAsync(Task<MigrationSession> opening)
    {
        try
        {
            await (await opening).DisposeAsync();
        }
        catch (Exception e) when (e is PostDeployException or OperationCanceledException)
        {
            // Nobody asked to connect with what is declared wrongly.
        }
    }

    // Told in the order things happen: Progress<T> would tell it later, from another thread.
    private sealed class Told(Action<string> progress) : IProgress<BaselineFile>
    {
        public void Report(BaselineFile value) => progress($"applied {value.Path}");
    }
}
