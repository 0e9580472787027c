using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Views.Cost;

/// <summary>An RDS instance: hours, storage, backups, what it streams to another region, insights.</summary>
internal static class InstancePricing
{
    private const string Rds = "AmazonRDS";
    private const string CloudWatch = "AmazonCloudWatch";
    private const string InsightsUsage = "CW:DatabaseInsights";
    private const int FreeInsightsDays = 7;
    private const int LongestInsightsDays = 731;

    public static void Price(Bill bill, PlannedResource resource)
    {
        var instance = new JudgedInstance(bill.Estate, resource);
        var multiAz = resource.Flag("multiAz") == true;
        var className = bill.Plan.Text(resource, "instanceClass") ?? "";
        bill.Add(resource, CostArea.Instances, $"{className}{(multiAz ? ", Multi-AZ" : "")}", Rds,
            $"{(multiAz ? "Multi-AZUsage" : "InstanceUsage")}:{className}", [Factor.Hours]);
        Storage(bill, instance, multiAz);
        Backups(bill, instance);
        Stream(bill, instance);
        Insights(bill, instance, multiAz);
        EnhancedMonitoring(bill, resource);
    }

    /// <summary>Type of its storage: its own, else its source's, which a replica inherits (S10).</summary>
    internal static string StorageType(JudgedInstance instance) =>
        instance.Estate.Plan.Text(instance.Resource, "storageType") ?? (instance.SourceInstance is { } source ? StorageType(source) : instance.Estate.Settings.Storage.Type);

    /// <summary>The dimension of a GB-month of a storage type; io1 is called PIOPS.</summary>
    internal static string StorageDimension(string type, bool multiAz) => $"RDS:{Zones(multiAz)}" + type switch
    {
        "gp2" => "GP2-Storage",
        "gp3" => "GP3-Storage",
        "io1" => "PIOPS-Storage",
        "io2" => "PIOPS-Storage-IO2",
        _ => $"{type}-Storage",
    };

    private static string Zones(bool multiAz) => multiAz ? "Multi-AZ-" : "";

    private static void Storage(Bill bill, JudgedInstance instance, bool multiAz)
    {
        var (type, gib) = (StorageType(instance), (decimal)instance.AllocatedGiB);
        var zones = multiAz ? ", Multi-AZ" : "";
        bill.Add(instance.Resource, CostArea.Storage, $"{type} storage{zones}", Rds, StorageDimension(type, multiAz), [Factor.Count(gib, "GB")]);

        var (includedIops, includedThroughput) = type == Gp3.Name ? (Gp3.IncludedIops((int)gib), Gp3.IncludedThroughput((int)gib)) : (0, 0);
        if (instance.Resource.Number("iops") is { } iops && (decimal)iops > includedIops)
        {
            var dimension = $"RDS:{Zones(multiAz)}" + type switch { "io1" => "PIOPS", "io2" => "IO2-PIOPS", _ => "GP3-PIOPS" };
            bill.Add(instance.Resource, CostArea.Storage, $"{type} IOPS{zones}", Rds, dimension,
                [new((decimal)iops - includedIops, $"({Money.Number((decimal)iops)} - {Money.Number(includedIops)} included) IOPS")]);
        }

        if (instance.Resource.Number("storageThroughput") is { } throughput && (decimal)throughput > includedThroughput)
        {
            bill.Add(instance.Resource, CostArea.Storage, $"{type} throughput{zones}", Rds, $"RDS:{Zones(multiAz)}GP3-Throughput",
                [new((decimal)throughput - includedThroughput, $"({Money.Number((decimal)throughput)} - {Money.Number(includedThroughput)} included) MiB/s")]);
        }
    }

    // The free share of a region is the provisioned storage of its instances, a Multi-AZ one counted once.
    private static void Backups(Bill bill, JudgedInstance instance)
    {
        if (instance.Resource.Number("backupRetentionPeriod") is not { } retention || retention == 0)
        {
            return;
        }

        var days = (decimal)retention;
        var volume = DataVolume.Of(instance.AllocatedGiB, bill.Assume);
        var stored = volume.BackupGB(days);
        var free = bill.Estate.Instances.Sum(i => (decimal)i.AllocatedGiB);
        var beyond = Math.Max(0, stored - free);
        bill.Add(instance.Resource, CostArea.Backups, "backups beyond the free share", Rds, "RDS:ChargedBackupUsage",
            [new(beyond, $"{Money.Number(beyond)} GB of ({volume.BackupText(days)} = {Money.Number(stored)} GB; {Money.Number(free)} GB free)")]);
    }

    private static void Stream(Bill bill, JudgedInstance instance)
    {
        if (instance.IsCrossRegionCopy && bill.Estate.Settings.DisasterRecovery is { } recovery)
        {
            var volume = DataVolume.Of(instance.AllocatedGiB, bill.Assume);
            bill.Add(instance.Resource, CostArea.Transfer, $"WAL from {recovery.SourceRegion}", "AWSDataTransfer",
                RegionCodes.TransferTo(instance.Resource.Region ?? bill.Estate.Settings.Region),
                [Factor.Days, Factor.Count(volume.WalGBPerDay, "GB of WAL")], recovery.SourceRegion);
        }
    }

    private static void Insights(Bill bill, JudgedInstance instance, bool multiAz)
    {
        var resource = instance.Resource;
        if (bill.Plan.Text(resource, "databaseInsightsMode") == "advanced")
        {
            bill.Add(resource, CostArea.Monitoring, "Database Insights, advanced", CloudWatch, $"{InsightsUsage}-vCPU-Hours", [Factor.Hours, Processors(instance, multiAz)]);
        }
        else if (resource.Flag("performanceInsightsEnabled") == true)
        {
            var days = (int)(resource.Number("performanceInsightsRetentionPeriod") ?? FreeInsightsDays);
            if (days <= FreeInsightsDays)
            {
                bill.AddFree(resource, CostArea.Monitoring, "Database Insights, 7 days", "the standard mode keeps 7 days free of charge");
                return;
            }

            var months = days == LongestInsightsDays ? 24 : days / 31;
            bill.Add(resource, CostArea.Monitoring, "Database Insights, first month kept", CloudWatch, $"{InsightsUsage}-Standard-FMR-vCPU-Hours", [Factor.Hours, Processors(instance, multiAz)]);
            if (months > 1)
            {
                bill.Add(resource, CostArea.Monitoring, "Database Insights, further months kept", CloudWatch, $"{InsightsUsage}-Standard-AMR-vCPU-Hours",
                    [Factor.Hours, Processors(instance, multiAz), Factor.Count(months - 1, "months")]);
            }
        }
    }

    private static void EnhancedMonitoring(Bill bill, PlannedResource resource)
    {
        if (resource.Number("monitoringInterval") is > 0 and var seconds)
        {
            var perMonth = bill.Assume["enhancedMonitoringGB"];
            bill.Add(resource, CostArea.Monitoring, "Enhanced Monitoring", CloudWatch, "Logs-Ingestion-Bytes",
                [Factor.Count(perMonth, "GB at 60 s"), new(60 / (decimal)seconds, $"60 s / {seconds} s")]);
        }
    }

    /// <summary>vCPUs that are billed by the vCPU: the standby's too.</summary>
    internal static Factor Processors(JudgedInstance instance, bool multiAz)
    {
        var processors = instance.Class?.VirtualCpus ?? 0;
        return new(processors * (multiAz ? 2 : 1), multiAz ? $"{processors} vCPU × 2 (Multi-AZ)" : $"{processors} vCPU");
    }
}
