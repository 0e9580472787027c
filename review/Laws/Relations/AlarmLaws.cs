using System.Collections.Immutable;
using System.Globalization;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Alarms;
using TechCorp.PgInfra.Planning;
using static TechCorp.PgInfra.Review.Laws.Ask;

namespace TechCorp.PgInfra.Review.Laws.Relations;

/// <summary>Alarms against what they watch and whom they reach.</summary>
internal static class AlarmLaws
{
    public static ImmutableArray<Law> All { get; } =
    [
        Law.OfEach("alarms-enabled", "Every alarm acts", "CKV_AWS_319",
            "An alarm without actions changes colour on a page nobody looks at.",
            "actionsEnabled: true.",
            Ask.All(AwsTypes.Alarm), (_, alarm) => Unless(alarm.Flag("actionsEnabled") != false, alarm, "actionsEnabled")),

        Law.OfEach("alarms-complete", "Every instance has every alarm of the table, asked as the table asks", "S34 S35 S36 S37 S38 S39 S40 S41 S42 S43 S44",
            "What is not watched is found by its users; lag that may be missing is a broken replica nobody hears of.",
            "declare the alarm of catalog/Alarms for the instance, with its metric, statistic, duration and treatMissingData.",
            Expected, (estate, e) => Find(estate, e) is not { } alarm
                ? [new Finding(e.Instance.Name, e.Rule.Name, "not declared")]
                : Shape(e.Rule, e.Instance.Identifier).SelectMany(p => Unless(JudgedEstate.Text(alarm.Inputs[p.Property]) == p.Value, alarm, p.Property))),

        Law.OfEach("alarm-thresholds", "Thresholds follow from class, storage and limits", "S34 S35 S36 S43",
            "After a change of class or storage the old number wakes somebody for nothing, or nobody at all.",
            "leave the threshold to the alarm table, or write it in alarms.overrides.",
            Expected, (estate, e) => Find(estate, e) is { } alarm && Threshold(estate, e) is var expected && alarm.Number("threshold") != expected
                ? [new(e.Rule.NameFor(e.Instance.Identifier), "threshold", string.Create(CultureInfo.InvariantCulture, $"{JudgedEstate.Text(alarm.Inputs["threshold"])}, and {expected} follows from {e.Subject.Class.Name} with {e.Instance.AllocatedGiB} GiB"))]
                : []),

        Law.OfEach("pooler-watched", "A pooler task that does not come back is told", "S3",
            "The second task carries everything until it fails too.",
            "an alarm on HealthyHostCount whose threshold is the number of tasks.",
            e => e.Poolers, (estate, pooler) =>
            {
                var alarms = estate.Plan.OfType(AwsTypes.Alarm).Where(a => estate.Plan.Text(a, "metricName") == PoolerHealth.Metric).ToList();
                return alarms.Count == 0 ? [new(pooler.Service.Name, PoolerHealth.Metric, "not watched")]
                    : alarms.Where(a => a.Number("threshold") != pooler.Tasks).Select(a => JudgedEstate.About(a, "threshold"));
            }),

        Law.OfEach("alarms-delivered", "Every alarm and event reaches somebody", "S34 S53",
            "CloudWatch does not say that it could not publish: the first sign is the outage itself.",
            "alarmActions with a topic of the same region that has a subscription, whose policy lets the service publish and whose key lets it encrypt.",
            Ask.All(AwsTypes.Alarm, AwsTypes.EventSubscription), Delivery.Judge),
    ];

    private sealed record ExpectedAlarm(JudgedInstance Instance, AlarmSubject Subject, AlarmRule Rule);

    private static IEnumerable<ExpectedAlarm> Expected(JudgedEstate estate) =>
        estate.Instances.SelectMany(i => i.AlarmSubject is { } subject ? AlarmTable.For(subject).Select(rule => new ExpectedAlarm(i, subject, rule)) : []);

    private static PlannedResource? Find(JudgedEstate estate, ExpectedAlarm expected) =>
        estate.Plan.OfType(AwsTypes.Alarm).FirstOrDefault(a => estate.Plan.Text(a, "name") == expected.Rule.NameFor(expected.Instance.Identifier));

    private static double Threshold(JudgedEstate estate, ExpectedAlarm expected) =>
        AlarmThresholds.ValueFor(expected.Rule, expected.Subject, estate.Settings.Alarms.Overrides);

    private static IEnumerable<(string Property, string Value)> Shape(AlarmRule rule, string instance) =>
    [
        ("namespace", Quoted(rule.Namespace)),
        ("metricName", Quoted(rule.MetricFor(instance))),
        ("statistic", Quoted($"{rule.Statistic}")),
        ("comparisonOperator", Quoted($"{rule.Comparison}")),
        ("period", $"{rule.PeriodSeconds}"),
        ("evaluationPeriods", $"{rule.EvaluationPeriods}"),
        ("datapointsToAlarm", $"{rule.DatapointsToAlarm}"),
        ("treatMissingData", Quoted(rule.MissingData.WireName())),
    ];

    private static string Quoted(string text) => $"\"{text}\"";
}
