namespace TechCorp.PgInfra.Views.Cost;

/// <summary>What the assumptions make of a writer's storage, in GB.</summary>
/// <param name="UsedGB">Data on it.</param>
/// <param name="ChangedGBPerDay">Data that changes in a day.</param>
/// <param name="WalGBPerDay">WAL it writes in a day.</param>
internal sealed record DataVolume(decimal UsedGB, decimal ChangedGBPerDay, decimal WalGBPerDay)
{
    public static DataVolume Of(double allocatedGiB, Assumptions assume)
    {
        var used = (decimal)allocatedGiB * assume["usedPercent"] / 100;
        return new(used, used * assume["changedPercentPerDay"] / 100, used * assume["walPercentPerDay"] / 100);
    }

    /// <summary>Backup storage for a retention: one full copy, and each day's changes and WAL.</summary>
    public decimal BackupGB(decimal days) => UsedGB + (days * (ChangedGBPerDay + WalGBPerDay));

    /// <summary>How <see cref="BackupGB"/> reads.</summary>
    public string BackupText(decimal days) =>
        $"{Money.Number(UsedGB)} GB + {Money.Number(days)} days × ({Money.Number(ChangedGBPerDay)} changed + {Money.Number(WalGBPerDay)} WAL)";
}
