using Npgsql;
using TechCorp.PgInfra.Migrations.Connection;

namespace TechCorp.PgInfra.Migrations.Apply;

/// <summary>
/// A transaction that gives way when a lock is not to be had, pauses, and is tried again from its beginning a bounded number
/// of times. Giving up, it names the session that stood in the way.
/// </summary>
public static class LockedTransaction
{
    /// <summary>Runs <paramref name="body"/> between BEGIN and COMMIT; whatever it throws rolls back.</summary>
    /// <param name="what">What is being done, for messages: <c>roles, schemas and grants</c>.</param>
    /// <exception cref="PostDeployException">The server refused a statement, or a lock was not to be had; everything was rolled back.</exception>
    public static async Task<T> RunAsync<T>(
        MigrationSession session, string what, Func<Task<T>> body, Action<string> progress, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var watch = new BlockerWatch(session.ProcessId, session.OpenObserverAsync);
            try
            {
                await session.ExecuteAsync(["BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE"], cancellation);
                var result = await body();
                await session.ExecuteAsync(["COMMIT"], cancellation);
                return result;
            }
            catch (Exception problem)
            {
                await RollBackAsync(session);
                if (problem is not PostgresException refused)
                {
                    throw problem is NpgsqlException or IOException ? Lost(session, what, problem) : problem;
                }

                var blocker = (await watch.StopAsync())?.Words;
                if (!IsContention(refused))
                {
                    throw Refused(what, refused);
                }

                if (attempt >= session.Options.Attempts)
                {
                    throw new PostDeployException(ExitCode.Failed,
                        $"{what}: {refused.MessageText} after {attempt} {(attempt == 1 ? "attempt" : "attempts")}; {blocker ?? "the session in the way is gone by now"}. Everything was rolled back: run again when it has finished", refused);
                }

                progress($"{what}: {refused.MessageText}{(blocker is null ? "" : $" ({blocker})")}; attempt {attempt} of {session.Options.Attempts}, trying again");
                await Task.Delay(Pause.Below(session.Options.RetryDelay), cancellation);
            }
        }
    }

    // Somebody else's statement at the same rows: roles and privileges are catalogue rows, and a run beside ours (another tool,
    // another version) shows as a duplicate key or as "tuple concurrently updated", which has no state of its own.
    private static bool IsContention(PostgresException e) =>
        e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
        || (e.SqlState == PostgresErrorCodes.InternalError && e.MessageText.StartsWith("tuple concurrently", StringComparison.Ordinal))
        || (e.SqlState == PostgresErrorCodes.UniqueViolation && e.SchemaName == "pg_catalog");

    private static PostDeployException Refused(string what, PostgresException e)
    {
        var statement = e.BatchCommand?.CommandText;
        return new PostDeployException(ExitCode.Failed,
            $"{what}: {e.MessageText} ({e.SqlState}){(e.Hint is null ? "" : $"; {e.Hint}")}"
            + $"{(statement is null ? "" : $"; statement: {Redaction.Hide(statement)}")}. Everything was rolled back", e);
    }

    private static PostDeployException Lost(MigrationSession session, string what, Exception e) => new(ExitCode.Failed,
        $"{what}: the connection to {session.Target.Display} was lost ({e.Message}); the server rolls back what was not committed: run again", e);

    private static async Task RollBackAsync(MigrationSession session)
    {
        try
        {
            await session.ExecuteAsync(["ROLLBACK"], CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException)
        {
            // The connection is gone and the transaction with it.
        }
    }
}
