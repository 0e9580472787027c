using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Views.Cost;

namespace TechCorp.PgInfra.Cli.Cost;

/// <summary>An estimate for programs; amounts are USD.</summary>
internal static class CostJson
{
    public static JsonObject Of(CostEstimate estimate, ImmutableArray<Reservation>? offers) => new()
    {
        ["stack"] = estimate.Stack,
        ["region"] = estimate.Region,
        ["monthlyUsd"] = estimate.Monthly,
        ["inferredUsd"] = estimate.Inferred,
        ["pricesFrom"] = Date(estimate.Oldest),
        ["pricesTo"] = Date(estimate.Newest),
        ["lines"] = List(estimate.Lines, l => new JsonObject
        {
            ["resource"] = l.Resource,
            ["type"] = l.Type,
            ["area"] = CostText.Word(l.Area),
            ["item"] = l.Item,
            ["usd"] = l.Usd,
            ["formula"] = l.Formula,
            ["inferred"] = l.IsInferred,
        }),
        ["free"] = List(estimate.Free, f => new JsonObject { ["type"] = f.Type, ["count"] = f.Count, ["reason"] = f.Reason }),
        ["outlook"] = List(estimate.Outlook, o => new JsonObject { ["what"] = o.What, ["when"] = o.When, ["usd"] = o.Usd, ["per"] = o.Per, ["formula"] = o.Formula }),
        ["reservations"] = List(estimate.Groups, g => new JsonObject
        {
            ["class"] = g.Class,
            ["multiAz"] = g.MultiAz,
            ["count"] = g.Count,
            ["onDemandHourUsd"] = g.OnDemandHour,
            ["onDemandMonthUsd"] = Math.Round(g.OnDemandMonth, 2, MidpointRounding.AwayFromZero),
            ["offers"] = List(ReservedGroup.Of(g, offers ?? []), o => new JsonObject
            {
                ["years"] = o.Offer.Years,
                ["payment"] = o.Offer.Payment,
                ["class"] = o.Offer.Class,
                ["multiAz"] = o.Offer.MultiAz,
                ["count"] = o.Count,
                ["upfrontUsd"] = o.Upfront,
                ["hourlyUsd"] = o.Count * o.Offer.Hourly,
                ["monthlyUsd"] = Math.Round(o.Monthly, 2, MidpointRounding.AwayFromZero),
                ["savedPercent"] = Math.Round(o.SavedPercent, 1, MidpointRounding.AwayFromZero),
                ["breakEvenMonths"] = o.BreakEvenMonths,
            }),
        }),
        ["offersCommand"] = InstanceGroup.OffersCommand(estimate.Region, estimate.Groups),
        ["assumptions"] = Assumed(estimate.Assumptions),
    };

    public static JsonObject Of(CostEstimate left, CostEstimate right) => new()
    {
        ["left"] = Total(left),
        ["right"] = Total(right),
        ["differences"] = List(CostComparison.Of(left, right), d => new JsonObject
        {
            ["subject"] = d.Subject,
            ["area"] = CostText.Word(d.Area),
            ["left"] = d.Left,
            ["right"] = d.Right,
            ["usd"] = d.Usd,
            ["leftItem"] = d.LeftItem,
            ["rightItem"] = d.RightItem,
        }),
        ["assumptions"] = Assumed(left.Assumptions),
    };

    private static JsonObject Total(CostEstimate estimate) => new() { ["stack"] = estimate.Stack, ["region"] = estimate.Region, ["monthlyUsd"] = estimate.Monthly };

    private static JsonObject Assumed(Assumptions assumptions)
    {
        var json = new JsonObject();
        foreach (var assumption in Assumptions.Table)
        {
            json[assumption.Key] = assumptions[assumption.Key];
        }

        return json;
    }

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode> json) => new([.. items.Select(json)]);
}
