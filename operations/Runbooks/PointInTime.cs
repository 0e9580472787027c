using System.Collections.Immutable;
using System.Globalization;
using TechCorp.PgInfra.Operations.Runbooks.Aws;
using TechCorp.PgInfra.Operations.Runbooks.Instances;

namespace TechCorp.PgInfra.Operations.Runbooks;

/// <summary>What to restore.</summary>
/// <param name="Time">Moment, in whole seconds; null is the last one RDS has.</param>
public sealed record PointInTimeOptions(DateTimeOffset? Time)
{
    /// <summary>Identifier of the new instance; null is the source's with <c>-restored</c> behind it.</summary>
    public string? Target { get; init; }

    /// <summary>True gives the restored instance the source's identifier, and with it its host name; the source keeps its data under <c>-replaced</c>.</summary>
    public bool TakeOver { get; init; }

    /// <summary>True for an instance that is looked into and deleted: one zone, no backups, no protection.</summary>
    public bool Temporary { get; init; }
}

/// <summary>
/// Point-in-time recovery (S47, S52). A bare <c>restore-db-instance-to-point-in-time</c> comes back in the default security group, with
/// the default parameters, so that nothing demands TLS, in one zone and without its logs: everything is said here, from the plan.
/// </summary>
public static class PointInTime
{
    /// <summary>Tags by which a later run knows its own work.</summary>
    internal const string FromTag = "RestoredFrom";

    internal const string TimeTag = "RestoredTo";

    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    /// <summary>Makes the plan; asks AWS, changes nothing.</summary>
    public static async Task<RunbookPlan> PlanAsync(RdsApi rds, DeclaredInstance declared, PointInTimeOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rds);
        ArgumentNullException.ThrowIfNull(declared);
        ArgumentNullException.ThrowIfNull(options);
        var source = await RestoreSource.FindAsync(rds, declared, cancellation);
        var target = options.Target ?? $"{source.Identifier}-restored";
        var checks = new List<RunbookCheck>(source.Checks);
        checks.AddRange(Identifiers.Check(target));
        checks.Add(source.CheckTime(options.Time));
        var moment = options.Time is { } time ? Iso(time) : "latest";

        // Where it took over already, the restored instance stands under the source's name.
        var tookOver = options.TakeOver && source.Observed is { } there && IsOurs(there, moment);
        var existing = tookOver ? source.Observed : await rds.FindAsync(target, cancellation);
        if (existing is null) checks.Add(RunbookCheck.Ok("target", $"{target} is free"));
        else if (IsOurs(existing, moment)) checks.Add(Earlier(existing, options.Time is null && !tookOver));
        else checks.Add(RunbookCheck.Fail("target", $"{target} exists and is not this restore's{(existing.Tag(FromTag) is { } from ? $" but one of {from} to {existing.Tag(TimeTag)}" : "")}: take another name (--target), or delete it"));

        // The one Pulumi's state means: after the renames it is under another name.
        var replaced = options.TakeOver ? await rds.FindAsync(TakeOver.ReplacedName(declared.Identifier), cancellation) : null;
        checks.AddRange(TakeOver.Room(declared.Identifier, replaced, madeRoom: tookOver || source.Observed is null));
        var (placement, found) = await Placement.FindAsync(rds, declared, source.Observed, cancellation);
        checks.AddRange(found);
        var steps = placement is null ? [] : Steps(rds, declared, source, target, moment, options, placement, existing, tookOver);
        return new(
            $"restore {source.Name} to {(options.Time is null ? "its last restorable moment" : moment)} as {(options.TakeOver ? declared.Identifier : target)}",
            declared.Plan.Stack, rds.Region, [.. checks], Costs(declared, source, options), steps, Afterwards(declared, target, replaced ?? source.Observed, options));

        bool IsOurs(ObservedInstance instance, string to) => instance.Tag(FromTag) == source.Identifier && instance.Tag(TimeTag) == to;
    }

    // "The last moment" of a run of last week is last week's: it must not take over, or be merged, unnoticed.
    private static RunbookCheck Earlier(ObservedInstance existing, bool isLatest)
    {
        var found = $"{existing.Identifier} is there from an earlier run of this command ({existing.Status}); it goes on with it";
        return isLatest && existing.Created is { } made && DateTimeOffset.UtcNow - made > Fresh
            ? RunbookCheck.Warn("target", $"{found}. It was made at {Iso(made)} and holds nothing that was committed since: to restore anew, say another --target, or delete it first")
            : RunbookCheck.Ok("target", found);
    }

    /// <summary>The restore call itself, complete.</summary>
    internal static AwsCommand Restore(RdsApi rds, DeclaredInstance declared, RestoreSource source, string target, string moment, PointInTimeOptions options, Placement placement)
    {
        var command = rds.Command("rds", "restore-db-instance-to-point-in-time")
            .With("--source-db-instance-automated-backups-arn", source.BackupArn)
            .With("--source-db-instance-identifier", source.BackupArn is null ? source.Identifier : null)
            .With("--target-db-instance-identifier", target);
        command = options.Time is null ? command with { Arguments = command.Arguments.Add("--use-latest-restorable-time") } : command.With("--restore-time", moment);
        command = command
            .With("--db-instance-class", declared.Class)
            .With("--db-subnet-group-name", placement.SubnetGroup)
            .WithAll("--vpc-security-group-ids", placement.SecurityGroups)
            .With("--db-parameter-group-name", placement.ParameterGroup)
            .With("--port", declared.Port.ToString(CultureInfo.InvariantCulture))
            .Switch("multi-az", declared.MultiAz && !options.Temporary)
            .With("--availability-zone", declared.MultiAz && !options.Temporary ? null : declared.Text("availabilityZone"))
            .Switch("publicly-accessible", false)
            .With("--storage-type", declared.Text("storageType"))
            .With("--iops", declared.Number("iops"))
            .With("--storage-throughput", declared.Number("storageThroughput"))
            .With("--max-allocated-storage", declared.Number("maxAllocatedStorage"))
            .Switch("auto-minor-version-upgrade", declared.Flag("autoMinorVersionUpgrade"))
            .Switch("enable-iam-database-authentication", declared.Flag("iamDatabaseAuthenticationEnabled"))
            .Switch("copy-tags-to-snapshot", declared.Flag("copyTagsToSnapshot"))
            .Switch("deletion-protection", declared.Flag("deletionProtection") && !options.Temporary)
            .WithAll("--enable-cloudwatch-logs-exports", declared.Logs);
        // The service's own choice is extended support; said only where the stack refuses it, since older CLIs do not know the option.
        if (declared.Text("engineLifecycleSupport") is "open-source-rds-extended-support-disabled" and var support) command = command.With("--engine-lifecycle-support", support);
        var tags = declared.Tags.SetItem("Name", options.TakeOver ? declared.Identifier : target).SetItem(FromTag, source.Identifier).SetItem(TimeTag, moment);
        if (options.Temporary) tags = tags.SetItem("Temporary", "true");
        return command.WithAll("--tags", tags.Select(t => $"Key={t.Key},Value={t.Value}"));
    }

    private static ImmutableArray<RunbookStep> Steps(
        RdsApi rds, DeclaredInstance declared, RestoreSource source, string target, string moment, PointInTimeOptions options, Placement placement, ObservedInstance? existing, bool tookOver)
    {
        var restore = Restore(rds, declared, source, target, moment, options, placement);
        var steps = ImmutableArray.CreateBuilder<RunbookStep>();
        steps.Add(new($"create {target}", restore.Text(rds.Aws.Endpoint), rds.Do(restore)) { IsDone = existing is not null });
        steps.Add(rds.Wait(target, $"wait until {target} is available, with the declared parameters", i => i.ParameterStatus is null or "in-sync" or "pending-reboot") with { IsDone = tookOver });
        if (!options.Temporary)
        {
            var rest = RestOf(rds, declared, target, placement);
            steps.Add(new($"give {target} what a restore leaves out", rest.Text(rds.Aws.Endpoint), async (run, c) =>
            {
                await rds.Aws.CallAsync(rest, c);
                // The status follows the call by some seconds.
                await rds.WaitAsync(target, i => i.BackupRetentionDays.ToString(CultureInfo.InvariantCulture) == (declared.Number("backupRetentionPeriod") ?? i.BackupRetentionDays.ToString(CultureInfo.InvariantCulture)), run.Say, c);
            }) { IsDone = tookOver });
        }

        var reboot = rds.Instance("reboot-db-instance", target);
        steps.Add(new($"reboot {target} if its static parameters wait for it", reboot.Text(rds.Aws.Endpoint), async (run, c) =>
        {
            await rds.Aws.CallAsync(reboot, c);
            await rds.WaitAsync(target, i => i.ParameterStatus == "in-sync", run.Say, c);
        }) { IsNeeded = async c => (await rds.FindAsync(target, c))?.ParameterStatus == "pending-reboot", IsDone = tookOver });
        steps.Add(new($"compare {target} with the plan", rds.Instance("describe-db-instances", target).Text(rds.Aws.Endpoint), (run, c) => CompareAsync(rds, declared, target, placement, options, run, c)) { IsDone = tookOver });
        if (options.TakeOver) steps.AddRange(TakeOver.Steps(rds, declared.Identifier, target, source.Observed is null || tookOver, tookOver));
        return steps.ToImmutable();
    }

    /// <summary>What the restore call has no option for, or not in every version of the CLI that is about.</summary>
    internal static AwsCommand RestOf(RdsApi rds, DeclaredInstance declared, string target, Placement placement)
    {
        var command = rds.Instance("modify-db-instance", target)
            .With("--backup-retention-period", declared.Number("backupRetentionPeriod"))
            .With("--preferred-backup-window", declared.Text("backupWindow"))
            .With("--preferred-maintenance-window", declared.Text("maintenanceWindow"))
            .With("--ca-certificate-identifier", declared.Text("caCertIdentifier"));
        command = command with { Arguments = command.Arguments.Add("--no-certificate-rotation-restart") };
        if (declared.Number("monitoringInterval") is { } interval && placement.MonitoringRole is { } role)
            command = command.With("--monitoring-interval", interval).With("--monitoring-role-arn", role);
        if (declared.Flag("performanceInsightsEnabled"))
        {
            command = command with { Arguments = command.Arguments.Add("--enable-performance-insights") };
            command = command.With("--performance-insights-kms-key-id", placement.Key).With("--performance-insights-retention-period", declared.Number("performanceInsightsRetentionPeriod"));
        }

        return command with { Arguments = command.Arguments.Add("--apply-immediately") };
    }

    private static async Task CompareAsync(RdsApi rds, DeclaredInstance declared, string target, Placement placement, PointInTimeOptions options, StepRun run, CancellationToken cancellation)
    {
        var found = await rds.FindAsync(target, cancellation) ?? throw new RunbookException($"{target} is gone.");
        var problems = new List<string>();
        Same("parameter group", placement.ParameterGroup, found.ParameterGroup);
        Same("security groups", string.Join(" ", placement.SecurityGroups.Order()), string.Join(" ", found.SecurityGroups.Order()));
        Same("subnet group", placement.SubnetGroup, found.SubnetGroup);
        Same("Multi-AZ", (declared.MultiAz && !options.Temporary).ToString(), found.MultiAz.ToString());
        Same("encrypted", "True", found.Flag("StorageEncrypted").ToString());
        Same("public", "False", found.Flag("PubliclyAccessible").ToString());
        Same("exported logs", string.Join(" ", declared.Logs.Order()), string.Join(" ", found.Logs.Order()));
        if (problems.Count > 0)
            throw new RunbookException([.. problems, $"let no client to {target} before this is as declared: without the parameter group nothing demands TLS. Delete it and run again with another --target, or modify-db-instance."]);
        run.Say($"{found.Address ?? target} has the declared parameters, groups, subnets, zones, encryption and logs");

        void Same(string what, string wanted, string? has)
        {
            if (has != wanted) problems.Add($"{target}: {what} is '{has ?? "nothing"}' and not '{wanted}'.");
        }
    }

    private static ImmutableArray<RunbookCost> Costs(DeclaredInstance declared, RestoreSource source, PointInTimeOptions options) =>
    [
        new("downtime", options.TakeOver
            ? $"from the first rename to the last, 5 to 15 minutes; {declared.Identifier} serves until then, and should be fenced before: what it commits from now on is in none of the two"
            : source.BackupArn is null ? $"none: {source.Identifier} serves on, and the copy stands beside it" : "none: the restored instance stands beside what there is"),
        new("data", options.Time is null
            ? "what was committed in the last minutes (RDS archives every five)"
            : $"the copy ends at {Iso(options.Time.Value)}; what was committed later is in {source.Identifier} alone"),
        new("time", $"{(source.Observed?.AllocatedGiB is { } gib and > 0 ? $"{gib} GiB" : "the storage")} from snapshot and log: half an hour to hours; reads are slow until their blocks have come from S3"),
        new("money", $"a second {declared.Class}{(declared.MultiAz && !options.Temporary ? " Multi-AZ" : "")} with its storage until one of the two is deleted (./pg cost --stack {declared.Plan.Stack})"),
        new("way back", options.TakeOver ? $"rename the two back: {TakeOver.ReplacedName(declared.Identifier)} keeps its data" : "delete the copy"),
    ];

    private static ImmutableArray<string> Afterwards(DeclaredInstance declared, string target, ObservedInstance? stated, PointInTimeOptions options) => options switch
    {
        { Temporary: true } => [],
        { TakeOver: true } => TakeOver.Afterwards(declared, stated),
        _ =>
        [
            $"{target} is not in Pulumi's state and stack {declared.Plan.Stack} does not declare it: `pulumi preview` is clean as before.",
            $"to let clients use it under the old name: the same command with --take-over. To keep it beside: declare it and `pulumi import aws:rds/instance:Instance {target} {target}` (its snapshotIdentifier is ignored already).",
            $"when it is no longer needed: {ShellLine(declared, target)}",
        ],
    };

    private static string ShellLine(DeclaredInstance declared, string target)
    {
        var region = declared.Resource.Region;
        var unprotect = declared.Flag("deletionProtection") ? $"aws rds modify-db-instance --region {region} --db-instance-identifier {target} --no-deletion-protection --apply-immediately && " : "";
        return $"{unprotect}aws rds delete-db-instance --region {region} --db-instance-identifier {target} --skip-final-snapshot";
    }

    internal static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
