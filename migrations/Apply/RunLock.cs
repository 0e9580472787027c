using System.Diagnostics;
using System.Globalization;
using TechCorp.PgInfra.Migrations.Connection;

namespace TechCorp.PgInfra.Migrations.Apply;

/// <summary>
/// One run at a time. Roles belong to the whole server but an advisory lock to one database, so the key is taken in the one
/// database the step works in. It is held by the session: whatever ends the run ends the lock with it.
/// </summary>
internal static class RunLock
{
    /// <summary>The key, <c>techcorp</c> in ASCII; in pg_locks its halves are 1952801640 and 1668248176.</summary>
    public const long Key = 0x74656368636f7270;

    private static readonly string TryLock = string.Create(CultureInfo.InvariantCulture, $"SELECT pg_try_advisory_lock({Key})");

    private static readonly string Holder = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        SELECT 'pid ' || l.pid || ', application ' || coalesce(nullif(a.application_name, ''), 'unnamed') || ', login ' || coalesce(a.usename, '?')
               || coalesce(', since ' || to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"'), '')
        FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
        WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
          AND l.classid = {Key >> 32} AND l.objid = {Key & 0xffffffff}
          AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """);

    /// <summary>Takes the lock, waiting no longer than the session's options say.</summary>
    /// <exception cref="PostDeployException">Another run has it; names its process and application.</exception>
    public static async Task TakeAsync(MigrationSession session, Action<string> progress, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var announced = false;
        while (true)
        {
            await using (var attempt = session.Batch([TryLock]))
            {
                if ((bool)(await attempt.ExecuteScalarAsync(cancellation))!)
                {
                    return;
                }
            }

            string holder;
            await using (var question = session.Batch([Holder]))
            {
                holder = (string?)await question.ExecuteScalarAsync(cancellation) ?? "a session that has just ended";
            }

            var remaining = session.Options.RunLockWait - Stopwatch.GetElapsedTime(started);
            if (remaining <= TimeSpan.Zero)
            {
                throw new PostDeployException(ExitCode.Failed,
                    $"another run of the step is at work ({holder}): wait for it to end, or look at it with SELECT * FROM pg_stat_activity; nothing was changed");
            }

            if (!announced)
            {
                progress($"waiting for another run of the step ({holder})");
                announced = true;
            }

            await Task.Delay(Pause.Below(TimeSpan.FromMilliseconds(Math.Min(500, remaining.TotalMilliseconds))), cancellation);
        }
    }
}
