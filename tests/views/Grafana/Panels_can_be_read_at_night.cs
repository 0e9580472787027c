using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Views.Grafana;
using static TechCorp.PgInfra.Views.Tests.Grafana.Drawn;

namespace TechCorp.PgInfra.Views.Tests.Grafana;

/// <summary>
/// What was wrong when the dashboards were first drawn with Grafana's own components and looked at. Each was valid by the schema, and
/// each showed something else than it said.
/// </summary>
[Trait("Requirement", "S33")]
public sealed class Panels_can_be_read_at_night
{
    /// <summary>Grafana fits an axis to the data alone: the line of an alarm far above it was on no picture, and an idle metric had an axis of its own noise.</summary>
    [Theory]
    [InlineData("prod")]
    [InlineData("staging")]
    [InlineData("dr")]
    public async Task Every_alarms_line_is_on_its_graph(string stack) =>
        Assert.All(await GraphsAsync(stack), graph =>
        {
            var thresholds = Defaults(graph)["thresholds"]!["steps"]!.AsArray().Select(s => s!["value"]?.GetValue<double>() ?? 0).ToList();
            if (thresholds.Max() > 0) Assert.True(Custom(graph)["axisSoftMax"]!.GetValue<double>() > thresholds.Max(), Text(graph, "title"));
            Assert.Equal(thresholds.Max() > 0, Text(Custom(graph)["thresholdsStyle"]!.AsObject(), "mode") != "off");
        });

    /// <summary>One scale for a row of numbers is the scale of the largest: beside a terabyte of free storage every other curve was flat.</summary>
    [Fact]
    public async Task Each_number_has_a_curve_on_a_scale_of_its_own() =>
        Assert.All(await StatsAsync(), stat =>
        {
            Assert.Equal(Targets(stat).Select(t => Text(t, "label")), Overrides(stat).Select(o => Text(o["matcher"]!.AsObject(), "options")));
            Assert.All(Overrides(stat), o => Assert.True(Property(o, "fieldMinMax")!.GetValue<bool>()));
        });

    /// <summary>An instance that is down reports nothing. Over six hours its last value, green, was shown for as long; and then nothing, not even a name.</summary>
    [Fact]
    public async Task A_number_is_not_older_than_a_quarter_of_an_hour_and_says_when_there_is_none() =>
        Assert.All(await StatsAsync(), stat =>
        {
            Assert.Equal("15m", Text(stat, "timeFrom"));
            Assert.All(Targets(stat), t => Assert.True(int.Parse(Text(t, "period"), null) <= 15 * 60 / 3, "at least three samples in that time"));
            Assert.All(Overrides(stat), o => Assert.Equal(
                """{"match":"null","result":{"text":"No data","color":"orange","index":0}}""",
                Assert.Single(Property(o, "mappings")!.AsArray())!["options"]!.ToJsonString()));
        });

    /// <summary>The CloudWatch data source links every value to its console, and a link of the panel's defaults comes after that: the first one offered led away.</summary>
    [Fact]
    public async Task The_first_link_of_a_number_leads_to_its_instance()
    {
        var drawn = await OfAsync("prod");
        foreach (var instance in drawn.Estate.Instances)
        {
            var stat = (await StatsAsync()).Single(s => Text(s, "title").StartsWith($"{instance.Identifier} ", StringComparison.Ordinal));
            Assert.All(Overrides(stat), o => Assert.Equal($"/d/postgres-{instance.Identifier}", Property(o, "links")![0]!["url"]!.GetValue<string>()));
            Assert.Null(Defaults(stat)["links"]);
        }
    }

    /// <summary>Without PgBouncer every service is down: that must not stand at the bottom of the page.</summary>
    [Fact]
    public async Task PgBouncer_is_among_the_numbers_at_the_top()
    {
        var panels = Panels((await OfAsync("prod"))["postgres"]).ToList();
        var pooler = panels.Single(p => Text(p, "type") == "stat" && Text(p, "title") == "PgBouncer");

        Assert.True(panels.IndexOf(pooler) < panels.FindIndex(p => Text(p, "type") == "timeseries"));
        // Green says that no alarm fires; what has none is neither green nor red.
        Assert.Equal(
            [
                """Healthy PgBouncer tasks [{"color":"red","value":null},{"color":"green","value":2}]""",
                """Connections of clients to PgBouncer [{"color":"text","value":null}]""",
                """Connections PgBouncer cut off [{"color":"text","value":null}]""",
            ],
            Overrides(pooler).Select(o => $"{o["matcher"]!["options"]} {Property(o, "thresholds")!["steps"]!.ToJsonString()}"));
    }

    /// <summary>Grafana gives colours by the order in a panel. The primary is not among the replicas: on the graph of their lag each had another's colour.</summary>
    [Fact]
    public async Task An_instance_has_one_colour_on_every_graph_and_red_is_no_instance()
    {
        var drawn = await OfAsync("prod");
        var colors = Panels(drawn["postgres"]).Where(p => Text(p, "type") == "timeseries").SelectMany(Overrides)
            .Select(o => $"{Text(o["matcher"]!.AsObject(), "options")} {Property(o, "color")!["fixedColor"]}").ToImmutableSortedSet(StringComparer.Ordinal);

        Assert.Equal(["techcorp-analytics green", "techcorp-primary blue", "techcorp-replica-1 orange", "techcorp-replica-2 purple"], colors);
    }

    /// <summary>"never" shows nothing of a sample that stands alone, and a slope from one sum to the next shows events that never were.</summary>
    [Theory]
    [InlineData("prod")]
    [InlineData("dr")]
    public async Task A_single_sample_is_seen_and_events_are_bars(string stack) =>
        Assert.All(await GraphsAsync(stack), graph =>
        {
            Assert.Equal("auto", Text(Custom(graph), "showPoints"));
            Assert.Equal(Targets(graph).All(t => Text(t, "statistic") == "Sum") ? "bars" : "line", Text(Custom(graph), "drawStyle"));
        });

    /// <summary>A panel is narrow. What is cut off its heading must not be the name of the alarm that woke somebody.</summary>
    [Fact]
    public async Task A_graphs_heading_begins_with_the_alarm_and_its_description_says_when_it_fires()
    {
        var graph = Panels((await OfAsync("prod"))["postgres-techcorp-primary"]).Single(p => Text(p, "title") == "PostgresDiskSpaceLow, FreeStorageSpace");

        Assert.EndsWith(" Runbook: docs/runbooks/disk-full.md. Fires after 5 of 5 periods of 60 s. Red below 409.6 GiB.", Text(graph, "description"), StringComparison.Ordinal);
    }

    private static async Task<List<JsonObject>> GraphsAsync(string stack) =>
        [.. (await OfAsync(stack)).Dashboards.SelectMany(Panels).Where(p => Text(p, "type") == "timeseries")];

    private static async Task<List<JsonObject>> StatsAsync() => [.. Panels((await OfAsync("prod"))["postgres"]).Where(p => Text(p, "type") == "stat")];

    private static JsonObject Defaults(JsonObject panel) => panel["fieldConfig"]!["defaults"]!.AsObject();

    private static JsonObject Custom(JsonObject panel) => Defaults(panel)["custom"]!.AsObject();

    private static IEnumerable<JsonObject> Overrides(JsonObject panel) => panel["fieldConfig"]!["overrides"]!.AsArray().Select(o => o!.AsObject());

    private static JsonNode? Property(JsonObject rule, string id) => rule["properties"]!.AsArray().SingleOrDefault(p => p!["id"]!.GetValue<string>() == id)?["value"];
}
