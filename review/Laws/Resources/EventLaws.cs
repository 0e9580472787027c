using System.Collections.Immutable;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Review.Laws.Resources;

/// <summary>What RDS tells of its own accord (RDS.20 to RDS.22).</summary>
internal static class EventLaws
{
    public static ImmutableArray<Law> All { get; } =
    [
        Reported("instance-events", "RDS.20", "db-instance", ["maintenance", "configuration change", "failure"],
            "A failover at night is seen in the log of the services first."),
        Reported("parameter-group-events", "RDS.21", "db-parameter-group", ["configuration change"],
            "A parameter changed by hand is found at the next reboot."),
        Reported("security-group-events", "RDS.22", "db-security-group", ["configuration change", "failure"],
            "Who may connect changes without a word."),
    ];

    private static Law Reported(string id, string control, string source, ImmutableArray<string> categories, string why) => Law.OfEach(
        id, $"Events of {source} are told", control, why,
        $"an enabled event subscription of source type {source} without sourceIds, with the categories {string.Join(", ", categories)}.",
        e => e.Plan.OfType(AwsTypes.Instance).Take(1),
        (e, _) =>
        {
            var told = e.Plan.OfType(AwsTypes.EventSubscription)
                .Where(s => e.Plan.Text(s, "sourceType") == source && s.Flag("enabled") != false && !s.Has("sourceIds")).ToList();
            // A subscription without categories tells them all.
            var missing = told.Exists(s => !s.Has("eventCategories")) ? [] : categories.Except(told.SelectMany(s => s.Texts("eventCategories"))).ToList();
            return told.Count == 0 ? [new(source, "event subscription", "none")] : missing.Select(c => new Finding(told[0].Name, "eventCategories", $"no '{c}'"));
        });
}
