namespace TechCorp.PgInfra.Rehearsal.Metrics;

/// <summary>
/// The log that replication slots may hold on this machine: a small max_slot_wal_keep_size that stands for the one in force. Nobody
/// writes 200 GB for a drill.
/// </summary>
/// <param name="LimitBytes">Bytes they may hold here.</param>
/// <param name="DeclaredBytes">Bytes they may hold where it is deployed.</param>
public sealed record SlotArea(long LimitBytes, long DeclaredBytes)
{
    /// <summary>Bytes of one log file; a slot is given up by whole ones.</summary>
    public const long SegmentBytes = 16L << 20;

    /// <summary>Four segments for what is more than that.</summary>
    public static SlotArea For(long declaredBytes) => new(Math.Min(declaredBytes, 4 * SegmentBytes), declaredBytes);

    /// <summary>Declared bytes one local byte stands for.</summary>
    public double Scale => (double)DeclaredBytes / Math.Max(1, LimitBytes);
}
