using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra;
using TechCorp.PgInfra.Rehearsal.Alarms;
using TechCorp.PgInfra.Rehearsal.Drills;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Views.Sheet.Sections;

/// <summary>Alarms of one kind, as the plan declares them.</summary>
/// <param name="Name">Name without what it watches.</param>
/// <param name="Metric">Metric they watch.</param>
/// <param name="Unit">Unit of the metric; null for a plain number.</param>
/// <param name="Declared">One for each instance, in the order of <paramref name="On"/>; one alone for an alarm that watches no instance.</param>
/// <param name="On">The instances; empty for an alarm that watches none.</param>
/// <param name="Where">The same in words: <c>every instance</c>, <c>every replica</c>, else their names.</param>
/// <param name="Why">Why it is there.</param>
/// <param name="FirstLook">What to look at when it fires.</param>
/// <param name="Drills">The drills that provoke it.</param>
internal sealed record AlarmLine(
    string Name, string Metric, AlarmUnit? Unit, ImmutableArray<DeclaredAlarm> Declared, ImmutableArray<JudgedInstance> On, string Where, string Why, string FirstLook, ImmutableArray<string> Drills)
{
    private const string FirstLookWords = " First look: ";
    private const string RunbookWords = " Runbook: ";

    /// <summary>Every declared alarm: those of the alarm table in its order, then the others.</summary>
    public static ImmutableArray<AlarmLine> Of(JudgedEstate estate)
    {
        var declared = DeclaredAlarms.From(estate.Plan).Alarms.ToDictionary(a => a.Name, StringComparer.Ordinal);
        var instances = estate.Instances.ToImmutableArray();
        var lines = AlarmTable.Rules
            .Select(rule => (Rule: rule, On: instances.Where(i => declared.ContainsKey(rule.NameFor(i.Identifier))).ToImmutableArray()))
            .Where(r => !r.On.IsEmpty)
            .Select(r => new AlarmLine(
                r.Rule.Name, r.Rule.Metric, r.Rule.Unit, [.. r.On.Select(i => declared[r.Rule.NameFor(i.Identifier)])], r.On, Words(r.On, instances), r.Rule.Rationale, r.Rule.FirstStep, DrillsOf(r.Rule.Name)))
            .ToList();
        var known = lines.SelectMany(l => l.Declared).Select(a => a.Name).ToHashSet(StringComparer.Ordinal);
        return [.. lines, .. declared.Values.Where(a => !known.Contains(a.Name)).OrderBy(a => a.Name, StringComparer.Ordinal).Select(a => Other(estate, a))];
    }

    /// <summary>The drills that make an alarm fire.</summary>
    /// <param name="alarm">Its name without what it watches.</param>
    public static ImmutableArray<string> DrillsOf(string alarm) => [.. DrillTable.All.Where(d => d.Fires.Contains(alarm)).Select(d => d.Name)];

    /// <summary>Thresholds, each with the instances that have it.</summary>
    public IEnumerable<(string Amount, ImmutableArray<JudgedInstance> On)> Thresholds =>
        Declared.Index().GroupBy(a => a.Item.Threshold).Select(g => (AlarmText.Amount(Unit, g.Key), On.IsEmpty ? On : [.. g.Select(a => On[a.Index])]));

    /// <summary>The condition without names of one stack, to be compared with another's: <c>&gt; 8 or 4, every instance</c>.</summary>
    public string Condition =>
        $"{AlarmText.Sign(Declared[0].Comparison)} {string.Join(" or ", Thresholds.Select(t => t.Amount))}, {(Where.StartsWith("every ", StringComparison.Ordinal) || On.IsEmpty ? Where : string.Join(", ", On.Select(i => RoleLabels.Of(i.Role)).Distinct()))}";

    private static string Words(ImmutableArray<JudgedInstance> on, ImmutableArray<JudgedInstance> all) =>
        on.Length == all.Length ? "every instance"
        : on.Length > 1 && on.SequenceEqual(all.Where(i => !i.IsWriter)) ? "every replica"
        : string.Join(", ", on.Select(i => i.Identifier));

    // The catalogue's table is about instances; what else is declared has its reason in its own description.
    private static AlarmLine Other(JudgedEstate estate, DeclaredAlarm alarm)
    {
        var resource = estate.Plan.OfType(AwsTypes.Alarm).First(a => (Planning.PlanResolution.Text(estate.Plan, a, "name") ?? a.Name) == alarm.Name);
        var description = (Planning.PlanResolution.Text(estate.Plan, resource, "alarmDescription") ?? "").Split(RunbookWords)[0];
        var name = alarm.Name.Replace($"-{estate.Settings.NamePrefix}-{estate.Plan.Stack}", "", StringComparison.Ordinal);
        return description.Split(FirstLookWords, 2) is [var why, var first]
            ? new(name, alarm.Metric.Name, null, [alarm], [], Watched(alarm), why, $"{char.ToUpperInvariant(first[0])}{first[1..]}", DrillsOf(name))
            : new(name, alarm.Metric.Name, null, [alarm], [], Watched(alarm), description, "", DrillsOf(name));
    }

    private static string Watched(DeclaredAlarm alarm) => alarm.Metric.Namespace == PoolerHealth.Namespace ? "PgBouncer" : alarm.Metric.Namespace;
}
