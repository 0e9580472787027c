using System.Collections.Immutable;
using System.Globalization;

namespace TechCorp.PgInfra.Views.Cost;

/// <summary>An offer that would cover all instances of a group, and what it comes to for all of them.</summary>
/// <param name="Group">The instances.</param>
/// <param name="Offer">The offer.</param>
/// <param name="Times">How many of the offer one instance takes: 1, or more where only smaller ones are on offer.</param>
public sealed record ReservedGroup(InstanceGroup Group, Reservation Offer, int Times)
{
    /// <summary>How many are bought.</summary>
    public int Count => Group.Count * Times;

    /// <summary>Paid at once, USD.</summary>
    public decimal Upfront => Count * Offer.Upfront;

    /// <summary>USD a month over the term.</summary>
    public decimal Monthly => Count * Offer.Monthly;

    /// <summary>Share of the on-demand price that is saved, in percent; negative when it is dearer.</summary>
    public decimal SavedPercent => 100 * (1 - (Monthly / Group.OnDemandMonth));

    /// <summary>
    /// Months the instances must run on demand until the whole commitment would have been paid anyway: from then on the reservation has
    /// paid off even if they are deleted. Rounded up to a tenth, so that it is never said too early. Null when the term ends first.
    /// </summary>
    public decimal? BreakEvenMonths =>
        Monthly <= Group.OnDemandMonth ? Math.Ceiling(10 * Monthly * Offer.Months / Group.OnDemandMonth) / 10 : null;

    /// <summary>How <see cref="BreakEvenMonths"/> reads.</summary>
    public string PaidOff => BreakEvenMonths is { } months ? $"paid off after {Money.Number(months)} of {Offer.Months} months" : "never paid off";

    /// <summary>What is bought, where it is not the group's own class and zones; empty otherwise.</summary>
    public string Instead => Times == 1 && Offer.Class == Group.Class ? "" : $"as {Count} × {Offer.Class}, {InstanceGroup.Zones(Offer.MultiAz)}";

    /// <summary>
    /// The offers for a group by term and payment. A reservation for PostgreSQL covers every size of its family by normalized units, and
    /// Multi-AZ as twice one zone (RDS User Guide, "Size-flexible reserved DB instances"), so where the group's own class is not on offer
    /// the largest one that divides it is taken as many times.
    /// </summary>
    public static ImmutableArray<ReservedGroup> Of(InstanceGroup group, IEnumerable<Reservation> offers)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(offers);
        var wanted = Units(group.Class, group.MultiAz);
        return
        [
            .. offers.Where(o => Family(o.Class) == Family(group.Class))
                .Select(o => (Offer: o, Units: Units(o.Class, o.MultiAz)))
                .Where(o => o.Offer.Class == group.Class && o.Offer.MultiAz == group.MultiAz || (o.Units > 0 && wanted > 0 && wanted % o.Units == 0))
                .GroupBy(o => (o.Offer.Years, o.Offer.Payment))
                .Select(g => g.OrderByDescending(o => o.Offer.Class == group.Class && o.Offer.MultiAz == group.MultiAz).ThenByDescending(o => o.Units).First())
                .Select(o => new ReservedGroup(group, o.Offer, o.Units == wanted ? 1 : (int)(wanted / o.Units)))
                .OrderBy(r => r.Offer.Years).ThenBy(r => r.Offer.Upfront).ThenBy(r => r.Offer.Payment, StringComparer.Ordinal),
        ];
    }

    private static string Family(string className) => className[..Math.Max(0, className.LastIndexOf('.'))];

    // Normalized units; 0 for a size the table of the User Guide does not have.
    private static decimal Units(string className, bool multiAz) => (multiAz ? 2 : 1) * className[(className.LastIndexOf('.') + 1)..] switch
    {
        "micro" => 0.5m,
        "small" => 1,
        "medium" => 2,
        "large" => 4,
        "xlarge" => 8,
        var size when size.EndsWith("xlarge", StringComparison.Ordinal) && int.TryParse(size[..^"xlarge".Length], NumberStyles.None, CultureInfo.InvariantCulture, out var times) => 8 * times,
        _ => 0,
    };
}
