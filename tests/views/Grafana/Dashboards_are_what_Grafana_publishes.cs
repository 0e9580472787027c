using System.Text.Json.Nodes;
using NJsonSchema;
using TechCorp.PgInfra.Views.Tests.Support;

namespace TechCorp.PgInfra.Views.Tests.Grafana;

/// <summary>
/// Held to the types that Grafana publishes (schema/regenerate makes the schema of them). Grafana itself loads anything: what it does
/// not know it ignores, and a graph is empty on the night it is needed.
/// </summary>
[Trait("Requirement", "S33")]
public sealed class Dashboards_are_what_Grafana_publishes
{
    private static readonly Lazy<Task<JsonSchema>> Schema =
        new(() => JsonSchema.FromFileAsync(Checkout.Path("tests/views/Grafana/schema/dashboard.schema.json")));

    [Theory]
    [InlineData("prod")]
    [InlineData("staging")]
    [InlineData("dr")]
    public async Task Every_dashboard_of_a_stack_is_valid(string stack)
    {
        var schema = await Schema.Value;
        Assert.All((await Drawn.OfAsync(stack)).Dashboards, d => Assert.True(schema.Validate(d.Text).Count == 0, $"{d.Uid}: {string.Join('\n', schema.Validate(d.Text))}"));
    }

    /// <summary>A validation that accepts everything would pass the test above.</summary>
    [Theory]
    [InlineData("a member Grafana does not know", """{"panels":[{"type":"text","options":{"mode":"markdown","content":"","colour":"red"}}]}""")]
    [InlineData("a panel nobody draws", """{"panels":[{"type":"graf","options":{}}]}""")]
    [InlineData("a mode that does not exist", """{"panels":[{"type":"text","options":{"mode":"marked","content":""}}]}""")]
    [InlineData("a place that is a text", """{"panels":[{"type":"row","id":1,"collapsed":false,"panels":[],"gridPos":{"x":"0","y":0,"w":24,"h":1}}]}""")]
    [InlineData("a variable without a name", """{"templating":{"list":[{"type":"query"}]}}""")]
    [InlineData("a link that leads nowhere", """{"links":[{"title":"Overview","url":"/d/postgres"}]}""")]
    [InlineData("no uid", """{"uid":null}""")]
    public async Task What_Grafana_would_ignore_is_refused(string reason, string change)
    {
        var dashboard = (await Drawn.OfAsync("prod"))["postgres"].Json.DeepClone().AsObject();
        foreach (var (member, value) in JsonNode.Parse(change)!.AsObject())
        {
            if (value is null) dashboard.Remove(member);
            else dashboard[member] = value.DeepClone();
        }

        Assert.True((await Schema.Value).Validate(dashboard.ToJsonString()).Count > 0, $"accepted: {reason}");
    }

    /// <summary>The same, for a misspelt member of the panels as they are really drawn.</summary>
    [Theory]
    [InlineData("timeseries", "fieldConfig", "fieldConfigs")]
    [InlineData("timeseries", "targets", "queries")]
    [InlineData("stat", "options", "option")]
    public async Task A_misspelt_member_of_a_panel_is_refused(string type, string member, string misspelt)
    {
        var dashboard = (await Drawn.OfAsync("prod"))["postgres"].Json.DeepClone();
        var panel = dashboard["panels"]!.AsArray().First(p => p!["type"]!.GetValue<string>() == type)!.AsObject();
        panel[misspelt] = panel[member]!.DeepClone();
        panel.Remove(member);

        Assert.NotEmpty((await Schema.Value).Validate(dashboard.ToJsonString()));
    }

    /// <summary>A CloudWatch query without a namespace is sent, and answers nothing.</summary>
    [Theory]
    [InlineData("namespace")]
    [InlineData("region")]
    [InlineData("datasource")]
    public async Task A_query_without_what_it_needs_is_refused(string member)
    {
        var dashboard = (await Drawn.OfAsync("prod"))["postgres"].Json.DeepClone();
        dashboard["panels"]!.AsArray().First(p => p!["type"]!.GetValue<string>() == "timeseries")!["targets"]![0]!.AsObject().Remove(member);

        Assert.NotEmpty((await Schema.Value).Validate(dashboard.ToJsonString()));
    }
}
