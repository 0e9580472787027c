using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Views.Grafana;
using TechCorp.PgInfra.Views.Tests.Support;

namespace TechCorp.PgInfra.Views.Tests.Grafana;

/// <summary>A stack's plan with the dashboards drawn from it.</summary>
internal sealed record Drawn(Plan Plan, EstateSettings Settings, GrafanaEstate Estate, ImmutableArray<GrafanaDashboard> Dashboards)
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<Drawn>>> Known = new();

    /// <summary>A stack as committed; captured once.</summary>
    public static Task<Drawn> OfAsync(string stack) => Known.GetOrAdd(stack, name => new(() => DrawAsync(name, c => c))).Value;

    /// <summary>A stack with a changed configuration.</summary>
    public static async Task<Drawn> DrawAsync(string stack, Func<StackConfiguration, StackConfiguration> change)
    {
        var project = PulumiProject.Load(Checkout.Root);
        var configuration = change(project.LoadStack(stack));
        var plan = await EstatePlan.CaptureAsync(project, configuration);
        var settings = EstatePlan.ReadSettings(configuration).Settings!;
        var estate = GrafanaEstate.From(plan, settings);
        return new(plan, settings, estate, GrafanaDashboards.Of(estate));
    }

    public GrafanaDashboard this[string uid] => Dashboards.Single(d => d.Uid == uid);

    public static IEnumerable<JsonObject> Panels(GrafanaDashboard dashboard) => dashboard.Json["panels"]!.AsArray().Select(p => p!.AsObject());

    public static IEnumerable<JsonObject> Targets(JsonObject panel) => (panel["targets"] as JsonArray ?? []).Select(t => t!.AsObject());

    public static string Text(JsonObject json, string member) => json[member]!.GetValue<string>();
}
