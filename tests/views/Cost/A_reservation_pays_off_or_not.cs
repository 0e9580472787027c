using TechCorp.PgInfra.Views.Cost;
using TechCorp.PgInfra.Views.Sheet;
using TechCorp.PgInfra.Views.Tests.Sheet;
using TechCorp.PgInfra.Views.Tests.Support;

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
        var offers = ReservedGroup.Of(new("db.r6g.xlarge", false, 1, 0.40m), Reservation.Read(Answer));

        Assert.Equal([(1, "No Upfront", 219m, 9.0m, 25m), (3, "All Upfront", 146m, 18.0m, 50m)], offers.Select(o => (o.Offer.Years, o.Offer.Payment, o.Monthly, o.BreakEvenMonths!.Value, o.SavedPercent)));
    }

    /// <summary>
    /// Half at once and half by the hour, for two: 2 × (1314 / 12 + 730 × 0.15) = 2 × (109.50 + 109.50) = 438 a month over the term, against
    /// 2 × 730 × 0.45 = 657. All of it is 5256, which two on demand cost in 8 months.
    /// </summary>
    [Fact]
    public void A_partial_payment_counts_what_is_paid_at_once_and_what_each_hour_costs()
    {
        var offer = Assert.Single(ReservedGroup.Of(new("db.r6g.xlarge", false, 2, 0.45m), [new("db.r6g.xlarge", false, 1, "Partial Upfront", 1314, 0.15m)]));

        Assert.Equal((2628m, 438m, 8m, "33 % less"), (offer.Upfront, offer.Monthly, offer.BreakEvenMonths, Money.Saved(offer.SavedPercent)));
    }

    /// <summary>8760 × 0.3001 are 2628.876, of 292 a month in 9.003 months: after 9.0 it has not paid off yet.</summary>
    [Fact]
    public void A_break_even_is_never_said_too_early() =>
        Assert.Equal(9.1m, Assert.Single(ReservedGroup.Of(new("db.r6g.xlarge", false, 1, 0.40m), [new("db.r6g.xlarge", false, 1, "No Upfront", 0, 0.3001m)])).BreakEvenMonths);

    [Fact]
    public void An_offer_dearer_than_on_demand_never_pays_off()
    {
        var offer = ReservedGroup.Of(new("db.r6g.xlarge", false, 1, 0.25m), Reservation.Read(Answer))[0];

        Assert.Equal((null, "never paid off", "20 % more"), (offer.BreakEvenMonths, offer.PaidOff, Money.Saved(offer.SavedPercent)));
    }

    /// <summary>
    /// A reservation of PostgreSQL covers its family by normalized units: xlarge 8, 2xlarge 16, Multi-AZ twice. So one Multi-AZ 2xlarge is
    /// four of one zone's xlarge; another family's, a larger one and an uneven number cover nothing whole.
    /// </summary>
    [Fact]
    public void A_smaller_size_of_the_family_is_reserved_several_times_where_the_own_is_not_on_offer()
    {
        var offers = Reservation.Read(Answer);

        var larger = ReservedGroup.Of(new("db.r6g.2xlarge", true, 1, 1.798m), offers);

        Assert.Equal([(4, 876m, "as 4 × db.r6g.xlarge, one zone"), (4, 584m, "as 4 × db.r6g.xlarge, one zone")], larger.Select(o => (o.Count, o.Monthly, o.Instead)));
        Assert.Empty(ReservedGroup.Of(new("db.r6i.2xlarge", true, 1, 1.798m), offers));
        Assert.Empty(ReservedGroup.Of(new("db.r6g.large", false, 1, 0.225m), offers));
        Assert.Empty(ReservedGroup.Of(new("db.r6g.12xlarge", false, 1, 5.395m), [new("db.r6g.8xlarge", false, 1, "No Upfront", 0, 2)]));
    }

    /// <summary>The own class is dearer here on purpose: it is what was asked for, and the amounts must be its own.</summary>
    [Fact]
    public void The_own_class_is_taken_before_any_other()
    {
        Reservation own = new("db.r6g.2xlarge", false, 1, "No Upfront", 0, 0.7m), smaller = new("db.r6g.xlarge", false, 1, "No Upfront", 0, 0.3m), doubled = new("db.r6g.xlarge", true, 1, "No Upfront", 0, 0.6m);

        var offer = Assert.Single(ReservedGroup.Of(new("db.r6g.2xlarge", false, 3, 0.899m), [doubled, smaller, own]));

        Assert.Equal((own, 3, ""), (offer.Offer, offer.Count, offer.Instead));
    }

    /// <summary>Half an answer looks like an offer that AWS does not make, and another engine's or currency's prices like this one's.</summary>
    [Theory]
    [InlineData("no json", "it is no JSON")]
    [InlineData("{}", "it has no list ReservedDBInstancesOfferings")]
    [InlineData("[]", "it has no list ReservedDBInstancesOfferings")]
    [InlineData("""{"ReservedDBInstancesOfferings":[{"ProductDescription":"postgresql"}]}""", "an offer lacks DBInstanceClass")]
    [InlineData("""{"ReservedDBInstancesOfferings":[],"NextToken":"eyJ"}""", "it is one page of several (it has a NextToken)")]
    [InlineData("""{"ReservedDBInstancesOfferings":[],"Marker":"abc"}""", "it is one page of several (it has a Marker)")]
    [InlineData("""{"ReservedDBInstancesOfferings":[]}""", "it has no offer for postgresql")]
    [InlineData("""{"ReservedDBInstancesOfferings":[{"ProductDescription":"aurora-postgresql"}]}""", "it has no offer for postgresql, only for aurora-postgresql")]
    [InlineData("""{"ReservedDBInstancesOfferings":[{"ProductDescription":"postgresql","CurrencyCode":"CNY"}]}""", "it has prices in CNY")]
    [InlineData("""{"ReservedDBInstancesOfferings":[{"ProductDescription":"postgresql","DBInstanceClass":"db.r6g.large","MultiAZ":false,"Duration":3600,"OfferingType":"No Upfront","FixedPrice":0}]}""", "an offer has the term 3600 s")]
    public void What_is_not_the_whole_answer_of_the_cli_is_refused(string text, string why) =>
        Assert.StartsWith(why, Assert.Throws<FormatException>(() => Reservation.Read(text)).Message, StringComparison.Ordinal);

    /// <summary>Who has read of AWS's newer discount looks for it where it is not to be had, and buys a commitment that nothing here draws on.</summary>
    [Fact]
    public void A_savings_plan_is_named_only_for_classes_that_it_takes()
    {
        InstanceGroup older = new("db.r6g.2xlarge", true, 1, 1.8m), newer = new("db.r7g.large", false, 2, 0.2m);

        Assert.Equal("Database Savings Plans are for classes of generation 7 and later: there is none for db.r6g.", InstanceGroup.SavingsPlans([older, older with { Class = "db.r6g.large" }]));
        Assert.StartsWith("A Database Savings Plan takes db.r7g as well, ", InstanceGroup.SavingsPlans([older, newer]), StringComparison.Ordinal);
    }

    /// <summary>The sheet has the same amounts as the command, and says so when it was given none.</summary>
    [Fact]
    public async Task A_sheet_shows_when_a_reservation_pays_off()
    {
        var input = Pages.Input(await Estates.OfAsync("prod"));

        Assert.Contains("What a reservation costs is not in the price table", Pages.Section(SheetPage.Render(input), "cost"), StringComparison.Ordinal);
        var offered = Pages.Section(SheetPage.Render(input with { Offers = Reservation.Read(Answer) }), "cost");

        Assert.Contains("2 × db.r6g.xlarge, one zone on demand 0.00 657.00 1 year, No Upfront 0.00 438.00 33 % less; paid off after 8 of 12 months", offered, StringComparison.Ordinal);
        Assert.Contains("as 4 × db.r6g.xlarge, one zone 1 year, No Upfront 0.00 876.00 33 % less", offered, StringComparison.Ordinal);
        Assert.DoesNotContain("not in the price table", offered, StringComparison.Ordinal);
    }
}
