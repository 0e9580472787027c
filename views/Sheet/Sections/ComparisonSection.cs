using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Views.Cost;

namespace TechCorp.PgInfra.Views.Sheet.Sections;

/// <summary>Two stacks side by side, every differing cell marked.</summary>
internal static class ComparisonSection
{
    public static Markup Render(SheetInput input)
    {
        if (input.Other is not { } other)
        {
            return Markup.None;
        }

        var (left, right) = (Facts(input).ToList(), Facts(other).ToList());
        var keys = left.Select(f => (f.Group, f.Name)).Union(right.Select(f => (f.Group, f.Name))).ToList();
        var values = keys.Select(k => (
            k.Group, k.Name,
            Left: left.FirstOrDefault(f => (f.Group, f.Name) == k).Value,
            Right: right.FirstOrDefault(f => (f.Group, f.Name) == k).Value)).ToList();
        var (ours, theirs) = (input.Estate.Plan.Stack, other.Estate.Plan.Stack);
        return Markup.Of($"""
            <section id="compare"><h2>{ours} and {theirs}</h2>
            <p class="soft">{values.Count(v => v.Left != v.Right)} of {values.Count} values differ, marked ≠.</p>
            <div class="wide long"><table class="dense compare">{Markup.Each(values.GroupBy(v => v.Group), g => $"<tbody><tr class=\"group\"><th scope=\"rowgroup\">{g.Key}<th scope=\"col\">{ours}<th scope=\"col\">{theirs}</tr>{Markup.Each(g, v => Row(v.Name, v.Left, v.Right))}</tbody>")}</table></div>
            <h3>Cost</h3>{Costs(input.Cost, other.Cost)}
            </section>
            """);
    }

    private static FormattableString Row(string name, string? left, string? right) => left == right
        ? (FormattableString)$"<tr><th scope=\"row\">{name}<td>{left}<td>{right}</tr>"
        : $"<tr class=\"differing\"><th scope=\"row\">{name} <abbr class=\"differs\" title=\"differs\">≠</abbr><td><mark>{left ?? "-"}</mark><td><mark>{right ?? "-"}</mark></tr>";

    private static Markup Costs(CostEstimate left, CostEstimate right) => Markup.Of($"""
        <div class="wide"><table class="dense"><thead><tr><th>what<th class="num">{left.Stack}<th class="num">{right.Stack}<th class="num">difference</thead><tbody>
        {Markup.Each(CostComparison.Of(left, right).Where(d => d.Usd != 0), d => $"<tr><th scope=\"row\">{d.Subject}, {CostSection.Word(d.Area)}<td class=\"num\">{Amount(d.Left)}<td class=\"num\">{Amount(d.Right)}<td class=\"num\">{Money.Difference(d.Usd)}</tr>")}
        <tr class="sum"><th scope="row">together<td class="num">{Money.Cents(left.Monthly)}<td class="num">{Money.Cents(right.Monthly)}<td class="num">{Money.Difference(right.Monthly - left.Monthly)}</tr>
        </tbody></table></div>
        """);

    private static string Amount(decimal? usd) => usd is { } amount ? Money.Cents(amount) : "-";

    private static IEnumerable<(string Group, string Name, string Value)> Facts(SheetInput input)
    {
        var (estate, settings) = (input.Estate, input.Estate.Settings);
        yield return ("stack", "region", settings.Region);
        yield return ("stack", "engine", $"PostgreSQL {settings.EngineVersion}");
        yield return ("stack", "when standard support ends", settings.EngineLifecycleSupport == Infra.Configuration.EngineLifecycleSupport.ExtendedSupport ? "stays, and is billed" : "is upgraded");
        yield return ("stack", "backup window", $"{settings.Backup.Window}");
        yield return ("stack", "backups kept", Plural.Of(settings.Backup.RetentionDays, "day"));
        yield return ("stack", "maintenance", $"{settings.MaintenanceWindow}");
        yield return ("stack", "changes that restart", settings.ApplyImmediately ? "at once" : "in the window");
        yield return ("stack", "protected from deletion", settings.Protection.DeletionProtection ? "yes" : "no");
        yield return ("stack", "Enhanced Monitoring", $"{settings.Monitoring.EnhancedIntervalSeconds} s");
        yield return ("stack", "insights kept", Plural.Of(settings.Monitoring.InsightsRetentionDays, "day"));
        yield return ("stack", "logs kept", Plural.Of(settings.Monitoring.LogRetentionDays, "day"));
        foreach (var fact in Instances(estate).Concat(Poolers(estate)).Concat(Parameters(estate)))
        {
            yield return fact;
        }

        foreach (var line in AlarmLine.Of(estate))
        {
            yield return ("alarms", line.Name, line.Condition);
        }

        yield return ("laws", "excused", string.Join(", ", input.Laws.Excused.Select(e => e.Exception.Law).Distinct().Order(StringComparer.Ordinal)));
        yield return ("laws", "violations", $"{input.Laws.Violations.Length}");
    }

    private static IEnumerable<(string Group, string Name, string Value)> Instances(JudgedEstate estate)
    {
        foreach (var role in estate.Instances.GroupBy(i => i.Role))
        {
            foreach (var (index, instance) in role.Index())
            {
                var name = RoleLabels.Of(role.Key) + (index > 0 || role.Key == InstanceRole.Replica ? $" {index + 1}" : "");
                yield return ("instances", name, $"{instance.Class?.Name}, {instance.AllocatedGiB:#,0} GiB {InstancePricing.StorageType(instance)}{(Planning.PlanResolution.Flag(instance.Resource, "multiAz") == true ? ", Multi-AZ" : "")}");
            }
        }
    }

    private static IEnumerable<(string Group, string Name, string Value)> Poolers(JudgedEstate estate)
    {
        foreach (var pooler in estate.Poolers)
        {
            yield return ("pooler", "tasks", $"{pooler.Tasks}");
            foreach (var setting in pooler.Settings.Where(s => s.Key is "pool_mode" or "default_pool_size" or "reserve_pool_size" or "max_client_conn" or "max_db_connections").OrderBy(s => s.Key, StringComparer.Ordinal))
            {
                yield return ("pooler", setting.Key, setting.Value);
            }
        }
    }

    // One row where every role has the same value, else each with its role.
    private static IEnumerable<(string Group, string Name, string Value)> Parameters(JudgedEstate estate)
    {
        var roles = estate.Instances.GroupBy(i => i.Role).Select(g => (Role: RoleLabels.Of(g.Key), Instance: g.First())).ToList();
        var names = roles.Select(r => r.Instance.ParameterGroup).OfType<Planning.PlannedResource>().SelectMany(JudgedInstance.Parameters).Select(p => p.Name).Distinct().Order(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var values = roles.Select(r => (r.Role, Value: r.Instance.Parameter(name) is { } engine ? PostgreSqlParameters.Find(name)?.FromEngine(engine) ?? engine : "default")).ToList();
            yield return ("parameters", name, values.Select(v => v.Value).Distinct().Count() == 1 ? values[0].Value : string.Join(", ", values.Select(v => $"{v.Role} {v.Value}")));
        }
    }
}
