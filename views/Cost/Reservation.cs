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
    private const string Engine = "postgresql";

    /// <summary>Months of the term.</summary>
    public int Months => Years * 12;

    /// <summary>USD a month over the term.</summary>
    public decimal Monthly => (Upfront / Months) + (Hourly * Factor.Hours.Value);

    /// <summary>Reads the answer of the AWS CLI; offers for other engines are left out.</summary>
    /// <exception cref="FormatException">It is not that answer, or not the whole of it; the message says what is wrong.</exception>
    public static ImmutableArray<Reservation> Read(string json)
    {
        try
        {
            if (JsonNode.Parse(json) is not JsonObject answer || answer["ReservedDBInstancesOfferings"] is not JsonArray listed)
            {
                throw new FormatException("it has no list ReservedDBInstancesOfferings");
            }

            if (new[] { "NextToken", "Marker" }.FirstOrDefault(answer.ContainsKey) is { } more)
            {
                throw new FormatException($"it is one page of several (it has a {more}), and an offer that is missing looks like one that AWS does not make: ask without --max-items and --no-paginate");
            }

            var offers = listed.OfType<JsonObject>().Where(o => $"{o["ProductDescription"]}" == Engine).ToList();
            if (offers.Count == 0)
            {
                var others = listed.OfType<JsonObject>().Select(o => $"{o["ProductDescription"]}").Distinct().Order(StringComparer.Ordinal).ToList();
                throw new FormatException($"it has no offer for {Engine}{(others.Count == 0 ? "" : $", only for {string.Join(", ", others)}")}");
            }

            return offers.FirstOrDefault(o => o["CurrencyCode"] is { } code && $"{code}" != "USD") is { } foreign
                ? throw new FormatException($"it has prices in {foreign["CurrencyCode"]}, and the price table is in USD")
                : [.. offers.Select(Of)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new FormatException(e is JsonException ? "it is no JSON" : "an offer lacks DBInstanceClass, Duration, FixedPrice, MultiAZ, OfferingType or RecurringCharges", e);
        }
    }

    private static Reservation Of(JsonObject offer) => new(
        offer["DBInstanceClass"]!.GetValue<string>(),
        offer["MultiAZ"]!.GetValue<bool>(),
        (int)Math.Round(offer["Duration"]!.GetValue<double>() / TimeSpan.FromDays(365).TotalSeconds) is > 0 and var years ? years : throw new FormatException($"an offer has the term {offer["Duration"]} s, and terms are 1 or 3 years"),
        offer["OfferingType"]!.GetValue<string>(),
        offer["FixedPrice"]!.GetValue<decimal>(),
        (offer["RecurringCharges"] as JsonArray ?? []).OfType<JsonObject>().Where(c => $"{c["RecurringChargeFrequency"]}" == "Hourly").Sum(c => c["RecurringChargeAmount"]!.GetValue<decimal>())
            + (offer["UsagePrice"]?.GetValue<decimal>() ?? 0));
}
