using System.Collections.Immutable;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Views.Cost;

/// <summary>Instances that the same reservation covers: class, zones and region are what it is bought for.</summary>
/// <param name="Class">Instance class.</param>
/// <param name="MultiAz">Reserved for Multi-AZ or for one zone.</param>
/// <param name="Count">How many there are.</param>
/// <param name="OnDemandHour">On-demand price of one, USD an hour.</param>
public sealed record InstanceGroup(string Class, bool MultiAz, int Count, decimal OnDemandHour)
{
    internal static ImmutableArray<InstanceGroup> Of(Bill bill) =>
    [
        .. bill.Estate.Instances
            .GroupBy(i => (Class: bill.Plan.Text(i.Resource, "instanceClass") ?? "", MultiAz: i.Resource.Flag("multiAz") == true))
            .Select(g => new InstanceGroup(g.Key.Class, g.Key.MultiAz, g.Count(),
                bill.Find(g.First().Resource, "AmazonRDS", $"{(g.Key.MultiAz ? "Multi-AZUsage" : "InstanceUsage")}:{g.Key.Class}")?.Usd ?? 0))
            .OrderByDescending(g => g.Count * g.OnDemandHour).ThenBy(g => g.Class, StringComparer.Ordinal),
    ];

    /// <summary>USD a month of all, on demand.</summary>
    public decimal OnDemandMonth => Count * Factor.Hours.Value * OnDemandHour;

    /// <summary>How its zones read.</summary>
    public static string Zones(bool multiAz) => multiAz ? "Multi-AZ" : "one zone";

    /// <summary>What can be said of a reservation whose price is unknown.</summary>
    public const string Rule = "One that is 30 % less than on demand has paid off after 70 % of its term, 8.4 of 12 months or 25.2 of 36, even if the instance is deleted then.";

    /// <summary>
    /// Whether the other commitment there is, Database Savings Plans, takes these classes: it is for generation 7 and later (AWS's own
    /// github.com/aws/agent-toolkit-for-aws, commitment-pricing-mechanics.md: db.r6g no, db.r7g yes; read 2026-11-29). Its rates are not in the price table.
    /// </summary>
    public static string SavingsPlans(IEnumerable<InstanceGroup> groups)
    {
        string[] families = [.. groups.Select(g => string.Join('.', g.Class.Split('.').SkipLast(1))).Distinct().Order(StringComparer.Ordinal)];
        string[] older = [.. families.Where(f => f.FirstOrDefault(char.IsAsciiDigit) < '7')];
        return older.Length == families.Length
            ? $"Database Savings Plans are for classes of generation 7 and later: there is none for {string.Join(", ", older)}."
            : $"A Database Savings Plan takes {string.Join(", ", families.Except(older))} as well, without a class or region to commit to; its rates are not in the price table.";
    }

    /// <summary>The read-only command whose answer <see cref="Reservation.Read"/> takes: every page, cut down to the classes by the AWS CLI itself.</summary>
    public static string OffersCommand(string region, IEnumerable<InstanceGroup> groups) =>
        $"aws rds describe-reserved-db-instances-offerings --product-description postgresql --region {region} --output json "
        + $"--query \"{{ReservedDBInstancesOfferings: ReservedDBInstancesOfferings[?{string.Join(" || ", groups.Select(g => g.Class).Distinct().Order(StringComparer.Ordinal).Select(c => $"DBInstanceClass=='{c}'"))}]}}\"";
}
