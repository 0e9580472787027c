using System.Text.Json.Nodes;
using TechCorp.PgInfra.Catalog;
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

    /// <summary>A major version whose support ends nobody knows when may cost thousands a month from then on: silence would say that it costs nothing.</summary>
    [Fact]
    public async Task A_major_version_without_support_dates_is_refused_where_it_will_be_billed()
    {
        var (prod, staging) = (OnMajor99(await Estates.OfAsync("prod")), OnMajor99(await Estates.OfAsync("staging")));

        var failure = Assert.Throws<CostException>(() => CostEstimate.Of(prod, Assumptions.Defaults));

        Assert.Equal(
            "stack prod stays on PostgreSQL 99 when standard support ends, which is billed, and from when on is unknown: read the dates in AWS's release calendar of RDS for PostgreSQL and add them to views/Cost/SupportDates.cs.",
            Assert.Single(failure.Problems));
        Assert.False(Fails(staging, PriceTable.Shared), "staging is upgraded instead, which costs nothing");
    }

    private static JudgedEstate OnMajor99(JudgedEstate estate) => estate with { Settings = estate.Settings with { EngineVersion = "99" } };

    /// <summary>What few stacks have is asked for under the name AWS bills it by, and is an error without its row like everything else.</summary>
    [Theory]
    [InlineData("storageThroughput", "600", "RDS:Multi-AZ-GP3-Throughput")]
    [InlineData("storageType", "\"io1\"", "RDS:Multi-AZ-PIOPS-Storage")]
    [InlineData("storageType", "\"io2\"", "RDS:Multi-AZ-PIOPS-Storage-IO2")]
    [InlineData("databaseInsightsMode", "\"advanced\"", "CW:DatabaseInsights-vCPU-Hours")]
    [InlineData("performanceInsightsRetentionPeriod", "62", "CW:DatabaseInsights-Standard-AMR-vCPU-Hours")]
    public async Task A_rare_dimension_is_an_error_without_its_row(string property, string value, string dimension)
    {
        var estate = (await Estates.OfAsync("prod")).With(AwsTypes.Instance, "techcorp-primary", property, JsonNode.Parse(value));

        var failure = Assert.Throws<CostException>(() => CostEstimate.Of(estate, Assumptions.Defaults, PriceTable.Shared.Without(p => p.Dimension == dimension)));

        Assert.Equal([dimension], failure.Prices.Select(p => p.Dimension));
        Assert.False(Fails(estate, PriceTable.Shared));
    }

    /// <summary>Whoever grows an instance, in the region of the copy too, asks before and gets an answer.</summary>
    [Theory]
    [InlineData("us-east-1")]
    [InlineData("us-west-2")]
    public void Every_class_of_the_catalog_has_its_own_price(string region)
    {
        var needed = InstanceClasses.All.SelectMany(c => new[] { $"InstanceUsage:{c.Name}", $"Multi-AZUsage:{c.Name}" }).ToList();

        Assert.True(needed.Count > 100);
        Assert.All(needed, d => Assert.False(PriceTable.Shared.Find("AmazonRDS", region, d)?.IsInferred ?? true, $"{d} in {region}"));
    }

    /// <summary>Some rows of one region stand for the other on the word that RDS asks the same in both; a row that says otherwise takes that word back.</summary>
    [Fact]
    public void Rds_asks_the_same_in_both_regions()
    {
        var pairs = PriceTable.Shared.All.Where(p => p.Service == "AmazonRDS" && !p.IsInferred).GroupBy(p => p.Dimension).Where(g => g.Count() > 1).ToList();

        Assert.True(pairs.Count > 100);
        Assert.All(pairs, g => Assert.Single(g.Select(p => p.Usd).Distinct()));
    }

    /// <summary>A source nobody can find again is none.</summary>
    [Fact]
    public void Every_source_is_explained_and_used()
    {
        var explained = File.ReadLines(Checkout.Path("views/Cost/prices.tsv")).Where(l => l.StartsWith("#   ", StringComparison.Ordinal) && l[4] != ' ').Select(l => l[4..].Split(' ')[0]);

        Assert.Equal(explained.Order(StringComparer.Ordinal), PriceTable.Shared.All.Select(p => p.Source.Split(':', ';')[0]).Distinct().Order(StringComparer.Ordinal));
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
