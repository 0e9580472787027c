namespace TechCorp.PgInfra.Catalog;

/// <summary>Rules of RDS gp3 storage for PostgreSQL (RDS user guide, "Storage": gp3; S6).</summary>
public static class Gp3
{
    public const string Name = "gp3";

    /// <summary>Smallest volume, GiB.</summary>
    public const int MinimumGiB = 20;

    /// <summary>Largest volume, GiB (64 TiB).</summary>
    public const int MaximumGiB = 65_536;

    /// <summary>From this size on RDS stripes over four volumes; below it IOPS and throughput can not be set at all.</summary>
    public const int StripedFromGiB = 400;

    /// <summary>Provisionable IOPS of a striped volume.</summary>
    public const int MinimumIops = 12_000;
    public const int MaximumIops = 64_000;

    /// <summary>Most IOPS per GiB.</summary>
    public const int IopsPerGiB = 500;

    /// <summary>Provisionable throughput of a striped volume, MiB/s.</summary>
    public const int MinimumThroughput = 500;
    public const int MaximumThroughput = 4_000;

    /// <summary>Storage autoscaling needs at least this share above the allocated size; RDS recommends 26 %.</summary>
    public const int AutoscalingMinimumPercent = 110;
    public const int AutoscalingRecommendedPercent = 126;

    /// <summary>IOPS a volume of that size includes.</summary>
    public static int IncludedIops(int allocatedGiB) => allocatedGiB < StripedFromGiB ? 3_000 : MinimumIops;

    /// <summary>Throughput a volume of that size includes, MiB/s.</summary>
    public static int IncludedThroughput(int allocatedGiB) => allocatedGiB < StripedFromGiB ? 125 : MinimumThroughput;

    /// <summary>Most throughput for those IOPS: one MiB/s for every four.</summary>
    public static int ThroughputAt(int iops) => iops / 4;

    /// <summary>Smallest upper bound of autoscaling that RDS accepts.</summary>
    public static int SmallestAutoscalingGiB(int allocatedGiB) => PercentOf(allocatedGiB, AutoscalingMinimumPercent);

    /// <summary>Upper bound below which RDS sends event RDS-EVENT-0225 ("not enough room to scale").</summary>
    public static int RecommendedAutoscalingGiB(int allocatedGiB) => PercentOf(allocatedGiB, AutoscalingRecommendedPercent);

    private static int PercentOf(int value, int percent) => (int)(((long)value * percent + 99) / 100);
}
