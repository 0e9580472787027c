using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Views.Cost;
using TechCorp.PgInfra.Views.Tests.Support;

namespace TechCorp.PgInfra.Views.Tests.Cost;

/// <summary>An estimate that takes what it does not know for free is worse than none.</summary>
public sealed class An_unknown_price_is_an_error
{
    [Fact]
    public async Task Every_missing_price_is_named_with_the_row_to_add()
    {
        var prices = PriceTable.Shared.Without(p => p.Dimension is "InstanceUsage:db.r6g.xlarge" or "KMS-Keys");

        var failure = await Assert.ThrowsAsync<CostException>(async () => CostEstimate.Of(await Estates.OfAsync("prod"), Assumptions.Defaults, prices));

        Assert.Equal(
            [
                "the price of KMS-Keys of awskms in us-east-1 is unknown (needed by database); read it in AWS's price list and add to views/Cost/prices.tsv: awskms us-east-1 KMS-Keys <unit> <USD> list <yyyy-mm-dd> <source>",
                "the price of InstanceUsage:db.r6g.xlarge of AmazonRDS in us-east-1 is unknown (needed by techcorp-replica-1); read it in AWS's price list and add to views/Cost/prices.tsv: AmazonRDS us-east-1 InstanceUsage:db.r6g.xlarge <unit> <USD> list <yyyy-mm-dd> <source>",
            ],
            failure.Problems.OrderDescending(StringComparer.Ordinal));
    }

    /// <summary>Each row that a stack's estimate uses is needed: without any one of them there is no estimate.</summary>
    [Theory]
    [InlineData("prod", "us-east-1")]
    [InlineData("dr", "us-west-2")]
    public async Task No_row_can_be_left_out(string stack, string region)
    {
        var estate = await Estates.OfAsync(stack);
        var needed = PriceTable.Shared.All.Where(p => p.Region == region && Fails(estate, PriceTable.Shared.Without(o => o == p))).Select(p => p.Dimension).ToHashSet();

        Assert.Superset(CostDimensions.ToHashSet(), needed);
    }

    private static readonly string[] CostDimensions =
        ["InstanceUsage:db.r6g.2xlarge", "RDS:GP3-Storage", "Logs-Ingestion-Bytes", "Logs-Storage-ByteHrs", "CW:AlarmMonitorUsage", "KMS-Keys", "AWSSecretsManager-Secrets", "ExtendedSupport:Yr3:PostgreSQL"];

    /// <summary>A type nobody thought of: an interface endpoint costs by the hour.</summary>
    [Fact]
    public async Task A_resource_type_without_a_pricing_is_refused()
    {
        var estate = await Estates.OfAsync("staging");
        var endpoint = estate.Plan.Resources.First(r => r.Type == AwsTypes.Topic) with { Type = "aws:ec2/vpcEndpoint:VpcEndpoint", Name = "kms" };

        var failure = Assert.Throws<CostException>(() => CostEstimate.Of(estate with { Plan = estate.Plan with { Resources = [.. estate.Plan.Resources, endpoint] } }, Assumptions.Defaults));

        Assert.Equal("stack staging declares aws:ec2/vpcEndpoint:VpcEndpoint, and nothing says what that costs: give it a pricing or a reason in views/Cost/TypePricing.cs.", Assert.Single(failure.Problems));
    }

    /// <summary>Its price could not be read anywhere, so it is not in the table; leaving it out of the bill would be a zero.</summary>
    [Fact]
    public async Task Throughput_above_the_included_is_unknown()
    {
        var estate = (await Estates.OfAsync("prod")).With(AwsTypes.Instance, "techcorp-primary", "storageThroughput", 600);

        Assert.Equal(["RDS:Multi-AZ-GP3-Throughput"], Assert.Throws<CostException>(() => CostEstimate.Of(estate, Assumptions.Defaults)).Prices.Select(p => p.Dimension));
    }

    /// <summary>Two zones are two instances: a row that says otherwise was copied wrongly.</summary>
    [Fact]
    public void Multi_az_costs_twice_one_zone()
    {
        var multi = PriceTable.Shared.All.Where(p => p.Dimension.StartsWith("Multi-AZUsage:", StringComparison.Ordinal)).ToList();

        Assert.True(multi.Count > 50);
        Assert.All(multi, p =>
        {
            if (PriceTable.Shared.Find(p.Service, p.Region, p.Dimension.Replace("Multi-AZUsage", "InstanceUsage", StringComparison.Ordinal)) is { } single)
            {
                Assert.InRange(p.Usd, (2 * single.Usd) - 0.002m, (2 * single.Usd) + 0.002m);
            }
        });
    }

    /// <summary>A size up is twice the price, within AWS's rounding; a slipped digit is not.</summary>
    [Fact]
    public void A_size_up_costs_twice_as_much()
    {
        string[] sizes = ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge"];
        foreach (var family in new[] { "r6g", "r6i", "r7g", "m6g", "m6i", "m7g" })
        {
            var prices = sizes.Select(s => PriceTable.Shared.Find("AmazonRDS", "us-east-1", $"InstanceUsage:db.{family}.{s}")!.Usd).ToList();
            Assert.All(prices.Zip(prices.Skip(1)), p => Assert.InRange(p.Second / p.First, 1.99m, 2.01m));
        }
    }

    [Theory]
    [InlineData("AmazonRDS\tus-east-1\tX\tHrs\t0\tlist\t2026-01-01\tsomebody")]
    [InlineData("AmazonRDS\tus-east-1\tX\tHrs\t-1\tlist\t2026-01-01\tsomebody")]
    [InlineData("AmazonRDS\tus-east-1\tX\tHrs\t1\tguess\t2026-01-01\tsomebody")]
    [InlineData("AmazonRDS\tus-east-1\tX\tHrs\t1\tlist\tlast year\tsomebody")]
    [InlineData("AmazonRDS\tus-east-1\tX\tHrs\t1\tlist\t2026-01-01\t")]
    [InlineData("AmazonRDS us-east-1 X Hrs 1 list 2026-01-01 somebody")]
    public void A_row_without_price_date_or_source_is_refused(string row) =>
        Assert.Contains("line 2", Assert.Throws<FormatException>(() => PriceTable.Parse("# comment\n" + row)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_price_stands_once() =>
        Assert.Throws<FormatException>(() => PriceTable.Parse("A\tr1 r2\tX\tHrs\t1\tlist\t2026-01-01\ts\nA\tr2\tX\tHrs\t2\tlist\t2026-01-01\ts"));

    private static bool Fails(JudgedEstate estate, PriceTable prices)
    {
        try
        {
            CostEstimate.Of(estate, Assumptions.Defaults, prices);
            return false;
        }
        catch (CostException)
        {
            return true;
        }
    }
}
