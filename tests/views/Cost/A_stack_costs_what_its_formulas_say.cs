using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Views.Cost;
using TechCorp.PgInfra.Views.Tests.Support;

namespace TechCorp.PgInfra.Views.Tests.Cost;

/// <summary>A wrong amount is believed as readily as a right one, so each stands beside its arithmetic, and the arithmetic is held here.</summary>
public sealed class A_stack_costs_what_its_formulas_say
{
    /// <summary>The whole estimate of the smallest stack, line by line: nothing is added or lost unseen.</summary>
    [Fact]
    public async Task The_committed_copy_line_by_line()
    {
        var estimate = CostEstimate.Of(await Estates.OfAsync("dr"), Assumptions.Defaults);

        Assert.Equal("""
            techcorp-dr | db.r6g.2xlarge | 656.27 | 730 h × $0.899
            techcorp-dr | gp3 storage | 235.52 | 2,048 GB × $0.115
            techcorp-dr | WAL from us-east-1 | 24.92 | 30.4 days × 40.96 GB of WAL × $0.02
            techcorp-dr | Enhanced Monitoring | 0.14 | 0.27 GB at 60 s × 60 s / 60 s × $0.50
            techcorp-dr | Database Insights, 7 days | 0.00 | the standard mode keeps 7 days free of charge
            replicated-backups | replicated backups | 138.14 | (1,024 GB + 7 days × (20.48 changed + 40.96 WAL) = 1,454.08 GB, no free share) × $0.095
            replicated-backups | backups from us-east-1 | 37.38 | 30.4 days × (20.48 GB changed + 40.96 GB of WAL) × $0.02
            techcorp-dr-postgresql | log ingestion | 7.60 | 30.4 days × 0.5 GB a day × $0.50
            techcorp-dr-postgresql | log storage | 0.82 | 365 days kept × 0.5 GB a day × 15 % stored × $0.03
            postgres | dashboard | 3.00 | 1 dashboard × $3.00
            4 × kms:Key | key | 1.00 | (1 key + 0 rotations) × $1.00
            4 × kms:Key | key requests | 0.30 | 100,000 requests / 10,000 × $0.03
            12 × secretsmanager:Secret | secret | 0.40 | 1 secret × $0.40
            12 × secretsmanager:Secret | secret reads | 0.01 | 1,000 reads / 10,000 × $0.05
            13 × cloudwatch:MetricAlarm | alarm | 0.10 | 1 metric × $0.10
            techcorp-dr-upgrade | upgrade log | 0.00 | written while a major version is upgraded, and then some MB
            email-0 | email deliveries | 0.00 ~ | (200 messages, 1,000 free) / 100,000 × $2.00
            """.ReplaceLineEndings("\n"), string.Join('\n', estimate.Lines.GroupBy(l => (l.Type, l.Item, l.Formula)).Select(g =>
                $"{(g.Count() == 1 ? g.First().Resource : $"{g.Count()} × {g.First().Subject}")} | {g.Key.Item} | {Money.Cents(g.First().Usd)}{(g.First().IsInferred ? " ~" : "")} | {g.Key.Formula}")));
        Assert.Equal(1115.21m, estimate.Monthly);
    }

    /// <summary>These totals are in the README and in people's heads: a change of one is meant, or a mistake.</summary>
    [Theory]
    [InlineData("prod", 3995.35)]
    [InlineData("staging", 542.96)]
    [InlineData("dr", 1115.21)]
    public async Task The_total_of_a_stack(string stack, double usd) =>
        Assert.Equal((decimal)usd, CostEstimate.Of(await Estates.OfAsync(stack), Assumptions.Defaults).Monthly);

    /// <summary>Promotion doubles the instance and its storage, and brings the pooler: whoever promotes at night should know.</summary>
    [Fact]
    public async Task A_promoted_copy_pays_for_two_zones_and_a_pooler()
    {
        var (copy, promoted) = (CostEstimate.Of(await Estates.OfAsync("dr"), Assumptions.Defaults), CostEstimate.Of(await Estates.PromotedAsync(), Assumptions.Defaults));

        Assert.Equal((656.27m, 1312.54m), (Of(copy, CostArea.Instances), Of(promoted, CostArea.Instances)));
        Assert.Equal((235.52m, 471.04m), (Of(copy, CostArea.Storage), Of(promoted, CostArea.Storage)));
        Assert.Equal((0m, 56.85m), (Of(copy, CostArea.Pooler), Of(promoted, CostArea.Pooler)));
        Assert.DoesNotContain(promoted.Lines, l => l.Item.StartsWith("WAL from", StringComparison.Ordinal));
    }

    /// <summary>12,000 IOPS are included from 400 GiB on; only what is above them is billed, twice for two zones.</summary>
    [Fact]
    public async Task Iops_are_billed_above_the_included_ones()
    {
        var estate = (await Estates.OfAsync("prod")).With(AwsTypes.Instance, "techcorp-primary", "iops", 14_000);

        var line = CostEstimate.Of(estate, Assumptions.Defaults).Lines.Single(l => l.Item.Contains("IOPS", StringComparison.Ordinal));

        Assert.Equal(("(14,000 - 12,000 included) IOPS × $0.04", 80.00m), (line.Formula, line.Usd));
    }

    /// <summary>500 MiB/s are included from 400 GiB on. The row's source has the same 100 MiB/s above them, for two zones, at $16 in its own tests.</summary>
    [Fact]
    public async Task Throughput_is_billed_above_the_included()
    {
        var estate = (await Estates.OfAsync("prod")).With(AwsTypes.Instance, "techcorp-primary", "storageThroughput", 600);

        var line = CostEstimate.Of(estate, Assumptions.Defaults).Lines.Single(l => l.Item.Contains("throughput", StringComparison.Ordinal));

        Assert.Equal(("(600 - 500 included) MiB/s × $0.16", 16.00m), (line.Formula, line.Usd));
    }

    /// <summary>Provisioned IOPS are billed from the first one on, and storage and IOPS twice for two zones.</summary>
    [Theory]
    [InlineData("io1")]
    [InlineData("io2")]
    public async Task Provisioned_iops_storage_is_billed_for_both_zones(string type)
    {
        var estate = (await Estates.OfAsync("prod"))
            .With(AwsTypes.Instance, "techcorp-primary", "storageType", type)
            .With(AwsTypes.Instance, "techcorp-primary", "iops", 20_000);

        var lines = CostEstimate.Of(estate, Assumptions.Defaults).Lines.Where(l => l.Resource == "techcorp-primary" && l.Area == CostArea.Storage);

        Assert.Equal(
            [($"{type} IOPS, Multi-AZ", "(20,000 - 0 included) IOPS × $0.20", 4000.00m), ($"{type} storage, Multi-AZ", "2,048 GB × $0.25", 512.00m)],
            lines.Select(l => (l.Item, l.Formula, l.Usd)));
    }

    /// <summary>The first month kept costs 24 times a further one. The row's source has these amounts for two vCPUs and three months in its own tests.</summary>
    [Fact]
    public async Task Insights_beyond_seven_days_are_billed_by_the_month_kept()
    {
        var estate = (await Estates.OfAsync("staging")).With(AwsTypes.Instance, "techcorp-staging-primary", "performanceInsightsRetentionPeriod", 93);

        var lines = CostEstimate.Of(estate, Assumptions.Defaults).Lines.Where(l => l.Item.StartsWith("Database Insights, f", StringComparison.Ordinal));

        Assert.Equal(
            [("730 h × 2 vCPU × $0.002054", 3.00m), ("730 h × 2 vCPU × 2 months × $0.000086", 0.25m)],
            lines.Select(l => (l.Formula, l.Usd)));
    }

    /// <summary>From 465 days on the program asks for the advanced mode, which is billed by the vCPU and no longer by the month.</summary>
    [Fact]
    public async Task Advanced_insights_are_billed_by_the_vcpu_instead()
    {
        var estate = await Estates.ReadAsync("prod", t => Estates.Replaced(t, "insightsRetention: 31d", "insightsRetention: 465d"));

        var lines = CostEstimate.Of(estate, Assumptions.Defaults).Lines.Where(l => l.Item.StartsWith("Database Insights", StringComparison.Ordinal)).ToList();

        Assert.All(lines, l => Assert.Equal("Database Insights, advanced", l.Item));
        Assert.Equal(("730 h × 8 vCPU × 2 (Multi-AZ) × $0.0125", 146.00m), lines.Where(l => l.Resource == "techcorp-primary").Select(l => (l.Formula, l.Usd)).Single());
        Assert.Equal(292.00m, lines.Sum(l => l.Usd));
    }

    /// <summary>The network is another team's, but who has none of these endpoints gets them, and their bill, because of the pooler.</summary>
    [Fact]
    public async Task The_endpoints_a_pooler_starts_through_are_announced()
    {
        var line = CostEstimate.Of(await Estates.OfAsync("prod"), Assumptions.Defaults).Outlook.Single(o => o.What.StartsWith("Interface endpoints", StringComparison.Ordinal));

        Assert.Equal(("730 h × 4 endpoints × 3 zones × $0.01 + 30.4 days × 0.1 GB of log × $0.01", 87.63m, "a month"), (line.Formula, line.Usd, line.Per));
        Assert.DoesNotContain(CostEstimate.Of(await Estates.OfAsync("dr"), Assumptions.Defaults).Outlook, o => o.What.StartsWith("Interface endpoints", StringComparison.Ordinal));
    }

    /// <summary>Backups as large as the provisioned storage of the region are free; a retention that goes beyond costs.</summary>
    [Fact]
    public async Task Backups_are_billed_beyond_the_free_share()
    {
        var (assumptions, _) = Assumptions.Read(["walPercentPerDay=100", "usedPercent=100"]);

        var line = CostEstimate.Of(await Estates.OfAsync("prod"), assumptions).Lines.Single(l => l.Area == CostArea.Backups);

        // 2048 + 7 × (40.96 + 2048) = 16670.72 GB, of which 4 × 2048 = 8192 are free.
        Assert.Equal(Math.Round((16670.72m - 8192) * 0.095m, 2), line.Usd);
        Assert.Equal("8,478.72 GB of (2,048 GB + 7 days × (40.96 changed + 2,048 WAL) = 16,670.72 GB; 8,192 GB free) × $0.095", line.Formula);
    }

    /// <summary>Extended Support is billed by vCPU, the standby's too, and twice as much in the third year.</summary>
    [Fact]
    public async Task Extended_support_is_announced_with_its_dates()
    {
        var outlook = CostEstimate.Of(await Estates.OfAsync("prod"), Assumptions.Defaults).Outlook;

        Assert.Equal(
            [
                ("2028-03-01 to 2030-02-28", "730 h × 32 vCPU (standbys too) × $0.10", 2336.00m),
                ("2030-03-01 to 2031-02-28, then RDS upgrades by itself", "730 h × 32 vCPU (standbys too) × $0.20", 4672.00m),
            ],
            outlook.Where(o => o.What.StartsWith("Extended", StringComparison.Ordinal)).Select(o => (o.When, o.Formula, o.Usd)));
        Assert.DoesNotContain(CostEstimate.Of(await Estates.OfAsync("staging"), Assumptions.Defaults).Outlook, o => o.What.StartsWith("Extended", StringComparison.Ordinal));
    }

    /// <summary>Whoever upgrades gets another year: the dates are those of the version that is declared.</summary>
    [Fact]
    public async Task An_upgrade_moves_extended_support_by_a_year()
    {
        var upgraded = await Estates.ReadAsync("prod", t => Estates.Replaced(t, "engineVersion: \"15\"", "engineVersion: \"16\"\n  techcorp-pg-infra:allowMajorVersionUpgrade: true"));

        var outlook = CostEstimate.Of(upgraded, Assumptions.Defaults).Outlook.Where(o => o.What.StartsWith("Extended", StringComparison.Ordinal));

        Assert.Equal(
            [
                ("Extended Support of PostgreSQL 16, years 1 and 2", "2029-03-01 to 2031-02-28"),
                ("Extended Support of PostgreSQL 16, year 3", "2031-03-01 to 2032-02-29, then RDS upgrades by itself"),
            ],
            outlook.Select(o => (o.What, o.When)));
    }

    [Fact]
    public async Task Two_stacks_are_ranked_by_difference_and_nothing_is_lost_between_them()
    {
        var (prod, staging) = (CostEstimate.Of(await Estates.OfAsync("prod"), Assumptions.Defaults), CostEstimate.Of(await Estates.OfAsync("staging"), Assumptions.Defaults));

        var rows = CostComparison.Of(prod, staging);

        Assert.Equal(staging.Monthly - prod.Monthly, rows.Sum(r => r.Usd));
        Assert.Equal(rows.Select(r => Math.Abs(r.Usd)).OrderDescending(), rows.Select(r => Math.Abs(r.Usd)));
        Assert.Equal(("primary", CostArea.Instances, -1196.47m, "db.r6g.2xlarge, Multi-AZ", "db.m6g.large"), (rows[0].Subject, rows[0].Area, rows[0].Usd, rows[0].LeftItem, rows[0].RightItem));
        Assert.Equal((328.50m, null), rows.Where(r => r.Subject == "replica 2" && r.Area == CostArea.Instances).Select(r => (r.Left, r.Right)).Single());
    }

    [Fact]
    public void Wrong_assumptions_are_refused_all_at_once()
    {
        var (_, problems) = Assumptions.Read(["usedPercent=101", "used=1", "logGBPerDay=much", "walPercentPerDay=-1"]);

        Assert.Equal(4, problems.Length);
        Assert.Equal("--assume usedPercent=101: usedPercent is a number of % from 0 to 100; left out, it is 50.", problems[0]);
        Assert.StartsWith("--assume used=1: there is no assumption 'used'; they are usedPercent, ", problems[1], StringComparison.Ordinal);
    }

    private static decimal Of(CostEstimate estimate, CostArea area) => estimate.Lines.Where(l => l.Area == area).Sum(l => l.Usd);
}
