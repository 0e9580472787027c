using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra.Alarms;

/// <summary>Thresholds in force: the catalogue's, unless the stack has its own.</summary>
public static class AlarmThresholds
{
    /// <summary>As a person writes it; an override for this instance goes before one for all.</summary>
    public static string TextFor(AlarmRule rule, AlarmSubject subject, ImmutableArray<AlarmOverride> overrides)
    {
        var ours = overrides.Where(o => o.Alarm == rule.Name).ToList();
        return ours.LastOrDefault(o => o.Instance == subject.Identifier)?.Threshold
            ?? ours.LastOrDefault(o => o.Instance is null)?.Threshold
            ?? rule.Threshold;
    }

    /// <summary>In the metric's unit.</summary>
    public static double ValueFor(AlarmRule rule, AlarmSubject subject, ImmutableArray<AlarmOverride> overrides) =>
        rule.ThresholdFor(subject, TextFor(rule, subject, overrides));
}
