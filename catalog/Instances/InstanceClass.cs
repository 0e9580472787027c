namespace TechCorp.PgInfra.Catalog;

/// <summary>An RDS instance class as data.</summary>
/// <param name="Name">As the RDS API spells it, e.g. <c>db.r6g.2xlarge</c>.</param>
/// <param name="VirtualCpus">vCPUs; DB load above this number means sessions wait for a core.</param>
/// <param name="MemoryGiB">Nominal memory in GiB; <c>DBInstanceClassMemory</c> is always somewhat less.</param>
/// <param name="EbsBaselineMbps">EBS throughput the class sustains, in Mbit/s; above it a burst bucket drains.</param>
/// <param name="EbsBaselineIops">EBS operations per second the class sustains (16 KiB each).</param>
/// <param name="EbsBurstMbps">EBS throughput for at most 30 minutes a day; equal to the baseline where nothing bursts.</param>
/// <param name="EbsBurstIops">EBS operations per second while bursting.</param>
/// <param name="NetworkMbps">Network bandwidth upper bound, Mbit/s.</param>
public sealed record InstanceClass(
    string Name,
    int VirtualCpus,
    int MemoryGiB,
    int EbsBaselineMbps,
    int EbsBaselineIops,
    int EbsBurstMbps,
    int EbsBurstIops,
    int NetworkMbps)
{
    /// <summary>Nominal memory in bytes.</summary>
    public long MemoryBytes => MemoryGiB * (1L << 30);

    /// <summary>True when EBS bandwidth above the baseline is a bucket that empties; EBSByteBalance% is worth an alarm only then.</summary>
    public bool EbsBursts => EbsBurstMbps > EbsBaselineMbps;
}
