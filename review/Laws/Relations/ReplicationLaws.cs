using System.Collections.Immutable;
using System.Globalization;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;
using static TechCorp.PgInfra.Review.Laws.Ask;

namespace TechCorp.PgInfra.Review.Laws.Relations;

/// <summary>What holds between an instance and those that replay it.</summary>
internal static class ReplicationLaws
{
    // RDS user guide, "Working with read replicas" and "Creating a read replica in a different AWS Region".
    private const int ReplicasOfOne = 15;
    private const int CopiesOfOne = 5;
    private const int LongestChain = 3;

    // The provider refuses some and replaces the replica for others; all come from the source.
    private static readonly ImmutableArray<string> Inherited = ["engine", "engineVersion", "username", "password", "dbName", "allocatedStorage", "characterSetName", "blueGreenUpdate"];

    public static ImmutableArray<Law> All { get; } =
    [
        Law.OfEach("standby-settings", "No standby has less than its source of what replay needs", "S22",
            "A standby with less of one of the five does not start; one that runs pauses replay when its source is raised.",
            $"the same value on every instance and in every stack of the estate: {string.Join(", ", DatabaseParameters.EqualOnEveryInstance.Order(StringComparer.Ordinal))}.",
            e => e.Replication, (estate, pair) => DatabaseParameters.EqualOnEveryInstance.Order(StringComparer.Ordinal).SelectMany(name =>
            {
                var (source, follower) = (pair.Source.WholeParameter(name), pair.Follower.WholeParameter(name));
                return Unless(follower >= source, estate.NameOf(pair.Follower.Resource, pair.Follower.Estate), name,
                    $"{follower?.ToString(CultureInfo.InvariantCulture) ?? "left to RDS"}, and {pair.Source.Name} has {source?.ToString(CultureInfo.InvariantCulture) ?? "what RDS derives from its class"}");
            })),

        Law.OfEach("one-engine", "One major version everywhere, and one that can still be created", "CKV_AWS_250 CKV_AWS_388 S1",
            "A replica of another major does not exist; a version that RDS has withdrawn fails when the instance has to be built again, in the worst hour.",
            $"engineVersion: '{Database.MajorVersion}' in every stack, and parameter groups of its family.",
            Instances, (estate, i) => Engine(estate, i)),

        Law.OfEach("replay-hold-fits", "A query that holds replay back as long as it may fires no alarm on lag", "S39 S42",
            "A healthy report wakes somebody at night, and soon nobody gets up for a replica that is broken.",
            $"parameters.<role>.{LagBudget.Parameter} lower, or alarms.overrides of PostgresReplicaLagHigh for the instance higher.",
            e => e.Instances.Where(i => !i.IsWriter), (_, i) => i.AlarmsOn("ReplicaLag").Select(alarm => Budget(i, alarm)).Where(b => !b.Holds)
                .Select(b => new Finding(i.Name, LagBudget.Parameter, b.Explanation))),

        Law.OfEach("replica-inherits", "A replica declares nothing that its source decides", "S10",
            "The provider refuses it, or replaces the replica at the next update.",
            "only identifier, class, network, monitoring, windows and parameter group on a replica.",
            e => e.Instances.Where(i => !i.IsWriter), (_, i) => Inherited.Where(i.Resource.Has).Select(p =>
                new Finding(i.Name, p, p == "password" ? "is set" : JudgedEstate.Text(i.Resource.Inputs[p])))),

        Law.OfEach("replica-limits", "Replicas stay within what RDS allows", "S7 S48",
            "RDS refuses the one too many, after the rest of the update is done; a source without backups can have none.",
            $"at most {ReplicasOfOne} replicas of an instance, {CopiesOfOne} copies in other regions, chains of {LongestChain}, automated backups on the source, and max_wal_senders for each of them and one to rebuild.",
            Instances, Limits),
    ];

    // Left out, the number of data points to alarm is that of the periods (CloudWatch API, PutMetricAlarm).
    private static LagBudget Budget(JudgedInstance i, PlannedResource alarm) => new(
        (i.WholeParameter(LagBudget.Parameter) ?? LagBudget.ParameterDefault) is >= 0 and var milliseconds ? milliseconds / 1000.0 : null,
        alarm.Number("threshold") ?? 0,
        (int)(alarm.Number("period") ?? 0),
        (int)(alarm.Number("datapointsToAlarm") ?? alarm.Number("evaluationPeriods") ?? 0));

    private static IEnumerable<Finding> Engine(JudgedEstate estate, JudgedInstance i)
    {
        var root = estate.Source?.Writer ?? estate.Writer;
        var version = root?.Estate.Plan.Text(root.Resource, "engineVersion") ?? estate.Settings.EngineVersion;
        var own = estate.Plan.Text(i.Resource, "engineVersion");
        var family = $"postgres{version.Split('.')[0]}";
        return
        [
            .. Unless(own is null || EngineVersions.CanBeCreated(own) || (own == EngineVersions.UpgradeTarget && i.Resource.Flag("allowMajorVersionUpgrade") == true), i.Name, "engineVersion", $"{own}"),
            .. Unless(estate.Plan.Text(i.Resource, "engine") is null or "postgres", i.Resource, "engine"),
            .. i.ParameterGroup is { } group ? Unless(estate.Plan.Text(group, "family") == family, i.Name, "parameter group", $"family {group.Raw("family")}, and the estate is {family}") : [],
        ];
    }

    private static IEnumerable<Finding> Limits(JudgedEstate estate, JudgedInstance source)
    {
        var chain = Chain(source).Take(LongestChain + 2).Count();
        var followers = estate.Replication.Where(r => r.Source.Resource == source.Resource).Select(r => r.Follower).ToList();
        return
        [
            .. Unless(chain <= LongestChain, source.Name, "replicateSourceDb", $"a chain of {chain}"),
            .. followers.Count == 0 ? [] : LimitsOfSource(source, followers.Count, followers.Count(f => f.IsCrossRegionCopy)),
        ];
    }

    private static IEnumerable<Finding> LimitsOfSource(JudgedInstance source, int followers, int copies) =>
    [
        .. Unless(followers - copies <= ReplicasOfOne, source.Name, "replicas", $"{followers - copies}"),
        .. Unless(copies <= CopiesOfOne, source.Name, "copies in other regions", $"{copies}"),
        .. Unless(copies == 0 || source.IsWriter, source.Name, "replicateSourceDb", "a replica is the source of a copy in another region"),
        .. Unless(!source.IsWriter || source.Resource.Number("backupRetentionPeriod") > 0, source.Resource, "backupRetentionPeriod"),
        .. Unless(source.WholeParameter("max_wal_senders") > followers, source.Name, "max_wal_senders", $"{source.Parameter("max_wal_senders") ?? "left to RDS"} for {followers} replicas"),
    ];

    private static IEnumerable<JudgedInstance> Chain(JudgedInstance from)
    {
        for (var at = from.SourceInstance; at is not null; at = at.SourceInstance)
        {
            yield return at;
        }
    }
}
