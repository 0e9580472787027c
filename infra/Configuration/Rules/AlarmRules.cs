using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration.Reading;

namespace TechCorp.PgInfra.Infra.Configuration.Rules;

/// <summary>Subscriptions and thresholds of one stack (S34 to S44).</summary>
internal static class AlarmRules
{
    public static ImmutableArray<SettingsRule> All { get; } =
    [
        new([], Endpoints),
        new([], Thresholds),
    ];

    private static void Endpoints(RuleContext context)
    {
        foreach (var (index, subscription) in context.Settings.Alarms.Subscriptions.Index())
        {
            if (context.Problems.Touch($"alarms.subscriptions[{index}]"))
            {
                continue;
            }

            var (good, form) = subscription.Protocol switch
            {
                "email" => (subscription.Endpoint.IndexOf('@') is > 0 and var at && at < subscription.Endpoint.Length - 3 && !subscription.Endpoint.Contains(' '), "name@host"),
                "https" => (Uri.TryCreate(subscription.Endpoint, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps, "https://…"),
                "slack" => (Identifiers.SlackIds().IsMatch(subscription.Endpoint), "workspace id/channel id, T…/C…"),
                var other => (subscription.Endpoint.StartsWith($"arn:aws:{other}:", StringComparison.Ordinal), $"arn:aws:{other}:…"),
            };
            if (!good && subscription.Endpoint != EstateSettings.Encrypted)
            {
                context.Problems.Add($"alarms.subscriptions[{index}].endpoint", subscription.Endpoint, form, $"{subscription.Protocol} is delivered nowhere else");
            }
        }
    }

    private static void Thresholds(RuleContext context)
    {
        var (settings, problems) = (context.Settings, context.Problems);
        var instances = settings.Instances.Select(i => i.Identifier).ToImmutableArray();
        var allNamed = context.InstancesWithSound("identifier").Count() == instances.Length;
        foreach (var (index, threshold) in settings.Alarms.Overrides.Index())
        {
            var key = $"alarms.overrides[{index}]";
            if (problems.Touch(key))
            {
                continue;
            }

            if (AlarmTable.Find(threshold.Alarm) is not { } rule)
            {
                problems.Add($"{key}.alarm", threshold.Alarm, Section.Suggestion(threshold.Alarm, AlarmTable.Rules.Select(r => r.Name)), "there is no such alarm");
            }
            else if (rule.ThresholdProblem(threshold.Threshold) is not null)
            {
                problems.Add($"{key}.threshold", threshold.Threshold, AlarmThreshold.Allowed(rule.Unit, rule.ShareOf), $"{rule.Name} compares {rule.Metric}, elsewhere with {rule.Threshold}");
            }

            if (allNamed && threshold.Instance is { } instance && !instances.Contains(instance))
            {
                problems.Add($"{key}.instance", instance, Section.Suggestion(instance, instances), "this stack has no such instance");
            }
        }
    }
}
