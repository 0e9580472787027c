using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Review.Effects;

/// <summary>
/// What comes before and after the update that takes an estate to the next major (RDS user guide, "How to perform a major version upgrade
/// for RDS for PostgreSQL"). RDS upgrades the replicas of the region together with their source; a physical replica elsewhere can not
/// replay the new major, and is built again.
/// </summary>
internal static class MajorUpgrade
{
    // pg_upgrade can not carry these over; RDS's own check looks for them too, and cancels.
    private const string Obstacles =
        "-c \"SELECT gid, owner FROM pg_prepared_xacts\" -c \"SELECT slot_name FROM pg_replication_slots WHERE slot_type = 'logical'\" "
        + "-c \"SELECT attrelid::regclass, attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid WHERE c.relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema') "
        + "AND NOT attisdropped AND atttypid::regtype::text IN ('regcollation', 'regconfig', 'regdictionary', 'regnamespace', 'regoper', 'regoperator', 'regproc', 'regprocedure')\"";

    /// <summary>The change of major among these effects, or null.</summary>
    public static Effect? Among(ImmutableArray<Effect> effects) => effects.FirstOrDefault(e =>
        (e.Type, e.Property, e.Kind) == (AwsTypes.Instance, "engineVersion", EffectKind.Restart) && Major(e.From) is { } from && Major(e.To) is { } to && from != to);

    /// <summary>The major of a parameter group's family, e.g. 16 of <c>postgres16</c>; null without a group of this plan.</summary>
    public static int? FamilyOf(Plan plan, PlannedResource instance) =>
        plan.Referent(instance, "parameterGroupName")?.Raw("family") is { } family ? EngineVersions.MajorOf(family.Replace("postgres", "", StringComparison.Ordinal)) : null;

    /// <summary>Steps before the update.</summary>
    public static IEnumerable<Operation> Before(JudgedEstate to, Effect major)
    {
        var writer = to.Instances.First(i => i.Name == major.Resource);
        if (writer.Resource.Flag("applyImmediately") != true)
        {
            yield return new("Set applyImmediately: true in the same edit, and make it at an hour of your choice",
                "left for the maintenance window, the replicas stay on the old major, and RDS refuses their new parameter groups in the middle of the update", []);
        }

        yield return new($"Look for what stops the upgrade of {writer.Name}",
            "RDS cancels it for each prepared transaction, logical slot and column of these types", [$"{Psql(to)} {Obstacles}"]);
        if (EngineVersions.MajorOf(major.From?.Trim('"') ?? "") < 16)
        {
            yield return new("Make the master administrator of every role, and run no post-deploy apply until the upgrade",
                "from 16 on that alone lets it change or lend a role, and an upgrade leaves it with none; on 15 it may give itself that, on 16 nobody on RDS could",
                [$"{Psql(to)} -c \"{EngineVersions.AdministerRoles}\""]);
        }

        yield return new($"Keep the data as it is: a snapshot of {writer.Name} before version {major.To}", "a major version can not be taken back",
            Commands.Snapshot(writer, "before-upgrade"));
    }

    /// <summary>Steps after the update.</summary>
    public static IEnumerable<Operation> After(JudgedEstate to, Effect major, ImmutableSortedDictionary<string, EditedInstance> all)
    {
        var writer = to.Instances.First(i => i.Name == major.Resource);
        // The writer first: until its own group counts it may run with the defaults of the new major, which are more than the replicas' groups give.
        yield return new($"Reboot {writer.Name} if it still waits", "the upgrade restarts it, which can bring its new parameter group already: this asks RDS", Commands.RebootIfWaiting(writer));
        foreach (var replica in to.Instances.Where(i => i.FollowsInRegion && i.ParameterGroup is not null && all[i.Name].Stays))
        {
            // Another change of it restarts it after the upgrade, with the new group.
            var (restarted, why) = (all[replica.Name] is var i && i.Restarts.Concat(i.InWindow).Any(p => p != "parameterGroupName"), "RDS upgraded it with its source; its new parameter group counts after a reboot");
            yield return restarted ? new($"Reboot {replica.Name} if it still waits", why, Commands.RebootIfWaiting(replica)) : new($"Reboot {replica.Name}", why, Commands.Reboot(replica));
        }

        yield return new($"Gather statistics on {writer.Name}", "an upgrade carries none over: until then every plan is a guess",
            [$"vacuumdb --all --analyze-in-stages --jobs 4 --host \"{Address(to)}\" --username {Database.MasterUsername}"]);
        yield return new("Bring extensions, roles and grants to the new major", "an upgrade leaves extensions as they were, and the new major knows more about memberships",
            [
                $"{Psql(to)} -c \"ALTER EXTENSION pg_stat_statements UPDATE\"",
                PostDeployCommand.Of("apply", to.Plan.Stack),
            ]);
        foreach (var copy in Copies.Of(to))
        {
            yield return Copies.Rebuild(copy, $", with engineVersion {major.To}", "it replays no other major than its own and stops at the upgrade", Copies.SetMajor(copy, Major(major.To)!.Value));
        }
    }

    /// <summary>The major of a version as an effect shows it.</summary>
    public static int? Major(string? shown) => shown is null ? null : EngineVersions.MajorOf(shown.Trim('"'));

    private static string Address(JudgedEstate estate) => $"$(pulumi stack output {StackOutputs.PrimaryAddress} --stack {estate.Plan.Stack})";

    private static string Psql(JudgedEstate estate) =>
        $"psql \"host={Address(estate)} dbname={Database.Name} user={Database.MasterUsername} sslmode=verify-full sslrootcert=global-bundle.pem\"";
}
