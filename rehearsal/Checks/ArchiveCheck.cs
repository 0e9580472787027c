using TechCorp.PgInfra.Rehearsal.Estates;

namespace TechCorp.PgInfra.Rehearsal.Checks;

/// <summary>Point-in-time recovery reaches as far as the log is archived: a plan that keeps backups archives it.</summary>
public static class ArchiveCheck
{
    /// <summary>Ends the current segment and waits until it is in the archive; null when the plan keeps no backups.</summary>
    public static async Task<Check?> RunAsync(RunningEstate estate, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(estate);
        if (estate.Archive is not { } archive) return null;
        const string What = "finished log segments reach the archive";
        var segment = await estate.Writer.QueryAsync<string>("SELECT pg_walfile_name(pg_switch_wal())", null, cancellation);
        for (var began = Environment.TickCount64; Environment.TickCount64 - began < 10_000; await Task.Delay(10, cancellation))
        {
            if (File.Exists(Path.Combine(archive.Path, segment)))
                return new(What, []);
        }

        return new(What, [$"{segment} did not arrive within 10 s; the log of {estate.Writer.Identifier} ends:\n{estate.Writer.Cluster.LogTail()}"]);
    }
}
