using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TechCorp.PgInfra.Views.Cost;

/// <summary>An offer to reserve a DB instance, as <c>aws rds describe-reserved-db-instances-offerings</c> lists it.</summary>
/// <param name="Class">Instance class.</param>
/// <param name="MultiAz">For Multi-AZ, or for one zone.</param>
/// <param name="Years">Term: 1 or 3.</param>
/// <param name="Payment"><c>No Upfront</c>, <c>Partial Upfront</c> or <c>All Upfront</c>.</param>
/// <param name="Upfront">Paid at once, USD.</param>
/// <param name="Hourly">Paid each hour of the term whether the instance runs or not, USD.</param>
public sealed record Reservation(string Class, bool MultiAz, int Years, string Payment, decimal Upfront, decimal Hourly)
{
    private const decimal HoursPerMonth = 730;

    /// <summary>USD a month over the term.</summary>
    public decimal Monthly => (Upfront / (Years * 12)) + (Hourly * HoursPerMonth);

    /// <summary>Share of the on-demand price that is saved, in percent.</summary>
    public decimal SavedPercent(decimal onDemandHour) => 100 * (1 - (Monthly / (onDemandHour * HoursPerMonth)));

    /// <summary>
    /// Months the instance must run on demand until the whole commitment would have been paid anyway: from then on the reservation has
    /// paid off even if the instance is deleted. Null when the term ends first.
    /// </summary>
    public decimal? BreakEvenMonths(decimal onDemandHour)
    {
        var months = Monthly * Years * 12 / (onDemandHour * HoursPerMonth);
        return months <= Years * 12 ? Math.Round(months, 1) : null;
    }

    /// <summary>Reads the answer of the AWS CLI; offers for other engines are left out.</summary>
    /// <exception cref="FormatException">It is not that answer; the message says what is missing.</exception>
    public static ImmutableArray<Reservation> Read(string json)
    {
        try
        {
            var offers = JsonNode.Parse(json)?["ReservedDBInstancesOfferings"] as JsonArray
                ?? throw new FormatException("it has no list ReservedDBInstancesOfferings");
            return [.. offers.OfType<JsonObject>().Where(o => $"{o["ProductDescription"]}" == "postgresql").Select(Of)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new FormatException(e is JsonException ? "it is no JSON" : "an offer lacks DBInstanceClass, Duration, FixedPrice, MultiAZ, OfferingType or RecurringCharges", e);
        }
    }

    private static Reservation Of(JsonObject offer) => new(
        offer["DBInstanceClass"]!.GetValue<string>(),
        offer["MultiAZ"]!.GetValue<bool>(),
        (int)Math.Round(offer["Duration"]!.GetValue<double>() / TimeSpan.FromDays(365).TotalSeconds),
        offer["OfferingType"]!.GetValue<string>(),
        offer["FixedPrice"]!.GetValue<decimal>(),
        (offer["RecurringCharges"] as JsonArray ?? []).OfType<JsonObject>().Where(c => $"{c["RecurringChargeFrequency"]}" == "Hourly").Sum(c => c["RecurringChargeAmount"]!.GetValue<decimal>())
            + (offer["UsagePrice"]?.GetValue<decimal>() ?? 0));
}
