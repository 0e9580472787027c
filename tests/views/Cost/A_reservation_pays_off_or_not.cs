using TechCorp.PgInfra.Views.Cost;

namespace TechCorp.PgInfra.Views.Tests.Cost;

/// <summary>A reservation can not be given back: when it has paid off is the whole question.</summary>
public sealed class A_reservation_pays_off_or_not
{
    // The form of the AWS CLI's answer, as its own examples show it; the amounts are round on purpose.
    private const string Answer = """
        {
          "ReservedDBInstancesOfferings": [
            { "ReservedDBInstancesOfferingId": "a", "DBInstanceClass": "db.r6g.xlarge", "Duration": 31536000, "FixedPrice": 0.0, "UsagePrice": 0.0, "CurrencyCode": "USD",
              "ProductDescription": "postgresql", "OfferingType": "No Upfront", "MultiAZ": false, "RecurringCharges": [ { "RecurringChargeAmount": 0.3, "RecurringChargeFrequency": "Hourly" } ] },
            { "ReservedDBInstancesOfferingId": "b", "DBInstanceClass": "db.r6g.xlarge", "Duration": 94608000, "FixedPrice": 5256.0, "UsagePrice": 0.0, "CurrencyCode": "USD",
              "ProductDescription": "postgresql", "OfferingType": "All Upfront", "MultiAZ": false, "RecurringCharges": [] },
            { "ReservedDBInstancesOfferingId": "c", "DBInstanceClass": "db.r6g.xlarge", "Duration": 31536000, "FixedPrice": 1.0, "UsagePrice": 0.0, "CurrencyCode": "USD",
              "ProductDescription": "mysql", "OfferingType": "All Upfront", "MultiAZ": false, "RecurringCharges": [] }
          ]
        }
        """;

    /// <summary>730 h × 0.40 = 292 a month on demand. One year at 0.30 an hour is 2628: nine months of it. Three years for 5256: eighteen.</summary>
    [Fact]
    public void Break_even_is_the_month_from_which_on_demand_would_have_cost_more()
    {
        var offers = Reservation.Read(Answer);

        Assert.Equal([(1, "No Upfront", 219m, 9.0m), (3, "All Upfront", 146m, 18.0m)], offers.Select(o => (o.Years, o.Payment, o.Monthly, o.BreakEvenMonths(0.40m)!.Value)));
        Assert.Equal([25m, 50m], offers.Select(o => o.SavedPercent(0.40m)));
    }

    [Fact]
    public void An_offer_dearer_than_on_demand_never_pays_off() => Assert.Null(Reservation.Read(Answer)[0].BreakEvenMonths(0.25m));

    [Theory]
    [InlineData("no json")]
    [InlineData("{}")]
    [InlineData("""{"ReservedDBInstancesOfferings":[{"ProductDescription":"postgresql"}]}""")]
    public void What_is_not_the_clis_answer_is_refused(string text) => Assert.Throws<FormatException>(() => Reservation.Read(text));
}
