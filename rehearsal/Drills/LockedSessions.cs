using System.Collections.Immutable;
using TechCorp.PgInfra.Rehearsal.Estates;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>Who waits for a lock on the writer.</summary>
/// <param name="Heads">Sessions that others wait for and that wait for nobody, as <c>./pg ops locks</c> finds them.</param>
/// <param name="Waiting">How many wait.</param>
internal sealed record LockedSessions(ImmutableArray<int> Heads, long Waiting)
{
    public static async Task<LockedSessions> OfAsync(RunningEstate estate, CancellationToken cancellation)
    {
        // Asked once for each: who waits changes between two questions.
        var found = await estate.Writer.QueryAsync<int[]>(
            """
            WITH waiting AS MATERIALIZED (SELECT pid, pg_blocking_pids(pid) AS blockers FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database())
            SELECT ARRAY(SELECT DISTINCT head FROM waiting, unnest(blockers) AS head WHERE head NOT IN (SELECT pid FROM waiting)) || (SELECT count(*)::int FROM waiting)
            """, estate.DatabaseName, cancellation);
        return new([.. found[..^1]], found[^1]);
    }
}
