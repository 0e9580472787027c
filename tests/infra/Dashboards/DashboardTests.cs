using System.Text.Json;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Tests.Recording;

namespace TechCorp.PgInfra.Infra.Tests.Dashboards;

/// <summary>The CloudWatch dashboard, read back as the console would.</summary>
[Trait("Requirement", "S33")]
public sealed class DashboardTests
{
    private static async Task<List<JsonElement>> WidgetsAsync(string stack)
    {
        var dashboard = Assert.Single((await Stacks.OfAsync(stack)).OfType("aws:cloudwatch/dashboard:Dashboard"));
        Assert.Equal($"techcorp-{stack}-postgres", dashboard["dashboardName"]);
        return [.. JsonDocument.Parse(dashboard.Text("dashboardBody")).RootElement.GetProperty("widgets").EnumerateArray()];
    }

    private static List<JsonElement> OfType(IEnumerable<JsonElement> widgets, string type) =>
        [.. widgets.Where(w => w.GetProperty("type").GetString() == type)];

    /// <summary>A graph with a threshold other than the alarm's would explain a page with the wrong number.</summary>
    [Theory]
    [InlineData("prod")]
    [InlineData("staging")]
    [InlineData("dr")]
    public async Task Every_alarm_has_its_metric_and_its_threshold_on_a_graph(string stack)
    {
        var drawn =
            from widget in OfType(await WidgetsAsync(stack), "metric")
            let properties = widget.GetProperty("properties")
            let thresholds = properties.GetProperty("annotations").GetProperty("horizontal").EnumerateArray().Select(a => a.GetProperty("value").GetDouble()).ToList()
            from metric in properties.GetProperty("metrics").EnumerateArray()
            select (Namespace: metric[0].GetString()!, Metric: metric[1].GetString()!,
                Instance: metric[2].ValueKind == JsonValueKind.String ? metric[3].GetString()! : "",
                Stat: properties.GetProperty("stat").GetString()!, Thresholds: thresholds);
        var graphs = drawn.ToLookup(g => (g.Namespace, g.Metric, g.Instance, g.Stat), g => g.Thresholds);

        var alarms = (await Stacks.OfAsync(stack)).OfType("aws:cloudwatch/metricAlarm:MetricAlarm").Where(a => a.Name.StartsWith("Postgres", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(alarms);
        Assert.All(alarms, alarm =>
        {
            var instance = alarm["dimensions"] is null ? "" : (string)alarm.Map("dimensions")["DBInstanceIdentifier"];
            var thresholds = Assert.Single(graphs[(alarm.Text("namespace"), alarm.Text("metricName"), instance, alarm.Text("statistic"))]);
            Assert.Contains((double)alarm["threshold"]!, thresholds);
        });
    }

    /// <summary>CloudWatch draws what overlaps on top of each other, refuses more than 24 columns, and 100 alarms in one widget.</summary>
    [Theory]
    [InlineData("prod")]
    [InlineData("staging")]
    [InlineData("dr")]
    public async Task Nothing_overlaps_or_leaves_the_grid(string stack)
    {
        var taken = new HashSet<(int, int)>();
        Assert.All(await WidgetsAsync(stack), widget =>
        {
            int Get(string name) => widget.GetProperty(name).GetInt32();
            Assert.InRange(Get("x") + Get("width"), 1, 24);
            for (var x = Get("x"); x < Get("x") + Get("width"); x++)
            for (var y = Get("y"); y < Get("y") + Get("height"); y++)
                Assert.True(taken.Add((x, y)), $"two widgets at {x}, {y}");
        });
    }

    [Fact]
    [Trait("Requirement", "S53")]
    public async Task It_opens_with_whose_it_is_and_the_state_of_every_alarm()
    {
        var widgets = await WidgetsAsync("prod");
        Assert.Equal("# PostgreSQL techcorp prod\nData Engineering, Eduardo Campos, #data-postgres", widgets[0].GetProperty("properties").GetProperty("markdown").GetString());

        var states = OfType(widgets, "alarm").Select(w => w.GetProperty("properties")).ToList();
        Assert.Equal(
            ["techcorp-primary (primary)", "techcorp-replica-1 (replica)", "techcorp-replica-2 (replica)", "techcorp-analytics (analytics)", "PgBouncer"],
            states.Select(s => s.GetProperty("title").GetString()));
        Assert.Equal(
            AlarmTable.Rules.Where(r => r.Name != "PostgresReplicaLagHigh").Select(r => $"${{aws:cloudwatch/metricAlarm:MetricAlarm::{r.Name}-techcorp-primary.arn}}"),
            states[0].GetProperty("alarms").EnumerateArray().Select(a => a.GetString()));
    }

    /// <summary>Its alarm names the load balancer; so do the graphs that explain it.</summary>
    [Fact]
    [Trait("Requirement", "S3")]
    public async Task PgBouncer_is_on_it_where_it_is_declared()
    {
        static IEnumerable<string?> Pooler(IEnumerable<JsonElement> widgets) =>
            from widget in OfType(widgets, "metric")
            let metric = widget.GetProperty("properties").GetProperty("metrics")[0]
            where metric[0].GetString() == "AWS/NetworkELB"
            select $"{metric[1].GetString()} {widget.GetProperty("properties").GetProperty("stat").GetString()} {string.Join(' ', metric.EnumerateArray().Skip(2).Select(d => d.GetString()))}";

        Assert.Equal(
            """
            HealthyHostCount Minimum TargetGroup ${aws:lb/targetGroup:TargetGroup::pooler.arnSuffix} LoadBalancer ${aws:lb/loadBalancer:LoadBalancer::pooler.arnSuffix}
            ActiveFlowCount Average LoadBalancer ${aws:lb/loadBalancer:LoadBalancer::pooler.arnSuffix}
            TCP_Target_Reset_Count Sum LoadBalancer ${aws:lb/loadBalancer:LoadBalancer::pooler.arnSuffix}
            """, string.Join('\n', Pooler(await WidgetsAsync("prod"))));
        Assert.Empty(Pooler(await WidgetsAsync("dr")));
    }
}
