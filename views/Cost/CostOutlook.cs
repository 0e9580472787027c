using System.Collections.Immutable;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Views.Cost;

/// <summary>Something the monthly amount does not have in it, and a reader should know.</summary>
/// <param name="What">What happens.</param>
/// <param name="When">When, or under which condition.</param>
/// <param name="Formula">The arithmetic.</param>
/// <param name="Usd">USD.</param>
/// <param name="Per">What the amount is for: <c>a month</c>, <c>once</c>.</param>
public sealed record OutlookLine(string What, string When, string Formula, decimal Usd, string Per);

/// <summary>Extended Support from its date, storage as large as it may grow, the first copy to another region, endpoints of the network.</summary>
internal static class CostOutlook
{
    // Fargate pulls through ecr.api and ecr.dkr, and starts with secretsmanager and logs; layers come through S3's gateway endpoint, which is free.
    private const int PoolerEndpoints = 4;

    public static ImmutableArray<OutlookLine> Of(Bill bill) => [.. ExtendedSupport(bill), .. LargestStorage(bill), .. FirstCopy(bill), .. InterfaceEndpoints(bill)];

    private static IEnumerable<OutlookLine> ExtendedSupport(Bill bill)
    {
        var settings = bill.Estate.Settings;
        var instances = bill.Estate.Instances.ToList();
        if (settings.EngineLifecycleSupport != EngineLifecycleSupport.ExtendedSupport || instances.Count == 0)
        {
            yield break;
        }

        if (SupportDates.Of(settings.EngineMajorVersion) is not { } dates)
        {
            bill.MissSupportDates(settings.EngineMajorVersion);
            yield break;
        }

        var processors = instances.Sum(i => InstancePricing.Processors(i, i.Resource.Flag("multiAz") == true).Value);
        if (bill.Find(instances[0].Resource, "AmazonRDS", "ExtendedSupport:Yr1-Yr2:PostgreSQL") is not { } early
            || bill.Find(instances[0].Resource, "AmazonRDS", "ExtendedSupport:Yr3:PostgreSQL") is not { } late)
        {
            yield break;
        }

        var third = dates.StandardEnd.AddDays(1).AddYears(2);
        yield return Line($"Extended Support of PostgreSQL {settings.EngineMajorVersion}, years 1 and 2", $"{dates.StandardEnd.AddDays(1):yyyy-MM-dd} to {third.AddDays(-1):yyyy-MM-dd}", early);
        yield return Line($"Extended Support of PostgreSQL {settings.EngineMajorVersion}, year 3", $"{third:yyyy-MM-dd} to {dates.ExtendedEnd:yyyy-MM-dd}, then RDS upgrades by itself", late);

        OutlookLine Line(string what, string when, Price price) => new(
            what, when, $"730 h × {Money.Number(processors)} vCPU (standbys too) × {Money.Price(price.Usd)}", Cents(730 * processors * price.Usd), "a month");
    }

    private static IEnumerable<OutlookLine> LargestStorage(Bill bill)
    {
        var growth = bill.Estate.Instances
            .Select(i => (Instance: i, Most: i.Resource.Number("maxAllocatedStorage") ?? 0, MultiAz: i.Resource.Flag("multiAz") == true))
            .Where(g => g.Most > g.Instance.AllocatedGiB)
            .Select(g => (GB: (decimal)(g.Most - g.Instance.AllocatedGiB), Price: bill.Find(g.Instance.Resource, "AmazonRDS", InstancePricing.StorageDimension(InstancePricing.StorageType(g.Instance), g.MultiAz))))
            .Where(g => g.Price is not null)
            .GroupBy(g => (g.GB, g.Price!.Usd))
            .Select(g => (Count: g.Count(), g.Key.GB, g.Key.Usd))
            .ToList();
        if (growth.Count > 0)
        {
            yield return new(
                "Storage autoscaling up to its limit", "when the disks fill; storage never shrinks again",
                string.Join(" + ", growth.Select(g => $"{g.Count} × {Money.Number(g.GB)} GB more × {Money.Price(g.Usd)}")),
                Cents(growth.Sum(g => g.Count * g.GB * g.Usd)), "a month");
        }
    }

    private static IEnumerable<OutlookLine> FirstCopy(Bill bill)
    {
        if (bill.Estate.Instances.FirstOrDefault(i => i.IsCrossRegionCopy) is { } copy && bill.Estate.Settings.DisasterRecovery is { } recovery
            && bill.Find(copy.Resource, "AWSDataTransfer", RegionCodes.TransferTo(bill.Estate.Settings.Region), recovery.SourceRegion) is { } price)
        {
            var used = DataVolume.Of(copy.AllocatedGiB, bill.Assume).UsedGB;
            yield return new(
                $"First copy of the data from {recovery.SourceRegion}", "when the stack is created, for the replica and for the backups",
                $"2 × {Money.Number(used)} GB × {Money.Price(price.Usd)}", Cents(2 * used * price.Usd), "once");
        }
    }

    // The network is another's, and so are its endpoints; whoever has none yet pays for them because of the pooler.
    private static IEnumerable<OutlookLine> InterfaceEndpoints(Bill bill)
    {
        if (bill.Plan.Resources.FirstOrDefault(r => r.Type == AwsTypes.Service) is { } service
            && bill.Find(service, "AmazonVPC", "VpcEndpoint-Hours") is { } hour && bill.Find(service, "AmazonVPC", "VpcEndpoint-Bytes") is { } bytes)
        {
            var zones = bill.Estate.Settings.Network.PrivateSubnets.Count;
            var logs = bill.Assume["poolerLogGBPerDay"];
            yield return new(
                "Interface endpoints for the pooler: ECR API and registry, Secrets Manager, CloudWatch Logs", "when the network has none of its own",
                $"730 h × {PoolerEndpoints} endpoints × {zones} zones × {Money.Price(hour.Usd)} + 30.4 days × {Money.Number(logs)} GB of log × {Money.Price(bytes.Usd)}",
                Cents((730 * PoolerEndpoints * zones * hour.Usd) + (Factor.Days.Value * logs * bytes.Usd)), "a month");
        }
    }

    private static decimal Cents(decimal usd) => Math.Round(usd, 2, MidpointRounding.AwayFromZero);
}
