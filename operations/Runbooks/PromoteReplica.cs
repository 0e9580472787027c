using System.Collections.Immutable;
using TechCorp.PgInfra.Operations.Runbooks.Aws;
using TechCorp.PgInfra.Operations.Runbooks.Instances;
using TechCorp.PgInfra.Operations.Targets;

namespace TechCorp.PgInfra.Operations.Runbooks;

/// <summary>
/// An in-region replica becomes a writer. The last resort: the loss of a server or a zone is what Multi-AZ is for, without loss and
/// by itself; a replica is asynchronous, its promotion cannot be turned back, and the other replicas stay behind.
/// </summary>
public static class PromoteReplica
{
    /// <summary>Makes the plan; asks AWS, changes nothing.</summary>
    /// <param name="replica">Which one.</param>
    /// <param name="takeOver">True gives it the writer's identifier, and with it its host name.</param>
    public static async Task<RunbookPlan> PlanAsync(RdsApi rds, DeclaredInstance replica, bool takeOver, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rds);
        ArgumentNullException.ThrowIfNull(replica);
        if (!replica.IsReplica || replica.IsCrossRegionCopy)
            throw new TargetException(replica.IsCrossRegionCopy
                ? $"{replica.Identifier} is the copy of another region: ./pg ops promote-dr --stack {replica.Plan.Stack} promotes it."
                : $"{replica.Identifier} is declared as the writer. Replicas of stack {replica.Plan.Stack}: {string.Join(", ", DeclaredInstance.All(replica.Plan).Where(i => i.IsReplica).Select(i => i.Identifier))}.");
        var declaredWriter = DeclaredInstance.Find(replica.Plan, null);
        var writer = await rds.FindAsync(declaredWriter.Identifier, cancellation);
        var observed = await rds.FindAsync(replica.Identifier, cancellation);
        // Only a promotion by this command is taken over under the writer's name.
        var tookOver = takeOver && observed is null && writer?.Tag(PromotedTag) == replica.Identifier;
        // The one Pulumi's state means: after the renames it is under another name.
        var replaced = takeOver ? await rds.FindAsync(TakeOver.ReplacedName(declaredWriter.Identifier), cancellation) : null;
        var lag = observed?.ReplicaOf is null ? null : await ReplicaLag.LastAsync(rds, replica.Identifier, cancellation);

        var checks = new List<RunbookCheck>(TakeOver.Room(declaredWriter.Identifier, replaced, madeRoom: tookOver || writer is null));
        var promoted = tookOver || observed is { ReplicaOf: null };
        if (tookOver) checks.Add(RunbookCheck.Ok("replica", $"{replica.Identifier} was promoted and has taken over as {declaredWriter.Identifier}"));
        else if (observed is null) checks.Add(RunbookCheck.Fail("replica", $"{rds.Region} has no instance {replica.Identifier}. Is this the right account (aws sts get-caller-identity)?"));
        else if (promoted) checks.Add(RunbookCheck.Ok("replica", $"{replica.Identifier} follows nobody any more: it is promoted already"));
        else
        {
            checks.Add(RunbookCheck.Of(observed.Status == "available", "replica", $"{observed.Identifier} is available", $"{observed.Identifier} is {observed.Status}; RDS promotes only what is available. Wait, or take another replica"));
            checks.Add(ReplicaLag.Check(lag));
        }

        if (!promoted && writer is { Status: "available" })
            checks.Add(RunbookCheck.Warn("writer", $"{writer.Identifier} is available: stop what writes to it first. From the promotion on there are two, and what the old one commits is in none of the new one's rows"
                + (writer.MultiAz ? $"; where its zone is the trouble, ./pg ops failover --stack {replica.Plan.Stack} loses nothing" : "")));

        var (placement, found) = await Placement.FindAsync(rds, declaredWriter, writer, cancellation);
        checks.AddRange(found);
        return new($"promote {replica.Identifier}{(takeOver ? $" and let it take over as {declaredWriter.Identifier}" : "")}", replica.Plan.Stack, rds.Region, [.. checks],
        [
            new("downtime", "minutes: the promotion reboots the replica; clients come back when they are sent to it"),
            new("data", ReplicaLag.Loss(lag)),
            new("time", "about 10 minutes, and longer until its Multi-AZ standby is built"),
            new("money", declaredWriter.MultiAz ? "a second Multi-AZ writer's price until one of the two is deleted" : "none beyond the replica's own"),
            new("way back", "none: a promoted instance is never a replica again"),
        ],
        placement is null ? [] : Steps(rds, replica, declaredWriter, placement, writer, takeOver, promoted, tookOver), Afterwards(replica, declaredWriter, replaced ?? writer, tookOver ? writer : observed, takeOver));
    }

    private const string PromotedTag = "PromotedFrom";

    private static ImmutableArray<RunbookStep> Steps(
        RdsApi rds, DeclaredInstance replica, DeclaredInstance writer, Placement placement, ObservedInstance? writerNow, bool takeOver, bool promoted, bool tookOver)
    {
        var (name, region) = (replica.Identifier, rds.Region);
        var promote = Promote(rds, name, writer);
        var asWriter = PointInTime.RestOf(rds, writer, name, placement);
        // Before its last word, --apply-immediately.
        asWriter = asWriter with { Arguments = asWriter.Arguments.RemoveAt(asWriter.Arguments.Length - 1) };
        asWriter = asWriter.With("--db-parameter-group-name", placement.ParameterGroup).WithAll("--vpc-security-group-ids", placement.SecurityGroups)
            .Switch("multi-az", writer.MultiAz).Switch("deletion-protection", writer.Flag("deletionProtection"));
        asWriter = asWriter with { Arguments = asWriter.Arguments.Add("--apply-immediately") };
        var tag = rds.Command("rds", "add-tags-to-resource", "--resource-name", $"arn:aws:rds:{region}:{AccountOf(writerNow, placement)}:db:{name}", "--tags", $"Key={PromotedTag},Value={name}", "Key=Role,Value=primary");
        var reboot = rds.Instance("reboot-db-instance", name);
        return
        [
            new($"promote {name}", promote.Text(rds.Aws.Endpoint), rds.Do(promote)) { IsDone = promoted, IfInterrupted = "A promotion that was asked for cannot be called off. " },
            rds.Wait(name, $"wait until {name} follows nobody and is available", i => i.ReplicaOf is null) with { IsDone = tookOver },
            new($"give {name} the writer's parameter group, security group, standby and backups", asWriter.Text(rds.Aws.Endpoint), async (run, c) =>
            {
                await rds.Aws.CallAsync(asWriter, c);
                await rds.WaitAsync(name, i => i.ParameterGroup == placement.ParameterGroup && (i.MultiAz || !writer.MultiAz), run.Say, c);
            }) { IsDone = tookOver },
            new($"mark {name} as what it is now", tag.Text(rds.Aws.Endpoint), rds.Do(tag)) { IsDone = tookOver },
            new($"reboot {name} if its static parameters wait for it", reboot.Text(rds.Aws.Endpoint), async (run, c) =>
            {
                await rds.Aws.CallAsync(reboot, c);
                await rds.WaitAsync(name, i => i.ParameterStatus == "in-sync", run.Say, c);
            }) { IsNeeded = async c => (await rds.FindAsync(name, c))?.ParameterStatus == "pending-reboot", IsDone = tookOver },
            .. takeOver ? TakeOver.Steps(rds, writer.Identifier, name, writerNow is null || tookOver, tookOver) : [],
        ];
    }

    /// <summary>The promotion itself, with the backups that only a writer has: without them there is no point in time to go back to.</summary>
    internal static AwsCommand Promote(RdsApi rds, string name, DeclaredInstance writer) => rds.Instance("promote-read-replica", name)
        .With("--backup-retention-period", writer.Number("backupRetentionPeriod"))
        .With("--preferred-backup-window", writer.Text("backupWindow"));

    // arn:aws:kms:REGION:ACCOUNT:key/...
    private static string AccountOf(ObservedInstance? writer, Placement placement) =>
        (writer?.Arn is { Length: > 0 } arn ? arn : placement.Key ?? placement.MonitoringRole ?? ":::::").Split(':')[4];

    private static ImmutableArray<string> Afterwards(DeclaredInstance replica, DeclaredInstance writer, ObservedInstance? writerNow, ObservedInstance? observed, bool takeOver)
    {
        var (stack, own, old) = (replica.Plan.Stack, observed?.ResourceId ?? "db-REPLICA", writerNow?.ResourceId ?? "db-WRITER");
        // The state's entry of the replica is pointed at nothing, so that a refresh drops it; deleting it by name would take the alarms along.
        var forget = $"s/{own}/db-GONE/g";
        return takeOver
            ?
            [
                $"put the instance into Pulumi's state in the writer's place: pulumi stack export --stack {stack} | sed '{forget}; s/{old}/{own}/g' | pulumi stack import --stack {stack}; pulumi refresh --stack {stack}",
                $"`pulumi up --stack {stack}` then makes {replica.Identifier} again, as a replica of the new writer. The other replicas follow {TakeOver.ReplacedName(writer.Identifier)} still: pulumi up --stack {stack} --replace URN, one by one; so the copy in the other region.",
                $"{TakeOver.ReplacedName(writer.Identifier)} holds what was not replayed: keep it until that is judged, then delete it.",
            ]
            :
            [
                $"stack {stack} still declares {replica.Identifier} as a replica, and an update would fail. Take its lines out of `replicas:` in Pulumi.{stack}.yaml, then: "
                    + $"pulumi stack export --stack {stack} | sed '{forget}' | pulumi stack import --stack {stack}; pulumi refresh --stack {stack}; pulumi preview --stack {stack}",
                $"clients still go to {writer.Identifier}. With --take-over the promoted instance gets its name, and no client, secret or pooler has to change.",
            ];
    }
}
