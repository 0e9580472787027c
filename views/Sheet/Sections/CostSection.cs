using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Views.Cost;

namespace TechCorp.PgInfra.Views.Sheet.Sections;

/// <summary>What it costs a month, with the arithmetic.</summary>
internal static class CostSection
{
    public static Markup Render(SheetInput input)
    {
        var cost = input.Cost;
        var largest = cost.Areas.Select(a => a.Usd).FirstOrDefault();
        return Markup.Of($"""
            <section id="cost"><h2>Cost</h2>
            <p><b>${Money.Cents(cost.Monthly)}</b> a month at list prices of {cost.Oldest:yyyy-MM-dd} to {cost.Newest:yyyy-MM-dd}, before tax, discounts and free allowances{(cost.Inferred > 0 ? $"; ~ marks inferred prices, ${Money.Cents(cost.Inferred)} of it" : "")}.</p>
            <table class="areas"><tbody>{Markup.Each(cost.Areas, a => $"<tr><th scope=\"row\">{Word(a.Area)}<td class=\"num\">{Money.Cents(a.Usd)}<td class=\"meter\"><i style=\"width:{(largest == 0 ? 0 : 100 * (double)(a.Usd / largest)):0.#}%\"></i></tr>")}</tbody></table>
            <details open><summary>Every amount</summary><div class="wide long"><table class="dense"><thead><tr><th>what<th>item<th class="num">USD a month<th>arithmetic</thead><tbody>
            {Markup.Each(Folded(cost), l => $"<tr><th scope=\"row\">{l.Name}<td>{l.Item}<td class=\"num\">{Money.Cents(l.Usd)}{(l.IsInferred ? " ~" : "")}<td class=\"soft\">{l.Formula}</tr>")}
            </tbody></table></div></details>
            {(cost.Outlook.IsEmpty ? Markup.None : Markup.Of($"<div class=\"wide\"><table><caption>Not in it</caption><tbody>{Markup.Each(cost.Outlook, o => $"<tr><th scope=\"row\">{o.What}<br><span class=\"soft\">{o.When}</span><td class=\"num\">${Money.Cents(o.Usd)} {o.Per}<td class=\"soft\">{o.Formula}</tr>")}</tbody></table></div>"))}
            {Reserving(input)}
            <p class="soft">Rests on: {string.Join("; ", Assumptions.Table.Select(a => $"{a.Key} {Money.Number(cost.Assumptions[a.Key])} {a.Unit}"))}.</p>
            </section>
            """);
    }

    private static Markup Reserving(SheetInput input) => input.Cost.Groups.IsEmpty ? Markup.None : Markup.Of($"""
        <div class="wide"><table class="dense reserving"><caption>Reserving the instances</caption><thead><tr><th scope="col">instances<th scope="col">term and payment<th scope="col" class="num">USD at once<th scope="col" class="num">USD a month<th scope="col">against on demand</thead>
        {Markup.Each(input.Cost.Groups, g => $"<tbody><tr><th scope=\"row\">{g.Count} × {g.Class}, {InstanceGroup.Zones(g.MultiAz)}<td>on demand<td class=\"num\">0.00<td class=\"num\">{Money.Cents(g.OnDemandMonth)}<td class=\"soft\">{(input.Offers is not null && ReservedGroup.Of(g, input.Offers ?? []).IsEmpty ? "no offer was given for it" : "")}</tr>{Markup.Each(ReservedGroup.Of(g, input.Offers ?? []), Offer)}</tbody>")}
        </table></div>
        {(input.Offers is null ? Markup.Of($"<p class=\"soft\">What a reservation costs is not in the price table: ./pg cost --stack {input.Cost.Stack} has the command that asks AWS. {InstanceGroup.Rule}</p>") : Markup.None)}
        """);

    private static FormattableString Offer(ReservedGroup offer) =>
        $"<tr><td class=\"soft\">{offer.Instead}<td>{Plural.Of(offer.Offer.Years, "year")}, {offer.Offer.Payment}<td class=\"num\">{Money.Cents(offer.Upfront)}<td class=\"num\">{Money.Cents(offer.Monthly)}<td>{Money.Saved(offer.SavedPercent)}; {offer.PaidOff}</tr>";

    /// <summary>What an area is called.</summary>
    internal static string Word(CostArea area) => area.ToString().ToLowerInvariant();

    private static IEnumerable<(string Name, string Item, decimal Usd, string Formula, bool IsInferred)> Folded(CostEstimate cost) =>
        cost.Lines.GroupBy(l => (l.Type, Name: l.Type == AwsTypes.Instance ? l.Resource : "", l.Item, l.Formula, l.IsInferred))
            .Select(g => (g.Count() == 1 ? g.First().Resource : $"{g.Count()} {g.First().Subject}", g.Key.Item, g.Sum(l => l.Usd),
                g.Count() == 1 ? g.Key.Formula : $"{g.Count()} × ({g.Key.Formula})", g.Key.IsInferred));
}
