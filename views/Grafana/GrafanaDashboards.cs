using System.Collections.Immutable;
using System.Text.Json;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Views.Grafana;

/// <summary>
/// The dashboards of a stack (S33): the estate, each instance, the database. An instance has one of its own, since its
/// thresholds are its own and Grafana draws only fixed ones.
/// </summary>
public static class GrafanaDashboards
{
    // What tells in one line whether an instance is well; the first that exists on it, of the last two.
    private static readonly ImmutableArray<string> Vital =
        ["PostgresCPUHigh", "PostgresDBLoadHigh", "PostgresConnectionsHigh", "PostgresFreeableMemoryLow", "PostgresDiskSpaceLow", "PostgresReplicaLagHigh", "PostgresDeadlocks"];

    private const string LastValues = "Last values of 15 minutes; red is where the alarm fires. No data: it stopped reporting, or there never was any.";

    // An instance has one colour on every graph; red is the alarms'.
    private static readonly ImmutableArray<string> LineColors = ["blue", "orange", "purple", "green", "yellow", "dark-blue", "dark-orange", "dark-purple", "dark-green", "dark-yellow"];

    /// <summary>All of them, the overview first.</summary>
    public static ImmutableArray<GrafanaDashboard> Of(GrafanaEstate estate)
    {
        ArgumentNullException.ThrowIfNull(estate);
        return [Overview(estate), .. estate.Instances.Select(i => Instance(estate, i)), Database(estate)];
    }

    /// <summary>Uid of the overview: what the source document links to, for production.</summary>
    public static string OverviewUid(GrafanaEstate estate)
    {
        ArgumentNullException.ThrowIfNull(estate);
        return estate.Settings.Stack == GrafanaDashboard.ProductionStack ? GrafanaDashboard.ProductionUid : $"{GrafanaDashboard.ProductionUid}-{estate.Settings.Stack}";
    }

    private static string InstanceUid(GrafanaInstance instance) => GrafanaDashboard.UidOf($"{GrafanaDashboard.ProductionUid}-{instance.Identifier}");

    private static string DatabaseUid(GrafanaEstate estate) => GrafanaDashboard.UidOf($"{OverviewUid(estate)}-database");

    private static GrafanaDashboard Overview(GrafanaEstate estate)
    {
        var settings = estate.Settings;
        var panels = new List<Panel>
        {
            Panels.Text(
                $"{settings.Ownership.Team}, {settings.Ownership.TechLead}, {settings.Ownership.SlackChannel}. Red is where a declared alarm fires. " +
                "A click on a number offers its instance's dashboard. The (i) of a graph tells what to look at first, and the runbook.", 2),
            Panels.Row("Instances"),
        };
        panels.AddRange(estate.Instances.Select(instance => Panels.Stat(
            $"{instance.Identifier} ({instance.Role}, {instance.InstanceClass})",
            LastValues,
            Vital.SelectMany(name => instance.Alarms.Where(a => a.Rule.Name == name))
                .Select(a => new StatValue(CloudWatchTarget.Of(a.Declared, settings.Region, a.Rule.Metric), a.Rule.Unit, [a.Declared])),
            instance.Identifier,
            // Without the time: the panel has one of its own. The links above the panels keep it.
            $"/d/{InstanceUid(instance)}")));

        if (estate.Pooler is not null) panels.Add(Panels.Stat("PgBouncer", LastValues, PoolerGraphs.Values(estate.Pooler, settings.Region)));

        var colors = estate.Instances.Select((instance, i) => KeyValuePair.Create(instance.Identifier, LineColors[i % LineColors.Length])).ToImmutableDictionary();
        panels.Add(Panels.Row("Alarms"));
        panels.AddRange(
            from rule in AlarmTable.Rules
            let alarms = estate.Instances.SelectMany(i => i.Alarms.Where(a => a.Rule == rule).Select(a => (Instance: i, Alarm: a))).ToList()
            where alarms.Count > 0
            select Panels.Graph(
                Heading(rule),
                Meaning(rule),
                rule.Unit,
                alarms.Select(a => CloudWatchTarget.Of(a.Alarm.Declared, settings.Region, a.Instance.Identifier)),
                [.. alarms.Select(a => a.Alarm.Declared)],
                colors));

        if (estate.Pooler is { } pooler)
        {
            panels.Add(Panels.Row("PgBouncer"));
            panels.AddRange(PoolerGraphs.Of(pooler, settings.Region));
        }

        return Dashboard(estate, OverviewUid(estate), $"PostgreSQL {settings.NamePrefix} {settings.Stack}",
            [DashboardVariables.CloudWatch, .. estate.Pooler is null ? [] : PoolerGraphs.Variables(estate.Pooler, settings.Region)], panels);
    }

    private static GrafanaDashboard Instance(GrafanaEstate estate, GrafanaInstance instance)
    {
        List<Panel> panels =
        [
            Panels.Row("Now, from the server"),
            .. PostgreSqlQueries.OfInstance
                .Where(q => q.Scope == QueryScope.EveryServer || q.Scope == QueryScope.Writer == instance.IsWriter)
                .Select(Tables.Of),
            Panels.Row("Alarms"),
            .. instance.Alarms.Select(a => Panels.Graph(
                Heading(a.Rule),
                $"{Meaning(a.Rule)} Fires after {a.Declared.DatapointsToAlarm} of {a.Declared.EvaluationPeriods} periods of {a.Declared.PeriodSeconds} s.",
                a.Rule.Unit,
                [CloudWatchTarget.Of(a.Declared, estate.Settings.Region, a.Rule.Metric)],
                [a.Declared])),
        ];
        return Dashboard(estate, InstanceUid(instance), $"PostgreSQL {instance.Identifier}",
            [DashboardVariables.CloudWatch, DashboardVariables.Server([instance.Identifier])], panels, instance);
    }

    private static GrafanaDashboard Database(GrafanaEstate estate) => Dashboard(
        estate, DatabaseUid(estate), $"PostgreSQL {estate.Settings.NamePrefix} {estate.Settings.Stack}: database {Catalog.Database.Name}",
        [DashboardVariables.Server(estate.Instances.Select(i => i.Identifier)), DashboardVariables.Schemas],
        PostgreSqlQueries.OfDatabase.Select(Tables.Of));

    // The name that woke somebody first: the panel's width may cut the rest off.
    private static string Heading(AlarmRule rule) => $"{rule.Name}, {rule.Metric}";

    private static string Meaning(AlarmRule rule) => $"{rule.Rationale} First look: {rule.FirstStep} Runbook: {rule.Runbook}.";

    private static GrafanaDashboard Dashboard(
        GrafanaEstate estate, string uid, string title, IEnumerable<object> variables, IEnumerable<Panel> panels, GrafanaInstance? from = null)
    {
        var json = JsonSerializer.SerializeToNode(new
        {
            uid,
            title,
            description = $"Generated from the declared estate, stack {estate.Settings.Stack}: ./pg grafana. Changes made here are lost with the next import.",
            tags = new[] { "postgresql", OverviewUid(estate) },
            schemaVersion = 41,
            editable = true,
            graphTooltip = 1,
            timezone = "utc",
            refresh = "1m",
            time = new { from = "now-6h", to = "now" },
            links = Links(estate, from),
            templating = new { list = variables },
        })!.AsObject();
        json["panels"] = Layout.Place(panels);
        return new(uid, json);
    }

    // The same three ways on every dashboard: up to the overview, across to any instance, down to the database.
    private static object[] Links(GrafanaEstate estate, GrafanaInstance? from) =>
    [
        Link("Overview", $"/d/{OverviewUid(estate)}"),
        .. estate.Instances.Select(i => Link(i.Identifier, $"/d/{InstanceUid(i)}")),
        Link($"Database {Catalog.Database.Name}", $"/d/{DatabaseUid(estate)}{(from is null ? "" : $"?var-server={GrafanaDashboard.UidOf(from.Identifier)}")}"),
    ];

    private static object Link(string title, string url) => new
    {
        type = "link", title, url, icon = "dashboard", tooltip = "", tags = Array.Empty<string>(), asDropdown = false, includeVars = false, keepTime = true, targetBlank = false,
    };
}
