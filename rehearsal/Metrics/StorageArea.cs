namespace TechCorp.PgInfra.Rehearsal.Metrics;

/// <summary>
/// The storage of an instance on this machine: a quota on its data folder that stands for the allocated bytes. pg_wal does not count,
/// since its 16 MB segments do not shrink with the quota.
/// </summary>
/// <param name="QuotaBytes">Bytes the data folder may take.</param>
/// <param name="AllocatedBytes">Declared allocated storage.</param>
public sealed record StorageArea(long QuotaBytes, long AllocatedBytes)
{
    private const long Step = 64L << 20;

    /// <summary>A quota with which a data folder of that size is a quarter full.</summary>
    public static StorageArea For(long dataBytes, long allocatedBytes) => new(Math.Max(Step, (dataBytes * 4 + Step - 1) / Step * Step), allocatedBytes);

    /// <summary>Declared bytes one local byte stands for.</summary>
    public double Scale => (double)AllocatedBytes / QuotaBytes;

    /// <summary>What FreeStorageSpace would be, bytes of the declared size.</summary>
    public double FreeBytes(long dataBytes) => Math.Max(0, QuotaBytes - dataBytes) * Scale;

    /// <summary>Bytes of a data folder without pg_wal.</summary>
    public static long BytesIn(string dataDirectory)
    {
        var total = 0L;
        foreach (var folder in new[] { "base", "global", "pg_xact" })
        {
            var path = new DirectoryInfo(Path.Combine(dataDirectory, folder));
            if (!path.Exists) continue;
            // Files come and go while they are counted.
            total += path.EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }).Sum(f =>
            {
                try
                {
                    return f.Length;
                }
                catch (FileNotFoundException)
                {
                    return 0;
                }
            });
        }

        return total;
    }
}
