using System.Collections.Immutable;
using System.Globalization;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Rehearsal.Drills;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Views.Sheet.Sections;

/// <summary>Alarms as the plan declares them, why, and the drill that made each fire.</summary>
internal static class AlarmSection
{
    public static Markup Render(SheetInput input)
    {
        var plan = input.Estate.Plan;
        var declared = plan.OfType(AwsTypes.Alarm).Select(a => Planning.PlanResolution.Text(plan, a, "name") ?? a.Name).ToHashSet(StringComparer.Ordinal);
        var instances = input.Estate.Instances.ToList();
        var rows = AlarmTable.Rules
            .Select(rule => (Rule: rule, On: instances.Where(i => declared.Contains(rule.NameFor(i.Identifier))).ToList()))
            .Where(r => r.On.Count > 0).ToList();
        return Markup.Of($"""
            <section id="alarms"><h2>Alarms</h2>
            <p class="soft">{declared.Count} alarms of {rows.Count} kinds. {(input.Drills is null ? "No drill report was given." : "Drilled as the given report says.")}</p>
            <div class="wide"><table class="last-fixed"><thead><tr><th>alarm<th>fires when<th>on<th>why, and the first look<th>proved by</thead><tbody>
            {Markup.Each(rows, r => Row(input, r.Rule, r.On, instances.Count))}
            </tbody></table></div></section>
            """);
    }

    private static FormattableString Row(SheetInput input, AlarmRule rule, List<JudgedInstance> on, int all)
    {
        var replicas = input.Estate.Instances.Where(i => !i.IsWriter).Select(i => i.Identifier).ToHashSet(StringComparer.Ordinal);
        var names = on.Count == all ? "every instance" : on.Count > 1 && replicas.SetEquals(on.Select(i => i.Identifier)) ? "every replica" : string.Join(", ", on.Select(i => i.Identifier));
        return $"<tr><th scope=\"row\">{rule.Name}<td>{Condition(input, rule, on)}<td>{names}<td>{rule.Rationale} <span class=\"soft\">{rule.FirstStep}</span><td>{Proof(input, rule)}</tr>";
    }

    private static Markup Condition(SheetInput input, AlarmRule rule, List<JudgedInstance> on)
    {
        var sign = rule.Comparison switch { AlarmComparison.GreaterThanThreshold => ">", AlarmComparison.GreaterThanOrEqualToThreshold => "≥", _ => "<" };
        var plan = input.Estate.Plan;
        var thresholds = on
            .GroupBy(i => plan.OfType(AwsTypes.Alarm).First(a => (Planning.PlanResolution.Text(plan, a, "name") ?? a.Name) == rule.NameFor(i.Identifier)) is var alarm
                ? Planning.PlanResolution.Number(alarm, "threshold") ?? 0 : 0)
            .Select(g => (Text: Quantity(rule.Unit, g.Key), Of: g.ToList())).ToList();
        return Markup.Of($"""
            <code>{rule.Metric}</code> {sign} {Markup.Join(thresholds.Select(t => Markup.Of($"<b>{t.Text}</b>{(thresholds.Count > 1 ? $" ({string.Join(", ", t.Of.Select(i => i.Identifier))})" : "")}")), ", ")}<br><span class="soft">{rule.DatapointsToAlarm} of {rule.EvaluationPeriods} × {rule.PeriodSeconds} s</span>
            """);
    }

    private static string Quantity(AlarmUnit unit, double value) => unit switch
    {
        AlarmUnit.Percent => string.Create(CultureInfo.InvariantCulture, $"{value:0.##} %"),
        AlarmUnit.Bytes => string.Create(CultureInfo.InvariantCulture, $"{value / (1L << 30):0.##} GiB"),
        AlarmUnit.Seconds when value < 1 => string.Create(CultureInfo.InvariantCulture, $"{value * 1000:0.##} ms"),
        AlarmUnit.Seconds => string.Create(CultureInfo.InvariantCulture, $"{value:0.##} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:#,0.##}"),
    };

    /// <summary>The drills that provoke an alarm: those that prove a requirement it stands for.</summary>
    internal static ImmutableArray<string> DrillsOf(AlarmRule rule) =>
        [.. DrillTable.All.Where(d => d.Requirements.Any(rule.Requirements.Contains)).Select(d => d.Name)];

    private static Markup Proof(SheetInput input, AlarmRule rule)
    {
        var drills = DrillsOf(rule);
        return drills.IsEmpty ? Markup.Of($"<span class=\"soft\">no drill fires it</span>") : Markup.Join(drills.Select(name => input.Drills?.TryGetValue(name, out var passed) == true
            ? passed ? Markup.Of($"<span class=\"good\">✓ {name}</span>") : Markup.Of($"<span class=\"bad\">✗ {name} failed</span>")
            : Markup.Of($"<span class=\"soft\">{name}: not drilled</span>")), "<br>");
    }
}
