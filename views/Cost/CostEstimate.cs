using System.Collections.Immutable;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Views.Cost;

/// <summary>What a stack costs a month: list prices, before tax, discounts and what an account has free.</summary>
/// <param name="Stack">Stack name.</param>
/// <param name="Region">Its region.</param>
/// <param name="Lines">Every amount, the dearest resources first, a resource's lines together.</param>
/// <param name="Free">Types that cost nothing, with the reason.</param>
/// <param name="Outlook">What it would cost later, or otherwise.</param>
/// <param name="Groups">Instances that one reservation would cover.</param>
/// <param name="Assumptions">What it rests on beside the declaration.</param>
/// <param name="Oldest">Date of the oldest price used.</param>
/// <param name="Newest">Date of the newest price used.</param>
public sealed record CostEstimate(
    string Stack,
    string Region,
    ImmutableArray<CostLine> Lines,
    ImmutableArray<FreeType> Free,
    ImmutableArray<OutlookLine> Outlook,
    ImmutableArray<InstanceGroup> Groups,
    Assumptions Assumptions,
    DateOnly Oldest,
    DateOnly Newest)
{
    /// <summary>USD a month.</summary>
    public decimal Monthly => Lines.Sum(l => l.Usd);

    /// <summary>What of it rests on inferred prices.</summary>
    public decimal Inferred => Lines.Where(l => l.IsInferred).Sum(l => l.Usd);

    /// <summary>USD a month by area, dearest first.</summary>
    public IEnumerable<(CostArea Area, decimal Usd)> Areas =>
        Lines.GroupBy(l => l.Area).Select(g => (g.Key, g.Sum(l => l.Usd))).OrderByDescending(a => a.Item2).ThenBy(a => a.Key);

    /// <summary>Prices a stack.</summary>
    /// <exception cref="CostException">A price, a resource type or the end of support is unknown; all of them.</exception>
    public static CostEstimate Of(JudgedEstate estate, Assumptions assumptions, PriceTable? prices = null)
    {
        ArgumentNullException.ThrowIfNull(estate);
        ArgumentNullException.ThrowIfNull(assumptions);
        var bill = new Bill(estate, prices ?? PriceTable.Shared, assumptions);
        var free = new SortedDictionary<string, FreeType>(StringComparer.Ordinal);
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var resource in estate.Plan.Resources.Where(r => !r.IsComponent))
        {
            switch (TypePricing.Find(resource.Type))
            {
                case { Price: { } price }:
                    price(bill, resource);
                    break;
                case { FreeBecause: { } reason }:
                    free[resource.Type] = new(resource.Type, (free.GetValueOrDefault(resource.Type)?.Count ?? 0) + 1, reason);
                    break;
                default:
                    unknown.Add(resource.Type);
                    break;
            }
        }

        var outlook = CostOutlook.Of(bill);
        if (unknown.Count > 0 || !bill.Missing.IsEmpty || bill.MajorWithoutDates is not null)
        {
            throw new CostException(estate.Plan.Stack, [.. unknown], bill.Missing, bill.MajorWithoutDates);
        }

        return new(
            estate.Plan.Stack, estate.Settings.Region, Sorted(bill.Lines), [.. free.Values], outlook, InstanceGroup.Of(bill),
            assumptions, bill.Used.Min(p => p.Date), bill.Used.Max(p => p.Date));
    }

    private static ImmutableArray<CostLine> Sorted(ImmutableArray<CostLine> lines) =>
    [
        .. lines.GroupBy(l => (l.Type, l.Resource)).OrderByDescending(g => g.Sum(l => l.Usd)).ThenBy(g => g.Key.Type, StringComparer.Ordinal).ThenBy(g => g.Key.Resource, StringComparer.Ordinal)
            .SelectMany(g => g.OrderByDescending(l => l.Usd).ThenBy(l => l.Area).ThenBy(l => l.Item, StringComparer.Ordinal)),
    ];
}
