using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using TechCorp.PgInfra.Migrations.Verification;
using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Checks;
using TechCorp.PgInfra.Rehearsal.Deployment;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Plans;

namespace TechCorp.PgInfra.Rehearsal.Rehearsals;

/// <summary>The whole rehearsal: the servers, the post-deploy step on them, and every check.</summary>
public static class EstateRehearsal
{
    private const string Whole = "estate";

    /// <summary>Brings the plans up in an empty run, deploys and verifies. The caller deletes the run when this fails.</summary>
    /// <param name="capture">Reads the plans; runs while the writer's empty cluster is made.</param>
    /// <exception cref="Topology.TopologyException">The plans are not one estate.</exception>
    /// <exception cref="ProcessException">A server did not come up.</exception>
    /// <exception cref="Migrations.PostDeployException">The post-deploy step failed.</exception>
    public static async Task<RehearsalReport> RunAsync(RunDirectory run, Func<Task<EstatePlans>> capture, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(capture);
        var began = Stopwatch.GetTimestamp();
        var prepared = RunningEstate.PrepareAsync(run, cancellation);
        var plans = StepAsync(run, Whole, "plans", () => Task.Run(capture, cancellation));
        await Task.WhenAll(prepared, plans);

        var estate = await RunningEstate.StartAsync(run, await plans,
            (estate, part) => StepAsync(run, estate.Writer.Identifier, "post-deploy apply", () => PostDeployStep.ApplyAsync(estate, null, part)), cancellation);
        try
        {
            var report = await CheckAsync(estate, VerifyAsync(estate, cancellation), began, cancellation);
            if (report.Passed)
                estate.MarkComplete();
            return report;
        }
        catch (Npgsql.NpgsqlException e)
        {
            throw new ProcessException($"A server of the estate failed while it was checked: {e.Message}{NoRoom.Suspected(run.Path)}{ShellLimit.Suspected(e)}", e);
        }
    }

    /// <summary>Checks a running estate as a rehearsal does; <c>./pg rehearse status</c> repeats it.</summary>
    public static Task<RehearsalReport> CheckAsync(RunningEstate estate, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(estate);
        return CheckAsync(estate, VerifyAsync(estate, cancellation), Stopwatch.GetTimestamp(), cancellation);
    }

    private static Task<VerificationReport> VerifyAsync(RunningEstate estate, CancellationToken cancellation) =>
        StepAsync(estate.Run, estate.Writer.Identifier, "post-deploy verify", () => PostDeployStep.VerifyAsync(estate, cancellation));

    private static async Task<RehearsalReport> CheckAsync(RunningEstate estate, Task<VerificationReport> verification, long began, CancellationToken cancellation)
    {
        var run = estate.Run;
        // Logins are roles in the writer's catalogue: a replica knows them once it has replayed the post-deploy step.
        await RunningNode.WaitUntilCaughtUpAsync(estate.Nodes.Where(n => n != estate.Writer && n.Declared.Source is not null), estate.Writer, cancellation);
        var tls = StepAsync(run, Whole, "TLS check", () => TlsCheck.RunAsync(estate, cancellation));
        var pooler = StepAsync(run, Whole, "logins through the poolers", () => PoolerCheck.RunAsync(estate, cancellation));
        var master = MasterCheck.RunAsync(estate, cancellation);
        var parameters = StepAsync(run, Whole, "parameters read back", () => ParameterCheck.ReadAsync(estate, cancellation));
        var archive = ArchiveCheck.RunAsync(estate, cancellation);
        await Task.WhenAll(verification, tls, pooler, master, parameters, archive);

        var replication = await ReplicationCheck.ReadAsync(estate, cancellation);
        ImmutableArray<Check> checks =
        [
            ReplicationCheck.Judge(estate, replication),
            ParameterCheck.Judge(await parameters),
            await tls,
            await master,
            Judge(await verification),
            .. estate.Poolers.IsEmpty ? [] : (Check[])[await pooler],
            .. await archive is { } archived ? (Check[])[archived] : [],
        ];
        return new(estate, run.Postgres.Version, await parameters, [.. replication], await verification, checks, NotRehearsed.Of(estate), Stopwatch.GetElapsedTime(began));
    }

    private static Check Judge(VerificationReport report) => new(
        string.Create(CultureInfo.InvariantCulture, $"roles, schemas and grants are as declared ({report.Statements} statements tried, {report.LoginsOpened} logins opened)"),
        [.. report.Violations.Select(v => $"{v.Role}{(v.Schema is null ? "" : " in " + v.Schema)}: {v.What}: {v.Answer}")]);

    private static async Task<T> StepAsync<T>(RunDirectory run, string node, string what, Func<Task<T>> work)
    {
        run.Progress?.Report(new Step(node, what, null));
        var began = Stopwatch.GetTimestamp();
        var result = await work();
        run.Progress?.Report(new Step(node, what, Stopwatch.GetElapsedTime(began)));
        return result;
    }
}
