using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Parameters;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Review.Effects;

/// <summary>
/// The steps of an edit that takes the source away from replicas of the stack's own region. No region is lost: the old writer stays a
/// writer, with everything that was committed, and from then on there are two databases that nothing brings together.
/// </summary>
internal static class RegionalPromotion
{
    /// <summary>What the promotion of this replica does to its clients.</summary>
    public static string Clients(string source) =>
        $"it is away for minutes, then takes writes under the same address and can not be made a replica again; {source} stays a writer, and what is written there from now on never arrives here";

    /// <summary>The replicas of this stack that are promoted.</summary>
    public static ImmutableArray<EditedInstance> Among(IEnumerable<EditedInstance> all) =>
        [.. all.Where(i => i is { Stays: true, Before.FollowsInRegion: true, After.IsWriter: true }).OrderBy(i => i.Name, StringComparer.Ordinal)];

    public static IEnumerable<Operation> Of(JudgedEstate from, JudgedEstate to, IReadOnlyCollection<EditedInstance> all, ImmutableArray<EditedInstance> promoted)
    {
        var names = string.Join(" and ", promoted.Select(p => p.Name));
        if (Rest(all, promoted) is { Length: > 0 } rest)
        {
            yield return new($"Make two edits of this one: first the promotion of {names} alone, then {rest}",
                "one update does both in an order of its own, and what restarts as a standby must not have less than its source", []);
            yield break;
        }

        var stack = to.Plan.Stack;
        foreach (var replica in promoted)
        {
            foreach (var step in Before(from, to, replica))
            {
                yield return step;
            }
        }

        yield return new($"Promote {names}: update stack {stack}", "in place, with a restart of minutes; the addresses stay", [Commands.Update(stack)]);
        foreach (var replica in promoted)
        {
            foreach (var step in After(to, replica))
            {
                yield return step;
            }
        }
    }

    // What else this edit restarts, makes or deletes, and what the promoted ones may not have before they follow nobody.
    private static string Rest(IEnumerable<EditedInstance> all, ImmutableArray<EditedInstance> promoted) => string.Join(" and ", (string[])
    [
        .. promoted.SelectMany(p => StandbyOrder.Parameters.Where(s => p.After!.WholeParameter(s) < p.Before!.WholeParameter(s))).Distinct().Select(s => $"less {s}"),
        .. all.Except(promoted).Where(i => i.IsOfUpdate || i.Waits || !i.InWindow.IsEmpty).Select(i => $"what changes {i.Name}"),
    ]);

    private static IEnumerable<Operation> Before(JudgedEstate from, JudgedEstate to, EditedInstance replica)
    {
        var (name, now, source) = (replica.Name, replica.After!, replica.Before!.SourceInstance!.Name);
        if (Missing(to, now) is { Length: > 0 } missing)
        {
            yield return new($"Give {name} {string.Join(", ", missing)} in the same edit", $"a replica needs none of it, and nothing else holds what is written to a writer; {source}'s backups reach to the moment they part", []);
        }

        if (Alarms(to, now) is { Length: > 0 } alarms)
        {
            yield return new($"Take {string.Join(", ", alarms)} out in the same edit", "a writer has no lag, and data that is missing is an alarm", []);
        }

        if (ReadersLeft(to, now) is { Length: > 0 } left)
        {
            yield return new($"Take {name} out of what reads from {source}'s replicas, in the same edit: {string.Join(", ", left)}",
                $"they would read {source}'s data as of the promotion, in turn with newer, and nothing would fail", []);
        }

        if (Departures.Readers(from, to, replica.Before!).Where(v => !Commands.Named(to.Plan, v).Contains(now.Resource)).ToList() is { Count: > 0 } readers)
        {
            yield return new($"Move the readers of {name} away: {string.Join(", ", readers.Select(r => r.Name))}", "restart the services that have read these secrets, before it stops following",
                [Commands.UpdateOnly(from.Plan, to.Plan, readers)]);
        }

        yield return new($"Stop what writes to {source} and is to write to {name} from now on", $"what {source} commits after the promotion stays there alone, and nothing merges the two", []);
        yield return new($"Look at the lag of {name}", $"what it has not replayed stays on {source}, which keeps it: wait for 0", [Commands.Lag(now)]);
    }

    private static IEnumerable<Operation> After(JudgedEstate to, EditedInstance replica)
    {
        var (name, now, source) = (replica.Name, replica.After!, replica.Before!.SourceInstance!);
        if (replica.Waits)
        {
            yield return new($"Reboot {name} if it still waits", "the promotion restarts it, which brings the waiting parameters: this asks RDS", Commands.RebootIfWaiting(now));
        }

        yield return new($"Take a snapshot of {name}", "the first thing it can be restored from", Commands.Snapshot(now, "promoted"));
        yield return new($"See that {source.Name} keeps no slot for {name}", "a slot that nobody reads keeps the log on its disk, up to max_slot_wal_keep_size; it is dropped with pg_drop_replication_slot",
            [$"pulumi stack output --stack {to.Plan.Stack} --json --show-secrets | ./pg ops lag --outputs - --node {source.Identifier}"]);
        var followers = to.Instances.Where(i => i.SourceInstance?.Name == name).Select(i => i.Name).ToList();
        if (followers.Count > 0)
        {
            yield return new($"Know that {string.Join(", ", followers)} go on following {name}", $"they no longer have what {source.Name} writes", []);
        }

        yield return new($"Send those who are to write there to {now.Identifier}", $"directly, where its security group lets them in: poolers, secrets and the post-deploy step go on naming {to.Writer!.Name}; its roles and passwords are those of the promotion, and change by hand from then on", []);
    }

    // What makes a restore possible, alike the one it parts from, and keeps what only it holds from now on.
    private static ImmutableArray<string> Missing(JudgedEstate to, JudgedInstance now) =>
        to.Instances.FirstOrDefault(i => i.IsWriter && i.Name != now.Name)?.Resource is not { } writer ? [] :
        [
            .. ((string[])["backupRetentionPeriod", "backupWindow"]).Where(p => IsSet(writer.Inputs[p]) && !IsSet(now.Resource.Inputs[p])).Select(p => $"{p} {writer.Inputs[p]}"),
            .. writer.Flag("skipFinalSnapshot") == false && now.Resource.Flag("skipFinalSnapshot") == true ? ["skipFinalSnapshot false"] : Array.Empty<string>(),
            .. writer.Options.Protect == true && now.Resource.Options.Protect != true ? ["protect true"] : Array.Empty<string>(),
        ];

    // No retention is no backups.
    private static bool IsSet(JsonNode? value) => value is not null && value.ToString() != "0";

    private static ImmutableArray<string> Alarms(JudgedEstate to, JudgedInstance now) =>
    [
        .. to.Plan.OfType(AwsTypes.Alarm)
            .Where(a => to.Plan.Text(a, "metricName") == "ReplicaLag" && a.Inputs["dimensions"]?["DBInstanceIdentifier"] is { } dimension && to.Plan.Resolve(dimension.ToString()) == now.Identifier)
            .Select(a => a.Name),
    ];

    private static ImmutableArray<string> ReadersLeft(JudgedEstate to, JudgedInstance now) =>
    [
        .. to.Poolers.Where(p => p.MostConnectionsTo(now) > 0).Select(p => $"the pooler's read entry ({p.Service.Name})"),
        .. to.Plan.OfType(AwsTypes.SecretVersion).Where(v => Commands.Named(to.Plan, v).Any(n => n.Urn == now.Resource.Urn)).Select(v => $"secret {v.Name}"),
    ];
}
