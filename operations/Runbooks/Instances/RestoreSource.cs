using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace TechCorp.PgInfra.Operations.Runbooks.Instances;

/// <summary>
/// Where a point in time is restored from: an instance with automated backups, the backups it left when it was deleted, or, in the
/// region of the copy, the backups that are replicated there (a replica itself cannot be restored from).
/// </summary>
/// <param name="Identifier">Identifier of the instance the backups are of.</param>
/// <param name="Observed">That instance, when it is in this region and still there.</param>
/// <param name="BackupArn">ARN of automated backups without their instance; null where the instance itself is named.</param>
/// <param name="Earliest">First restorable moment, when known.</param>
/// <param name="Latest">Last one.</param>
/// <param name="Checks">What was looked at.</param>
internal sealed record RestoreSource(
    string Identifier, ObservedInstance? Observed, string? BackupArn, DateTimeOffset? Earliest, DateTimeOffset? Latest, ImmutableArray<RunbookCheck> Checks)
{
    private const string ReplicationType = "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication";

    /// <summary>For a person.</summary>
    public string Name => BackupArn is null ? Identifier : $"the automated backups of {Identifier}";

    public static async Task<RestoreSource> FindAsync(RdsApi rds, DeclaredInstance declared, CancellationToken cancellation)
    {
        var observed = await rds.FindAsync(declared.Identifier, cancellation);
        if (declared.IsCrossRegionCopy) return await ReplicatedAsync(rds, declared, observed, cancellation);
        if (declared.IsReplica)
            return new(declared.Identifier, observed, null, null, null,
                [RunbookCheck.Fail("source", $"{declared.Identifier} is a replica: it has replayed the loss, and RDS restores no replica to a point in time. Restore the writer it follows")]);

        var backups = await BackupsAsync(rds, declared.Identifier, cancellation);
        var (earliest, latest) = Window(backups);
        if (observed is null)
        {
            // Renamed away by a run that was killed between the two renames.
            if (await rds.FindAsync(TakeOver.ReplacedName(declared.Identifier), cancellation) is { } replaced)
                return new(declared.Identifier, null, null, earliest, replaced.LatestRestorable, [RunbookCheck.Ok("source", $"{replaced.Identifier} has made room for the restored instance already")]);
            return backups?["DBInstanceAutomatedBackupsArn"]?.GetValue<string>() is { } arn
                ? new(declared.Identifier, null, arn, earliest, latest, [RunbookCheck.Warn("source", $"{declared.Identifier} is gone; its retained backups are taken")])
                : new(declared.Identifier, null, null, null, null,
                    [RunbookCheck.Fail("source", $"{rds.Region} has no instance {declared.Identifier} and no automated backups of one. Is this the right account (aws sts get-caller-identity)?")]);
        }

        latest = observed.LatestRestorable ?? latest;
        earliest ??= latest is { } end ? Later(end.AddDays(-observed.BackupRetentionDays), observed.Created) : null;
        return new(declared.Identifier, observed, null, earliest, latest,
        [
            RunbookCheck.Of(observed.Status is not ("deleting" or "creating"), "source", $"{observed.Identifier} is {observed.Status}", $"{observed.Identifier} is {observed.Status}; wait until that is over and run again"),
            RunbookCheck.Of(observed.BackupRetentionDays > 0, "backups", $"kept {observed.BackupRetentionDays} days", "automated backups are off (retention 0): there is no point in time to restore. Restore a snapshot"),
        ]);
    }

    /// <summary>Whether the moment can be restored.</summary>
    public RunbookCheck CheckTime(DateTimeOffset? time)
    {
        if (time is not { } moment)
            return RunbookCheck.Of(Latest is not null, "time", $"the last restorable moment is {Text(Latest)}", "RDS tells no last restorable moment: no backup is finished yet");
        if (moment > DateTimeOffset.UtcNow) return RunbookCheck.Fail("time", $"{Text(moment)} is in the future; it is {Text(DateTimeOffset.UtcNow)} now");
        if (Latest is { } latest && moment > latest)
            return RunbookCheck.Fail("time", $"{Text(moment)} is later than the last restorable moment, {Text(latest)}; RDS archives every five minutes: wait for it, or restore to that moment with --latest");
        if (Earliest is { } earliest && moment < earliest) return RunbookCheck.Fail("time", $"{Text(moment)} is before the first restorable moment, {Text(earliest)}; a manual snapshot may reach further back");
        return Latest is null ? RunbookCheck.Fail("time", "RDS tells no last restorable moment: no backup is finished yet") : RunbookCheck.Ok("time", $"{Text(moment)} lies between {Text(Earliest)} and {Text(Latest)}");
    }

    private static async Task<RestoreSource> ReplicatedAsync(RdsApi rds, DeclaredInstance declared, ObservedInstance? observed, CancellationToken cancellation)
    {
        if (!declared.Plan.OfType(ReplicationType).Any())
            return new(declared.Identifier, observed, null, null, null, [RunbookCheck.Fail("source", $"stack {declared.Plan.Stack} replicates no backups, and a replica is not restored to a point in time")]);
        // Without the copy, or once it is promoted, they are the region's only backups of an instance of another region.
        var there = (await rds.Aws.TryCallAsync(rds.Command("rds", "describe-db-instance-automated-backups"), NoBackups, cancellation))?["DBInstanceAutomatedBackups"] as JsonArray ?? [];
        var replicated = there.OfType<JsonObject>().Where(b => b["DBInstanceArn"]?.GetValue<string>() is { } arn
            && (observed?.ReplicaOf is { } followed ? NameIn(arn) == NameIn(followed) : arn.Split(':') is [_, _, _, var region, ..] && region != rds.Region)).ToList();
        if (replicated is not [var backups])
            return new(declared.Identifier, observed, null, null, null, [RunbookCheck.Fail("source", replicated.Count == 0
                ? $"{rds.Region} has no replicated backups{(observed?.ReplicaOf is { } of ? $" of {of} yet" : "")}. Is this the right account (aws sts get-caller-identity)?"
                : $"{rds.Region} has replicated backups of {string.Join(" and ", replicated.Select(b => b["DBInstanceArn"]))}, and {declared.Identifier} follows none of them any more: restore with the aws CLI (--source-db-instance-automated-backups-arn)")]);
        var (earliest, latest) = Window(backups);
        var sourceArn = backups["DBInstanceArn"]!.GetValue<string>();
        return new(NameIn(sourceArn), observed, backups["DBInstanceAutomatedBackupsArn"]!.GetValue<string>(), earliest, latest,
            [RunbookCheck.Ok("source", $"the backups of {sourceArn} that are replicated to {rds.Region}")]);
    }

    // RDS refuses to list none.
    private static readonly ImmutableArray<string> NoBackups = ["DBInstanceAutomatedBackupNotFound", "DBInstanceAutomatedBackupNotFoundFault"];

    private static string NameIn(string arn) => arn[(arn.LastIndexOf(':') + 1)..];

    private static async Task<JsonObject?> BackupsAsync(RdsApi rds, string identifier, CancellationToken cancellation) =>
        (await rds.Aws.TryCallAsync(rds.Instance("describe-db-instance-automated-backups", identifier), NoBackups, cancellation))?["DBInstanceAutomatedBackups"] is JsonArray { Count: > 0 } found
            ? found.OfType<JsonObject>().FirstOrDefault(b => b["DBInstanceIdentifier"]?.GetValue<string>() == identifier)
            : null;

    private static (DateTimeOffset? Earliest, DateTimeOffset? Latest) Window(JsonObject? backups) => (Time(backups?["RestoreWindow"]?["EarliestTime"]), Time(backups?["RestoreWindow"]?["LatestTime"]));

    private static DateTimeOffset? Time(JsonNode? value) => value is null ? null : DateTimeOffset.Parse(value.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other is { } second && second > one ? second : one;

    private static string Text(DateTimeOffset? time) => time is { } known ? PointInTime.Iso(known) : "a moment RDS does not tell";
}
