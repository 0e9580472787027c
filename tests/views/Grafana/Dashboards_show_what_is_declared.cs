using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Views.Grafana;
using static TechCorp.PgInfra.Views.Tests.Grafana.Drawn;

namespace TechCorp.PgInfra.Views.Tests.Grafana;

/// <summary>The dashboards against the plan's own resources, read independently of what draws them.</summary>
[Trait("Requirement", "S33")]
public sealed partial class Dashboards_show_what_is_declared
{
    /// <summary>The source document links to <c>/d/postgres</c>.</summary>
    [Fact]
    public async Task The_overview_of_production_has_the_address_the_source_links_to()
    {
        Assert.Equal(
            ["postgres", "postgres-techcorp-primary", "postgres-techcorp-replica-1", "postgres-techcorp-replica-2", "postgres-techcorp-analytics", "postgres-database"],
            (await OfAsync("prod")).Dashboards.Select(d => d.Uid));
        Assert.Equal(
            ["postgres-staging", "postgres-techcorp-staging-primary", "postgres-techcorp-staging-replica-1", "postgres-techcorp-staging-analytics", "postgres-staging-database"],
            (await OfAsync("staging")).Dashboards.Select(d => d.Uid));
        Assert.Equal(["postgres-dr", "postgres-techcorp-dr", "postgres-dr-database"], (await OfAsync("dr")).Dashboards.Select(d => d.Uid));
    }

    /// <summary>Whoever looks at Grafana and whoever looks at CloudWatch must not argue about what is shown.</summary>
    [Theory]
    [InlineData("prod")]
    [InlineData("staging")]
    [InlineData("dr")]
    public async Task Grafana_and_the_CloudWatch_dashboard_show_the_same_metrics(string stack)
    {
        var drawn = await OfAsync(stack);
        var grafana = Panels(drawn.Dashboards[0]).Where(p => Text(p, "type") == "timeseries").SelectMany(Targets).Select(Metric).ToImmutableSortedSet(StringComparer.Ordinal);

        Assert.NotEmpty(grafana);
        Assert.Equal(CloudWatchMetrics(drawn.Plan), grafana);
    }

    /// <summary>A threshold that is not the alarm's explains a page with the wrong number; red on the other side explains it the wrong way round.</summary>
    [Theory]
    [InlineData("prod")]
    [InlineData("staging")]
    [InlineData("dr")]
    public async Task The_line_on_an_instances_graph_is_its_alarms_threshold(string stack)
    {
        var drawn = await OfAsync(stack);
        foreach (var instance in drawn.Settings.Instances)
        {
            var graphs = Panels(drawn[$"postgres-{instance.Identifier}"]).Where(p => Text(p, "type") == "timeseries")
                .Select(p => $"{Metric(Targets(p).Single())} red {Side(p)} {string.Join(", ", Lines(p))}")
                .ToImmutableSortedSet(StringComparer.Ordinal);

            var alarms = drawn.Plan.OfType("aws:cloudwatch/metricAlarm:MetricAlarm")
                .Where(a => a.Name.StartsWith("Postgres", StringComparison.Ordinal) && a.Name.EndsWith($"-{instance.Identifier}", StringComparison.Ordinal))
                .Select(a => $"{Alarm(drawn.Plan, a)} red {(drawn.Plan.Text(a, "comparisonOperator")!.StartsWith("Less", StringComparison.Ordinal) ? "below" : "above")} {a.Number("threshold")!.Value.ToString(CultureInfo.InvariantCulture)}")
                .ToImmutableSortedSet(StringComparer.Ordinal);
            Assert.NotEmpty(alarms);
            Assert.Equal(alarms, graphs);
        }
    }

    /// <summary>The overview draws all instances on one graph: every one of their thresholds is a line.</summary>
    [Fact]
    public async Task A_graph_of_all_instances_has_a_line_for_each_threshold_that_differs()
    {
        var load = Panels((await OfAsync("prod"))["postgres"]).Single(p => Text(p, "title") == "PostgresDBLoadHigh, DBLoad");

        Assert.Equal(["4", "8"], Lines(load));
        Assert.EndsWith(" Red above 4 on techcorp-replica-1, techcorp-replica-2; above 8 on techcorp-primary, techcorp-analytics.", Text(load, "description"), StringComparison.Ordinal);
        // An area would be red for an instance that is well.
        Assert.Equal("line", Text(Custom(load)["thresholdsStyle"]!.AsObject(), "mode"));
    }

    [Theory]
    [InlineData("PostgresCPUHigh", "50%", "50")]
    [InlineData("PostgresDiskSpaceLow", "100GB", "107374182400")]
    public async Task A_threshold_of_the_stack_moves_the_line(string alarm, string threshold, string line)
    {
        var drawn = await DrawAsync("prod", c => c.With("techcorp-pg-infra:alarms", $$"""{"subscriptions":[{"protocol":"email","endpoint":"a@example.com"}],"overrides":[{"alarm":"{{alarm}}","threshold":"{{threshold}}"}]}"""));

        Assert.Equal([line], Lines(Panels(drawn["postgres-techcorp-primary"]).Single(p => Text(p, "title").StartsWith($"{alarm}, ", StringComparison.Ordinal))));
    }

    /// <summary>Red is the side that wakes somebody: below for free space, above for everything that grows.</summary>
    [Fact]
    public async Task A_number_is_red_on_the_alarms_side_of_its_threshold()
    {
        var primary = Panels((await OfAsync("prod"))["postgres"]).First(p => Text(p, "type") == "stat");

        Assert.Equal(
            [
                "CPUUtilization: green, from 80 red", "DBLoad: green, from 8 red", "DatabaseConnections: green, from 400 red",
                "FreeableMemory: red, from 1073741824 green", "FreeStorageSpace: red, from 439804651110 green", "Deadlocks: green, from 1 red",
            ],
            primary["fieldConfig"]!["overrides"]!.AsArray().Select(o =>
            {
                var steps = o!["properties"]!.AsArray().Single(p => p!["id"]!.GetValue<string>() == "thresholds")!["value"]!["steps"]!.AsArray();
                return $"{o["matcher"]!["options"]}: {steps[0]!["color"]}, from {steps[1]!["value"]} {steps[1]!["color"]}";
            }));
    }

    /// <summary>A link to a dashboard that is not written is a dead end at night.</summary>
    [Theory]
    [InlineData("prod")]
    [InlineData("dr")]
    public async Task Every_link_leads_to_a_dashboard_of_the_same_set(string stack)
    {
        var drawn = await OfAsync(stack);
        var uids = drawn.Dashboards.Select(d => d.Uid).ToHashSet();
        Assert.All(drawn.Dashboards, dashboard =>
        {
            var links = Link().Matches(dashboard.Text).Select(m => m.Groups[1].Value).ToList();
            Assert.NotEmpty(links);
            Assert.Empty(links.Except(uids));
        });
        Assert.Equal(uids, Link().Matches(drawn.Dashboards[0].Text).Select(m => m.Groups[1].Value).ToHashSet());
    }

    /// <summary>A variable that is not declared stands in the query as it is written, and finds nothing.</summary>
    [Theory]
    [InlineData("prod")]
    [InlineData("staging")]
    [InlineData("dr")]
    public async Task Every_variable_that_is_used_is_declared_and_the_other_way_round(string stack) =>
        Assert.All((await OfAsync(stack)).Dashboards, dashboard =>
        {
            var declared = dashboard.Json["templating"]!["list"]!.AsArray().Select(v => v!["name"]!.GetValue<string>()).ToImmutableSortedSet();
            var used = Variable().Matches(dashboard.Text).Select(m => m.Groups[1].Value).Where(v => !v.StartsWith("__", StringComparison.Ordinal)).ToImmutableSortedSet();
            Assert.Equal(declared, used);
        });

    /// <summary>Grafana pushes overlapping panels apart, each time the dashboard is opened.</summary>
    [Theory]
    [InlineData("prod")]
    [InlineData("dr")]
    public async Task Nothing_overlaps_or_leaves_the_grid(string stack) =>
        Assert.All((await OfAsync(stack)).Dashboards, dashboard =>
        {
            var taken = new HashSet<(int, int)>();
            foreach (var at in Panels(dashboard).Select(p => p["gridPos"]!.AsObject()))
            {
                int Of(string name) => at[name]!.GetValue<int>();
                Assert.InRange(Of("x") + Of("w"), 1, 24);
                for (var x = Of("x"); x < Of("x") + Of("w"); x++)
                for (var y = Of("y"); y < Of("y") + Of("h"); y++)
                    Assert.True(taken.Add((x, y)), $"two panels of {dashboard.Uid} at {x}, {y}");
            }

            Assert.Equal(Panels(dashboard).Count(), Panels(dashboard).Select(p => p["id"]!.GetValue<int>()).Distinct().Count());
        });

    /// <summary>Grafana refuses a longer one (40 characters); RDS allows identifiers of 63, and two may begin alike.</summary>
    [Fact]
    public void A_long_identifier_becomes_a_uid_of_its_own()
    {
        var long1 = GrafanaDashboard.UidOf("postgres-" + new string('a', 62) + "1");
        var long2 = GrafanaDashboard.UidOf("postgres-" + new string('a', 62) + "2");

        Assert.Equal(40, long1.Length);
        Assert.NotEqual(long1, long2);
        Assert.Equal("postgres-techcorp-primary", GrafanaDashboard.UidOf("postgres-techcorp-primary"));
    }

    private static IEnumerable<string> Lines(JsonObject panel) =>
        Steps(panel).Where(s => s["value"] is not null).Select(s => s["value"]!.ToJsonString());

    private static string Side(JsonObject panel) => Steps(panel).Select(s => Text(s, "color")).ToList() switch
    {
        ["red", "transparent"] => "below",
        ["transparent", "red"] => "above",
        var colors => $"where? {string.Join(", ", colors)}",
    };

    private static IEnumerable<JsonObject> Steps(JsonObject panel) => panel["fieldConfig"]!["defaults"]!["thresholds"]!["steps"]!.AsArray().Select(s => s!.AsObject());

    private static JsonObject Custom(JsonObject panel) => panel["fieldConfig"]!["defaults"]!["custom"]!.AsObject();

    // What the balancer is called is known to the cloud alone: a variable there, a reference here.
    private static string Metric(JsonObject target) => Line(
        Text(target, "namespace"), Text(target, "metricName"), Text(target, "statistic"), Text(target, "period"), Text(target, "region"),
        target["dimensions"]!.AsObject().Select(d => $"{d.Key}={(d.Value!.GetValue<string>() is "$balancer" or "$targets" ? "known later" : d.Value!.GetValue<string>())}"));

    private static string Alarm(Plan plan, PlannedResource alarm) => Line(
        plan.Text(alarm, "namespace")!, plan.Text(alarm, "metricName")!, plan.Text(alarm, "statistic")!, $"{alarm.Number("period")}", alarm.Region!,
        (alarm.Inputs["dimensions"] as JsonObject ?? []).Select(d => $"{d.Key}={plan.Resolve(d.Value!.GetValue<string>())}"));

    private static string Line(string space, string metric, string statistic, string period, string region, IEnumerable<string> dimensions) =>
        $"{space} {metric} {statistic} {period} s {region} {string.Join(' ', dimensions.Order(StringComparer.Ordinal))}";

    private static ImmutableSortedSet<string> CloudWatchMetrics(Plan plan)
    {
        var body = plan.OfType("aws:cloudwatch/dashboard:Dashboard").Single().Inputs["dashboardBody"]!.GetValue<string>();
        return
        [
            .. from widget in JsonDocument.Parse(body).RootElement.GetProperty("widgets").EnumerateArray()
               where widget.GetProperty("type").GetString() == "metric"
               let p = widget.GetProperty("properties")
               from metric in p.GetProperty("metrics").EnumerateArray()
               let words = metric.EnumerateArray().Where(m => m.ValueKind == JsonValueKind.String).Select(m => m.GetString()!).ToList()
               select Line(words[0], words[1], p.GetProperty("stat").GetString()!, $"{p.GetProperty("period")}", p.GetProperty("region").GetString()!,
                   words.Skip(2).Chunk(2).Select(d => $"{d[0]}={(d[1].StartsWith("${", StringComparison.Ordinal) ? "known later" : d[1])}")),
        ];
    }

    [GeneratedRegex(@"""/d/([\w-]+)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\$\{?(\w+)")]
    private static partial Regex Variable();
}
