using Npgsql;

namespace TechCorp.PgInfra.Migrations.Connection;

/// <summary>An answer of the server nobody foresaw, or none at all, as one sentence.</summary>
internal static class ServerProblem
{
    /// <summary>What to do about it, without the end of the sentence.</summary>
    public const string DiskFull = "The server's storage is full: make room on it or give it more (docs/runbooks/disk-full.md),";

    public static PostDeployException Explain(NpgsqlException e, ConnectionTarget target) => new(ExitCode.Failed, e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown } refused =>
            $"{target.Display} ended the session: {refused.MessageText}. What was not committed is rolled back: run again when the server is back",
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } refused =>
            $"{target.Display}: {refused.MessageText} ({refused.SqlState}). {DiskFull} and run again; what was not committed is rolled back",
        PostgresException refused =>
            $"{target.Display}: {refused.MessageText} ({refused.SqlState}){(refused.Hint is null ? "" : $"; {refused.Hint}")}",
        _ => $"the connection to {target.Display} was lost ({e.Message}); what was not committed is rolled back: run again",
    }, e);
}
