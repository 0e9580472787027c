using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Views.Cost;

/// <summary>Automated backups kept in another region: their storage, and the bytes that go there.</summary>
internal static class RecoveryPricing
{
    public static void ReplicatedBackups(Bill bill, PlannedResource resource)
    {
        var days = (decimal)(resource.Number("retentionPeriod") ?? 7);
        var source = bill.Estate.Settings.DisasterRecovery?.SourceRegion ?? bill.Estate.Settings.Region;
        var volume = DataVolume.Of(bill.Estate.Source?.Writer?.AllocatedGiB ?? bill.Estate.Settings.Storage.AllocatedGiB, bill.Assume);
        var stored = volume.BackupGB(days);

        // AWS's pages leave open whether a copy counts against the free share of its region; an estimate must not rest on that.
        bill.Add(resource, CostArea.Backups, "replicated backups", "AmazonRDS", "RDS:ChargedBackupUsage",
            [new(stored, $"({volume.BackupText(days)} = {Money.Number(stored)} GB, no free share)")]);
        bill.Add(resource, CostArea.Transfer, $"backups from {source}", "AWSDataTransfer", RegionCodes.TransferTo(resource.Region ?? bill.Estate.Settings.Region),
            [Factor.Days, new(volume.ChangedGBPerDay + volume.WalGBPerDay, $"({Money.Number(volume.ChangedGBPerDay)} GB changed + {Money.Number(volume.WalGBPerDay)} GB of WAL)")], source);
    }
}
