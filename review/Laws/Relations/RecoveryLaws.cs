using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;
using static TechCorp.PgInfra.Review.Laws.Ask;

namespace TechCorp.PgInfra.Review.Laws.Relations;

/// <summary>What keeps the data when everything else is lost.</summary>
internal static class RecoveryLaws
{
    public static ImmutableArray<Law> All { get; } =
    [
        Law.OfEach("recovery-window", "A writer can be restored to any moment of the promised window", "RDS.11 CKV_AWS_133 AWS-0077 S46 S47",
            "A mistake found after the weekend can not be undone. Replicas have no point-in-time recovery of their own.",
            $"backup.retention: {RecoveryPromise.Days}d or more.",
            Writers, (_, i) => Unless(i.Resource.Number("backupRetentionPeriod") >= RecoveryPromise.Days, i.Resource, "backupRetentionPeriod")),

        Law.OfEach<JudgedInstance>("recovery-replicated", "The other region keeps backups of the same window", "S47 S48",
            "A warm replica replays a bad DELETE within a second; only backups survive it, and only replicated ones survive the region.",
            $"a stack whose disasterRecovery.sourceStack is this one, with replicatedBackupRetention: {RecoveryPromise.Days}d or more, in a region RDS replicates to.",
            e => e.Writer is { } root && (e.Source is not null || e.Settings.DisasterRecovery is null) ? [root] : [],
            (estate, root) => Replicated(estate, root)),

        Law.OfEach("keys-in-region", "Everything is encrypted with a key of its own region", "S48 S49",
            "A key does not work in another region: the copy can not be made, or not be read on the day it is needed.",
            "a customer key declared in the same stack and region.",
            e => e.Plan.Resources.SelectMany(r => new[] { "kmsKeyId", "kmsMasterKeyId", "performanceInsightsKmsKeyId" }.Where(r.Has).Select(p => (Resource: r, Property: p))),
            (estate, use) => Region(estate.Plan, use.Resource, use.Property) is { } region && region != use.Resource.Region
                ? [new(use.Resource.Name, use.Property, $"a key in {region}, and the resource is in {use.Resource.Region}")]
                : []),

        Law.OfEach("data-protected", "Pulumi refuses to delete data, and RDS keeps a last snapshot", "S46",
            "A renamed key or a wrong branch in a pipeline deletes the database and every backup with it.",
            "protection.protect: true and protection.skipFinalSnapshot: false.",
            e => e.Plan.OfType(AwsTypes.Instance).Where(r => !new JudgedInstance(e, r).FollowsInRegion).Concat(e.Plan.OfType(AwsTypes.Key)),
            (estate, r) =>
            [
                .. Unless(r.Options.Protect == true, r.Name, "protect", r.Options.Protect == false ? "false" : "not set"),
                .. Unless(r.Inputs["replicateSourceDb"] is not null || r.Flag("skipFinalSnapshot") != true, r, "skipFinalSnapshot"),
            ]),

        Law.OfEach("windows-apart", "Backup and maintenance windows do not meet, and only one region is maintained at a time", "S45 S48",
            "RDS refuses windows that overlap; with both regions in maintenance there is nothing to promote.",
            "maintenanceWindow apart from backup.window, and apart from that of the other region.",
            Instances, Windows),
    ];

    private static IEnumerable<Finding> Replicated(JudgedEstate estate, JudgedInstance root)
    {
        var copies = estate.Source is null ? estate.Copies : [estate];
        var source = (estate.Source ?? estate).Plan;
        if (copies.IsEmpty)
        {
            return [new(root.Name, "replicated backups", "no stack copies this one")];
        }

        return copies.SelectMany(copy =>
        {
            var found = copy.Plan.OfType(AwsTypes.BackupsReplication).ToList();
            string Name(PlannedResource r) => estate.NameOf(r, copy);
            return found.Count == 0
                ? [new Finding(copy.Plan.Stack, "replicated backups", "none declared")]
                : found.SelectMany(r => (IEnumerable<Finding>)
                [
                    .. Unless(r.Number("retentionPeriod") >= RecoveryPromise.Days, Name(r), "retentionPeriod", JudgedEstate.Text(r.Inputs["retentionPeriod"])),
                    .. RegionOf(source) is { } from && r.Region is { } to
                        ? Unless(Regions.CanReplicateBackups(from, to), Name(r), "region", $"RDS does not replicate from {from} to {to}")
                        : [],
                ]);
        });
    }

    private static string? RegionOf(Plan plan) => plan.OfType(AwsTypes.Instance).Select(i => i.Region).FirstOrDefault();

    private static string? Region(Plan plan, PlannedResource resource, string property) => resource.Raw(property) switch
    {
        null => null,
        var text when PlanReference.TryParse(text) is { } reference =>
            reference.Type == PlanReference.StackReferenceType ? $"another stack ({reference.Name})" : plan.Find(reference)?.Region,
        // arn:aws:kms:us-east-1:123456789012:key/...; an alias or an id is one of the resource's own region.
        var text => text.Split(':') is ["arn", _, _, var region, ..] ? region : null,
    };

    private static IEnumerable<Finding> Windows(JudgedEstate estate, JudgedInstance i)
    {
        var maintenance = Week.Window(estate.Plan.Text(i.Resource, "maintenanceWindow"));
        var backup = Week.DailyWindow(estate.Plan.Text(i.Resource, "backupWindow"));
        var others = i.FollowsInRegion ? [] : estate.Replication
            .Where(r => r.Follower.IsCrossRegionCopy && (r.Follower.Resource == i.Resource || r.Source.Resource == i.Resource))
            .Select(r => r.Follower.Resource == i.Resource ? r.Source : r.Follower);
        return
        [
            .. Unless(!backup.Exists(b => maintenance.Exists(b.Meets)), i.Name, "maintenanceWindow", $"{i.Resource.Raw("maintenanceWindow")} meets the backup window {i.Resource.Raw("backupWindow")}"),
            .. others.SelectMany(o => Unless(!Week.Window(o.Estate.Plan.Text(o.Resource, "maintenanceWindow")).Exists(w => maintenance.Exists(w.Meets)),
                i.Name, "maintenanceWindow", $"{i.Resource.Raw("maintenanceWindow")} meets {o.Resource.Raw("maintenanceWindow")} of {estate.NameOf(o.Resource, o.Estate)}")),
        ];
    }
}
