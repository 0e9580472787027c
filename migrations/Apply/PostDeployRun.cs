using System.Diagnostics;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Migrations.Credentials;
using TechCorp.PgInfra.Migrations.Desired;
using TechCorp.PgInfra.Migrations.Diff;
using TechCorp.PgInfra.Migrations.Validation;

namespace TechCorp.PgInfra.Migrations.Apply;

/// <summary>What a run is about.</summary>
/// <param name="Secrets">Secrets by login of the catalogue.</param>
/// <param name="Additive">True leaves alone whatever would only take away.</param>
public sealed record RunInput(
    ServiceCatalog Catalog, IReadOnlyDictionary<string, LoginSecret> Secrets, ConnectionTarget Target, SessionOptions Session, bool Additive = false);

/// <summary>What a run found or did, and what it cost.</summary>
/// <param name="Plan">What is, or was, to be done.</param>
/// <param name="Timing">Where the time went.</param>
public sealed record RunResult(Plan Plan, ServerFacts Server, DesiredState Desired, RunTiming Timing)
{
    /// <summary>Left after an apply: what this login cannot remove. A plan without apply leaves everything.</summary>
    public int ExitCode { get; init; }
}

/// <summary>Where the time of a run went.</summary>
/// <param name="Connect">Until the session was ready.</param>
/// <param name="Server">Waiting for the server's answers, the connection aside.</param>
/// <param name="Total">From the first line of the run to its last.</param>
/// <param name="RoundTrips">Batches sent after connecting.</param>
public sealed record RunTiming(TimeSpan Connect, TimeSpan Server, TimeSpan Total, int RoundTrips);

/// <summary>The step from end to end: what the verbs, the tests and the benchmarks call.</summary>
public static class PostDeployRun
{
    /// <summary>Finds what is to be done and changes nothing.</summary>
    /// <exception cref="PostDeployException">Bad input, or a server that is not the one meant.</exception>
    public static Task<RunResult> PlanAsync(RunInput input, CancellationToken cancellation) =>
        WithSessionAsync(input, async (session, desired) =>
        {
            var plan = await PostDeploy.PlanAsync(session, desired, input.Additive, cancellation);
            return (plan, plan.ExitCode);
        }, cancellation);

    /// <summary>Does it, alone, and proves afterwards that nothing is left.</summary>
    /// <param name="progress">Told about waits and retries.</param>
    /// <exception cref="PostDeployException">Bad input, another run at work, a refused statement; nothing is half done.</exception>
    public static Task<RunResult> ApplyAsync(RunInput input, Action<string> progress, CancellationToken cancellation) =>
        WithSessionAsync(input, async (session, desired) =>
        {
            await RunLock.TakeAsync(session, progress, cancellation);
            var done = await PostDeploy.ReconcileAsync(session, desired, input.Additive, progress, cancellation);
            var left = await PostDeploy.PlanAsync(session, desired, input.Additive, cancellation);
            if (!left.IsEmpty)
            {
                throw new PostDeployException(ExitCode.Failed,
                [
                    "the changes were made and are already undone in part: another session is changing roles or grants. Left:",
                    .. left.Lines.Take(20).Select(l => $"  {l}"),
                ]);
            }

            return (done, left.ExitCode);
        }, cancellation);

    private static async Task<RunResult> WithSessionAsync(
        RunInput input, Func<MigrationSession, DesiredState, Task<(Plan Plan, int ExitCode)>> work, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        CatalogValidation.Demand(input.Catalog);
        var desired = Declaration.Of(input.Catalog, input.Secrets);
        var connecting = Stopwatch.GetTimestamp();
        await using var session = await MigrationSession.OpenAsync(input.Target, input.Session, cancellation);
        var connect = Stopwatch.GetElapsedTime(connecting);
        var (plan, exitCode) = await work(session, desired);
        return new RunResult(
            plan, session.Server, desired,
            new RunTiming(connect, session.RoundTrips.Elapsed, Stopwatch.GetElapsedTime(started), session.RoundTrips.Count))
        {
            ExitCode = exitCode,
        };
    }
}
