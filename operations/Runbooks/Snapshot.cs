using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Operations.Runbooks.Instances;

namespace TechCorp.PgInfra.Operations.Runbooks;

/// <summary>A manual snapshot, named by its time; kept until somebody deletes it, unlike the automated ones.</summary>
public static class Snapshot
{
    /// <summary>Makes the plan; asks AWS, changes nothing.</summary>
    /// <param name="name">Snapshot identifier; null makes one of instance and time, or goes on with the one that is being made.</param>
    /// <param name="copy">The region to copy it to, with the stack that declares a key there; null copies nowhere.</param>
    public static async Task<RunbookPlan> PlanAsync(RdsApi rds, DeclaredInstance declared, string? name, (RdsApi Rds, DeclaredInstance Declared)? copy, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rds);
        ArgumentNullException.ThrowIfNull(declared);
        var source = declared.Identifier;
        var observed = await rds.FindAsync(source, cancellation);
        var checks = new List<RunbookCheck>();
        if (observed is null) checks.Add(RunbookCheck.Fail("instance", $"{rds.Region} has no instance {source}. Is this the right account (aws sts get-caller-identity)?"));
        var existing = observed is null ? null : await FindAsync(rds, source, name, cancellation);
        name ??= existing?["DBSnapshotIdentifier"]!.GetValue<string>() ?? string.Create(CultureInfo.InvariantCulture, $"{source}-manual-{DateTime.UtcNow:yyyyMMdd-HHmmss}");
        checks.AddRange(Identifiers.Check(name, most: 255));
        if (existing is not null)
        {
            var of = existing["DBInstanceIdentifier"]!.GetValue<string>();
            checks.Add(RunbookCheck.Of(of == source, "snapshot", $"{name} is {existing["Status"]}: it goes on with it", $"{name} is a snapshot of {of}; take another name (--name)"));
        }
        else if (observed is not null)
        {
            checks.Add(RunbookCheck.Of(observed.Status is "available" or "storage-optimization", "instance", $"{source} is {observed.Status}", $"{source} is {observed.Status}; RDS takes snapshots of what is available"));
        }

        var create = rds.Command("rds", "create-db-snapshot").With("--db-instance-identifier", source).With("--db-snapshot-identifier", name)
            .WithAll("--tags", declared.Tags.SetItem("Name", name).Select(t => $"Key={t.Key},Value={t.Value}"));
        var steps = ImmutableArray.CreateBuilder<RunbookStep>();
        steps.Add(new($"create snapshot {name}", create.Text(rds.Aws.Endpoint), rds.Do(create)) { IsDone = existing is not null, GoesOnWith = Named(name) });
        steps.Add(Wait(rds, name));
        if (copy is { } other) await AddCopyAsync(other.Rds, other.Declared, rds, observed, name, checks, steps, cancellation);
        return new($"take snapshot {name} of {source}{(copy is null ? "" : $" and copy it to {copy.Value.Rds.Region}")}", declared.Plan.Stack, rds.Region, [.. checks],
        [
            new("downtime", observed?.MultiAz == true ? "none: a Multi-AZ snapshot is taken from the standby" : "none, but reads and writes may stall for some seconds"),
            new("data", "none"),
            new("time", "minutes when a recent one exists, else hours; the copy to another region likewise"),
            new("money", "its changed blocks by the GB and month until it is deleted: nothing expires a manual snapshot"),
            new("way back", $"aws rds delete-db-snapshot --region {rds.Region} --db-snapshot-identifier {name}"),
        ], steps.ToImmutable(), ["nothing: Pulumi declares no snapshots, so that the next preview is clean."]);
    }

    private static async Task AddCopyAsync(
        RdsApi there, DeclaredInstance declared, RdsApi here, ObservedInstance? observed, string name, List<RunbookCheck> checks, ImmutableArray<RunbookStep>.Builder steps, CancellationToken cancellation)
    {
        var key = declared.KeyAlias is { } alias
            ? await there.Aws.TryCallAsync(there.Command("kms", "describe-key", "--key-id", alias), ["NotFoundException"], cancellation)
            : null;
        if (key?["KeyMetadata"]?["Arn"]?.GetValue<string>() is not { } arn)
        {
            checks.Add(RunbookCheck.Fail("key", $"{there.Region} has no key {declared.KeyAlias}: an encrypted snapshot needs one of the region it is copied to. `pulumi up --stack {declared.Plan.Stack}` makes it"));
            return;
        }

        checks.Add(RunbookCheck.Ok("key", $"{declared.KeyAlias} of {there.Region} is {arn}"));
        var account = observed?.Arn.Split(':') is [_, _, _, _, var id, ..] ? id : arn.Split(':')[4];
        var copy = there.Command("rds", "copy-db-snapshot")
            .With("--source-db-snapshot-identifier", $"arn:aws:rds:{here.Region}:{account}:snapshot:{name}").With("--target-db-snapshot-identifier", name)
            .With("--source-region", here.Region).With("--kms-key-id", arn);
        copy = copy with { Arguments = copy.Arguments.Add("--copy-tags") };
        var exists = await FindAsync(there, null, name, cancellation) is not null;
        steps.Add(new($"copy it to {there.Region}", copy.Text(there.Aws.Endpoint), there.Do(copy)) { IsDone = exists, GoesOnWith = Named(name) });
        steps.Add(Wait(there, name));
    }

    private static RunbookStep Wait(RdsApi rds, string name)
    {
        var describe = rds.Command("rds", "describe-db-snapshots", "--db-snapshot-identifier", name);
        var wait = describe with { Operation = "wait db-snapshot-available" };
        return new($"wait until it is available in {rds.Region}", wait.Text(rds.Aws.Endpoint), async (run, cancellation) =>
        {
            var (began, said) = (DateTime.UtcNow, "");
            while (true)
            {
                var found = (await rds.Aws.TryCallAsync(describe, Absent, cancellation))?["DBSnapshots"] is JsonArray { Count: > 0 } all ? (JsonObject)all[0]! : null;
                var status = found?["Status"]?.GetValue<string>() ?? "not there yet";
                if (status == "available") return;
                if (status == "failed") throw new RunbookException($"snapshot {name} failed; `aws rds describe-events --region {rds.Region} --source-identifier {name} --source-type db-snapshot` tells why.");
                if (DateTime.UtcNow - began > rds.Patience.Limit) throw new RunbookException($"snapshot {name} is {status} after {rds.Patience.Limit.TotalMinutes:0} minutes. RDS goes on; run again with --name {name} to wait longer.");
                var text = $"{name}: {status}, {found?["PercentProgress"]?.ToString() ?? "0"} %";
                if (text != said) run.Say(said = text);
                await Task.Delay(rds.Patience.Interval, cancellation);
            }
        }) { IfInterrupted = "RDS goes on without it. ", GoesOnWith = Named(name) };
    }

    // Once the snapshot is made the same command takes it for an older one, and would make another.
    private static string Named(string name) => $"Say --name {name} to go on with this one. ";

    private static readonly ImmutableArray<string> Absent = ["DBSnapshotNotFound", "DBSnapshotNotFoundFault"];

    // Without a name: the one that an interrupted run is having made.
    private static async Task<JsonObject?> FindAsync(RdsApi rds, string? instance, string? name, CancellationToken cancellation)
    {
        var command = rds.Command("rds", "describe-db-snapshots", "--snapshot-type", "manual").With(name is null ? "--db-instance-identifier" : "--db-snapshot-identifier", name ?? instance);
        var found = ((await rds.Aws.TryCallAsync(command, Absent, cancellation))?["DBSnapshots"] as JsonArray ?? []).OfType<JsonObject>();
        return found.FirstOrDefault(s => name is not null
            || (s["Status"]?.GetValue<string>() == "creating" && s["DBSnapshotIdentifier"]!.GetValue<string>().StartsWith($"{instance}-manual-", StringComparison.Ordinal)));
    }
}
