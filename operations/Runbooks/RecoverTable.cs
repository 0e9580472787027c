using System.Globalization;
using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Migrations.Recovery;
using TechCorp.PgInfra.Operations.Runbooks.Instances;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Operations.Runbooks;

/// <summary>What to bring back.</summary>
/// <param name="Merge">The table.</param>
/// <param name="Instance">The temporary instance.</param>
public sealed record RecoverTableOptions(TableMerge Merge, PointInTimeOptions Instance)
{
    /// <summary>The writer, as a login that can act as the table's owner; null prints the database's part and leaves it to a person.</summary>
    public ConnectionTarget? Writer { get; init; }

    /// <summary>Changes of that connection that lead to the temporary instance, for example <c>hostaddr=127.0.0.1 port=15433</c> through a tunnel.</summary>
    public string? RestoredConnect { get; init; }

    /// <summary>True leaves the temporary instance for the next table of the same moment.</summary>
    public bool Keep { get; init; }
}

/// <summary>
/// One table comes back by a temporary instance restored to before the loss (S52). The replicas have replayed the loss, and a restore
/// of the whole instance would lose what everybody else has written since.
/// </summary>
public static class RecoverTable
{
    private const string ApplicationName = "techcorp-pg-infra recover table";

    /// <summary>Makes the plan; asks AWS, changes nothing.</summary>
    public static async Task<RunbookPlan> PlanAsync(RdsApi rds, DeclaredInstance declared, RecoverTableOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        var merge = options.Merge;
        // In the region of the copy the backups are of another instance than the declared one: the name is said, and not made of either.
        var name = options.Instance.Target ?? $"{declared.Identifier}-recovery";
        var restore = await PointInTime.PlanAsync(rds, declared, options.Instance with { Temporary = true, Target = name }, cancellation);
        var delete = rds.Instance("delete-db-instance", name);
        delete = delete with { Arguments = delete.Arguments.AddRange("--skip-final-snapshot", "--delete-automated-backups") };
        return restore with
        {
            Title = $"bring {merge.Name} back as it was at {(options.Instance.Time is { } time ? PointInTime.Iso(time) : "the last restorable moment")}, by the temporary instance {name}",
            Checks =
            [
                .. restore.Checks,
                .. options.Instance.Time is null ? [RunbookCheck.Warn("moment", "the last restorable moment is minutes old: what was lost before it is lost there too. Say --time with a moment just before the loss")] : (RunbookCheck[])[],
                options.Writer is { } writer
                    ? await DatabaseAsync(merge, writer, cancellation)
                    : RunbookCheck.Warn("database", "no connection was given (--outputs): --execute restores the instance, and merging and deleting it are yours to do"),
            ],
            Costs =
            [
                new("downtime", "none: services go on, also on this table"),
                new("data", $"rows that {merge.Name} has now win; rows deleted on purpose since then come back as well; rows that were only changed stay as they are now"),
                .. restore.Costs.Where(c => c.Of == "time"),
                new("money", $"a second {declared.Class} for as long as it takes"),
                new("way back", $"none by itself: compare {merge.Staging} before merging by leaving --outputs out"),
            ],
            Steps =
            [
                .. restore.Steps,
                Merging(rds, name, options),
                new($"delete {name}", delete.Text(rds.Aws.Endpoint), (_, c) => rds.Aws.CallAsync(delete, c))
                {
                    IsManual = options.Writer is null || options.Keep,
                    // Never one that this command has not made.
                    IsNeeded = async c => (await rds.FindAsync(name, c))?.Tag(PointInTime.FromTag) is not null,
                },
            ],
            Afterwards = ["nothing: Pulumi knows of no temporary instance, so that the next preview is clean."],
        };
    }

    // A restore takes hours; what would stop the merge behind it is to be known before.
    private static async Task<RunbookCheck> DatabaseAsync(TableMerge merge, ConnectionTarget writer, CancellationToken cancellation)
    {
        try
        {
            await using var source = DataSource.Create(writer, ApplicationName);
            await using var connection = await source.OpenConnectionAsync(cancellation);
            return await merge.ObstacleAsync(connection, cancellation) is { } obstacle
                ? RunbookCheck.Fail("database", obstacle)
                : RunbookCheck.Ok("database", $"rows are merged as {writer.Username} on {writer.Display}");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return RunbookCheck.Fail("database", (await ConnectionProblem.ExplainAsync(e, writer, cancellation)).Message);
        }
    }

    private static RunbookStep Merging(RdsApi rds, string name, RecoverTableOptions options)
    {
        var merge = options.Merge;
        return new($"stage {merge.Name} from {name} in {merge.Staging}, and merge what is missing", Text(name, options), async (run, cancellation) =>
        {
            var restored = await rds.FindAsync(name, cancellation) ?? throw new RunbookException($"{name} is gone.");
            var writer = options.Writer!;
            var there = Restored(writer, restored.Address ?? name, options.RestoredConnect);
            var (staged, merged) = await MergeAsync(merge, there, writer, name, rows => run.Say($"{rows} rows are staged in {merge.Staging}"), cancellation);
            run.Say(merged > 0
                ? $"{merged} of {staged} rows were missing in {merge.Name} and are back"
                : $"none of {staged} rows was missing in {merge.Name}; if it should have been, the restored moment is after the loss: say an earlier --time");
        }) { IsManual = options.Writer is null, IfInterrupted = $"{merge.Staging} may be left; the next run begins it anew. " };
    }

    private static async Task<(long Staged, long Merged)> MergeAsync(TableMerge merge, ConnectionTarget there, ConnectionTarget writer, string name, Action<long> staged, CancellationToken cancellation)
    {
        await using var from = DataSource.Create(there, ApplicationName);
        await using var to = DataSource.Create(writer, ApplicationName);
        await using var source = await OpenAsync(from, there, $"{name} stays as it is. Where it is not reached from here, lead to it with --restored-connect, for example \"hostaddr=127.0.0.1 port=15433\" through "
            + $"`ssh -N -L 127.0.0.1:15433:{there.Host}:{there.Port} BASTION`, and run the same command again: it goes on with it.");
        await using var target = await OpenAsync(to, writer, $"{name} stays as it is; run the same command again.");
        try
        {
            return await merge.RunAsync(source, target, staged, cancellation);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            throw new RunbookException($"rows of {merge.Name} refer to rows that are lost as well ({e.ConstraintName}); none is back. Bring the table they refer to back first, with --keep, then run the same command again: {name} stays for both.");
        }
        catch (PostgresException e) when (!e.SqlState.StartsWith("57", StringComparison.Ordinal))
        {
            throw new RunbookException($"the rows of {merge.Name} cannot be merged: {e.MessageText} ({e.SqlState}). None is back, {merge.Staging} may be left, and {name} stays. Was the table altered since then? Without --outputs the commands are printed, to be adapted.");
        }
        catch (Exception e) when (e is NpgsqlException or IOException && !cancellation.IsCancellationRequested)
        {
            throw new RunbookException($"a server went away while {merge.Name} was being merged: {e.Message.TrimEnd('.')}. {name} stays; run the same command again: what is merged is not merged twice.");
        }

        async Task<NpgsqlConnection> OpenAsync(NpgsqlDataSource data, ConnectionTarget to, string wayOut)
        {
            try
            {
                return await data.OpenConnectionAsync(cancellation);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                throw new RunbookException($"{(await ConnectionProblem.ExplainAsync(e, to, cancellation)).Message}. {wayOut}");
            }
        }
    }

    private static ConnectionTarget Restored(ConnectionTarget writer, string address, string? connect)
    {
        var there = writer with { Host = address, HostAddress = null };
        return connect is null ? there : ConnInfo.Parse(connect, there, "--restored-connect");
    }

    private static string Text(string name, RecoverTableOptions options)
    {
        var merge = options.Merge;
        var from = Psql(new ConnectionTarget { Host = $"{name}.HOST", Username = Logins.Migrator });
        var to = Psql(options.Writer ?? new ConnectionTarget { Host = "PRIMARY.HOST", Username = Logins.Migrator });
        return $"""
            {from} -c {ShellText.Quote(merge.CopyOutSql)} | \
              {to} -c {ShellText.Quote(merge.StageSql)} \
              -c {ShellText.Quote(merge.CopyInSql)} \
              -c {ShellText.Quote(merge.MergeSql)} \
              -c {ShellText.Quote(merge.DropSql)}
            """;

        string Psql(ConnectionTarget target) => "psql -Xq -v ON_ERROR_STOP=1 " + ShellText.Quote(ConfigurationText.ConnectionInfo(
            ("host", target.Host), ("hostaddr", target.HostAddress), ("port", target.Port.ToString(CultureInfo.InvariantCulture)), ("dbname", target.Database), ("user", target.Username),
            ("sslmode", "verify-full"), ("sslrootcert", target.RootCertificate ?? "global-bundle.pem"), ("options", $"-c role={merge.Owner}")));
    }
}
