using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Views.Sheet.Sections;

/// <summary>Database parameters with their arithmetic for each server's memory.</summary>
internal static partial class ParameterSection
{
    private const double Percent = 100;

    private static readonly ImmutableHashSet<string> TakesMemory =
        ["shared_buffers", "effective_cache_size", "work_mem", "maintenance_work_mem", "autovacuum_work_mem", "logical_decoding_work_mem", "temp_buffers", "wal_buffers"];

    private static readonly ImmutableHashSet<string> TakesDisk = ["max_slot_wal_keep_size", "max_wal_size", "wal_keep_size", "temp_file_limit"];

    public static Markup Render(SheetInput input)
    {
        var instances = input.Estate.Instances.ToList();
        var kinds = instances.GroupBy(i => (Group: i.ParameterGroup?.Name ?? "RDS's default", Class: i.Class?.Name ?? "")).ToList();
        var names = instances.Select(i => i.ParameterGroup).OfType<PlannedResource>().DistinctBy(g => g.Name)
            .SelectMany(g => JudgedInstance.Parameters(g)).Select(p => p.Name).Distinct().Order(StringComparer.Ordinal).ToList();
        return Markup.Of($"""
            <section id="parameters"><h2>Parameters</h2>
            <p class="soft">As a person writes it, then as RDS is told, in PostgreSQL's own unit; sizes also as a share of the memory or the disk they are taken from. A mark names a value that differs between servers.</p>
            <div class="wide long"><table class="dense"><caption>Values by parameter group and class</caption><thead><tr><th>parameter{Markup.Each(kinds, k => $"<th>{RoleLabels.Of(k.First().Role)}<br><span class=\"soft\">{k.Key.Class}, {k.Count()}</span>")}<th class="once">takes effect</thead><tbody>
            {Markup.Each(names, n => Row(n, [.. kinds.Select(k => k.First())]))}
            </tbody></table></div>
            <h3>Memory</h3><p class="soft">If every session sorts once. PostgreSQL can have {MemoryBudget.UsablePercent} % of the class; a plan may take work_mem several times.</p>
            {Markup.Join(kinds.Select(k => Memory(input, k.First(), k.Count())))}
            </section>
            """);
    }

    private static FormattableString Row(string name, ImmutableArray<JudgedInstance> instances)
    {
        var values = instances.Select(i => i.Parameter(name)).ToList();
        var differs = values.Distinct().Count() > 1;
        var definition = PostgreSqlParameters.Find(name);
        var effect = definition is null ? "" : definition.IsStatic ? "after a reboot" : "at once";
        return $"<tr{Class(differs)}><th scope=\"row\"><code>{name}</code>{(differs ? Markup.Of($" <abbr class=\"differs\" title=\"differs between servers\">≠</abbr>") : Markup.None)}{Markup.Each(instances.Index(), i => $"<td>{Value(i.Item, definition, values[i.Index])}")}<td class=\"soft once\">{effect}</tr>";
    }

    private static Markup Class(bool differs) => differs ? Markup.Of($" class=\"differing\"") : Markup.None;

    /// <summary><c>8GB</c>, <c>1,048,576 × 8 kB</c>, and the share of the class's memory or of the disk it is taken from.</summary>
    internal static Markup Value(JudgedInstance instance, ParameterDefinition? definition, string? engine)
    {
        if (engine is null)
        {
            return Markup.Of($"<span class=\"soft\">RDS's default</span>");
        }

        var unit = definition?.Unit ?? ParameterUnit.None;
        if (instance.Class is { } known && Formula().Match(engine) is { Success: true } formula && decimal.Parse(formula.Groups[1].Value, CultureInfo.InvariantCulture) is > 0 and var divisor)
        {
            var bytes = decimal.Truncate(known.MemoryBytes / divisor) * Bytes(unit);
            return Markup.Of($"<b>{bytes / (1L << 30):0.##} GiB</b> <span class=\"soft\">{known.MemoryBytes:#,0} B / {divisor:#,0} × {Unit(unit)}; RDS counts somewhat less memory</span>");
        }

        if (definition is null || unit == ParameterUnit.None || !decimal.TryParse(engine, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || number <= 0)
        {
            return Markup.Of($"{(definition is null ? engine : definition.FromEngine(engine))}");
        }

        return Markup.Of($"<b>{definition.FromEngine(engine)}</b> <span class=\"soft\">{number:#,0}{(unit == ParameterUnit.Pages8Kb ? " × " : " ")}{Unit(unit)}{Share(instance, definition.Name, number * Bytes(unit))}</span>");
    }

    private static string Share(JudgedInstance instance, string name, decimal bytes) =>
        TakesMemory.Contains(name) && instance.Class is { } known ? string.Create(CultureInfo.InvariantCulture, $", {Percent * (double)bytes / known.MemoryBytes:0.##} % of {known.MemoryGiB} GiB")
        : TakesDisk.Contains(name) ? string.Create(CultureInfo.InvariantCulture, $", {Percent * (double)bytes / (instance.AllocatedGiB * (1L << 30)):0.##} % of {instance.AllocatedGiB:#,0} GiB of disk")
        : "";

    private static decimal Bytes(ParameterUnit unit) => unit switch
    {
        ParameterUnit.Kilobytes => 1 << 10,
        ParameterUnit.Pages8Kb => 8 << 10,
        ParameterUnit.Megabytes => 1 << 20,
        _ => 1,
    };

    private static string Unit(ParameterUnit unit) => unit == ParameterUnit.Pages8Kb ? "8 kB" : unit.Name();

    // RDS user guide, "Specifying DB parameters": the only variable a memory parameter is written with.
    [GeneratedRegex(@"\A\{DBInstanceClassMemory/([0-9]{1,15})\}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Formula();

    private static Markup Memory(SheetInput input, JudgedInstance instance, int count)
    {
        if (instance.Class is not { } known || instance.Connections is not { } connections)
        {
            return Markup.None;
        }

        var budget = MemoryBudget.For(known, connections, input.Estate.Catalog.Logins, instance.Parameter);
        return Markup.Of($"""
            <div class="budget"><p><b>{RoleLabels.Of(instance.Role)}</b> {known.Name}{(count > 1 ? $", {count} of them" : "")}: {GiB(budget.Total)} of {GiB(budget.Usable)} usable {(budget.Fits ? Markup.Of($"<span class=\"good\">✓ fits</span>") : Markup.Of($"<span class=\"bad\">✗ does not fit</span>"))}</p>
            <div class="bar" aria-hidden="true">{Markup.Each(budget.Items.Index(), i => $"<i class=\"p{i.Index % 5}\" style=\"width:{Percent * i.Item.Bytes / known.MemoryBytes:0.###}%\"></i>")}<i class="rest"></i><b style="left:{MemoryBudget.UsablePercent}%"></b></div>
            <p class="soft keys">{Markup.Each(budget.Items.Index(), i => $"<span><i class=\"p{i.Index % 5}\"></i>{i.Item.What} {GiB(i.Item.Bytes)}</span> ")}</p></div>
            """);
    }

    private static string GiB(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GiB");
}
