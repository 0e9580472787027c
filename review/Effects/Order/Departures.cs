using System.Collections.Immutable;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Review.Effects;

/// <summary>What has to be done before an instance goes, for good or to be made anew.</summary>
internal static class Departures
{
    public static IEnumerable<Operation> Of(JudgedEstate from, JudgedEstate to, ImmutableSortedDictionary<string, EditedInstance> all)
    {
        var going = all.Values.Where(i => i.Goes).ToList();
        foreach (var writer in going.Where(i => i.Before!.IsWriter))
        {
            yield return new($"Keep the data as it is: a snapshot of {writer.Name}", "its replicas go with it, and nothing else holds what it holds", Commands.Snapshot(writer.Before!, "before-replacement"));
        }

        foreach (var replica in going.Where(i => i.After is null && !i.Before!.IsWriter).OrderBy(i => i.Name, StringComparer.Ordinal))
        {
            if (Readers(from, to, replica.Before!) is { Length: > 0 } readers)
            {
                yield return new($"Move the readers of {replica.Name} away: {string.Join(", ", readers.Select(r => r.Name))}",
                    "their secrets name it, and who has read one keeps it: restart those services after this, and before it is deleted",
                    [Commands.UpdateOnly(from.Plan, to.Plan, readers)]);
            }
        }

        // From the end of a chain on: RDS makes a writer of its own of each replica whose source is deleted, and the engine never notices.
        foreach (var follower in going.Where(i => i.GoesFirst(all)).OrderByDescending(i => Depth(i.Before!)).ThenBy(i => i.Name, StringComparer.Ordinal))
        {
            yield return new($"Delete {follower.Name} first", $"its source {follower.Before!.SourceInstance!.Name} is made anew, and RDS would promote it to a writer of its own",
                [.. Commands.Delete(follower.Before!), Commands.Forget(follower.Before!)]);
        }

        if (going.Where(i => !i.GoesFirst(all) && Commands.IsGuarded(i.Before!)).ToList() is { Count: > 0 } guarded)
        {
            yield return new($"Let RDS delete {string.Join(", ", guarded.Select(i => i.Name))}", "deletion protection is on, and the update would stop there half way",
                [.. guarded.Select(i => Commands.AllowDeletion(i.Before!))]);
        }
    }

    /// <summary>Secrets that name it and name something else from now on, if that is there already.</summary>
    public static ImmutableArray<PlannedResource> Readers(JudgedEstate from, JudgedEstate to, JudgedInstance replica) =>
    [
        .. from.Plan.OfType(AwsTypes.SecretVersion).Where(v => Commands.Named(from.Plan, v).Contains(replica.Resource))
            .Select(v => to.Plan.Find(v.Type, v.Name)).OfType<PlannedResource>()
            .Where(v => Commands.Named(to.Plan, v).Where(r => r.Type == AwsTypes.Instance).ToList() is { Count: > 0 } named
                && named.TrueForAll(r => from.Plan.Find(r.Type, r.Name) is not null)),
    ];

    private static int Depth(JudgedInstance instance) => instance.SourceInstance is { } source ? 1 + Depth(source) : 0;
}
