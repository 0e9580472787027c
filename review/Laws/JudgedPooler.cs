using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Review.Laws;

/// <summary>A PgBouncer service of a plan, read from the pgbouncer.ini its containers are given and not from what was configured.</summary>
/// <param name="Estate">The estate.</param>
/// <param name="Service">The ECS service.</param>
/// <param name="Tasks">Processes.</param>
/// <param name="Entries">Of the <c>[databases]</c> section: name to hosts, references kept.</param>
/// <param name="Settings">Of the <c>[pgbouncer]</c> section.</param>
public sealed record JudgedPooler(
    JudgedEstate Estate, PlannedResource Service, int Tasks, ImmutableDictionary<string, string> Entries, ImmutableDictionary<string, string> Settings)
{
    /// <summary>Name of the variable that holds the rendered file.</summary>
    private const string IniVariable = "PGBOUNCER_INI";

    private static readonly ImmutableDictionary<string, string> Nothing = ImmutableDictionary<string, string>.Empty;

    /// <summary>The pooler of a service, or null when its containers hold no pgbouncer.ini.</summary>
    internal static JudgedPooler? From(JudgedEstate estate, PlannedResource service)
    {
        var text = Containers(estate.Plan, service)
            .SelectMany(c => c["environment"] as JsonArray ?? [])
            .FirstOrDefault(v => $"{v?["name"]}" == IniVariable)?["value"]?.ToString();
        if (text is null)
        {
            return null;
        }

        var sections = Read(text);
        return new(estate, service, (int)(service.Number("desiredCount") ?? 1), Section("databases"), Section("pgbouncer"));

        ImmutableDictionary<string, string> Section(string name) => sections.GetValueOrDefault(name, Nothing);
    }

    /// <summary>The containers of a service's tasks.</summary>
    internal static IEnumerable<JsonObject> Containers(Plan plan, PlannedResource service) =>
        plan.Referent(service, "taskDefinition") is { } task ? ContainersOf(task) : [];

    /// <summary>The containers of a task definition; none when the text is no list.</summary>
    internal static IEnumerable<JsonObject> ContainersOf(PlannedResource task)
    {
        try
        {
            return task.Inputs["containerDefinitions"] is JsonValue text && JsonNode.Parse(text.ToString()) is JsonArray list ? list.OfType<JsonObject>() : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>
    /// Server connections all tasks may open to one instance. An entry with several hosts goes through them in turn, but with one host
    /// left it opens everything there.
    /// </summary>
    public int MostConnectionsTo(JudgedInstance instance)
    {
        var address = new PlanReference(AwsTypes.Instance, instance.Name, "address").ToString();
        var entries = Entries.Values.Count(hosts => hosts.Contains(address, StringComparison.Ordinal));
        return entries * Tasks * Whole("max_db_connections");
    }

    // PgBouncer reads 0 as unlimited; then every pool of every login is open at once.
    private int Whole(string setting) =>
        int.TryParse(Settings.GetValueOrDefault(setting), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : Estate.Catalog.Logins.Count(l => l.Pooled) * (Catalog.PoolerSettings.DefaultPoolSize + Catalog.PoolerSettings.ReservePoolSize);

    private static Dictionary<string, ImmutableDictionary<string, string>> Read(string ini)
    {
        var sections = new Dictionary<string, ImmutableDictionary<string, string>>(StringComparer.Ordinal);
        var section = "";
        foreach (var line in ini.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] is not (';' or '#')))
        {
            if (line is ['[', .. var name, ']'])
            {
                section = name;
            }
            else if (line.Split('=', 2) is [var key, var value])
            {
                sections[section] = sections.GetValueOrDefault(section, Nothing).SetItem(key.Trim(), value.Trim());
            }
        }

        return sections;
    }
}
