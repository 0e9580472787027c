namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>What a query cannot do without. Without it the server often answers with less instead of an error, and less would look fine.</summary>
/// <param name="Missing">Null when the session has it; else why not, and the way to have it.</param>
public sealed record Need(Func<ServerFacts, string?> Missing)
{
    /// <summary>Any login may ask.</summary>
    public static Need Nothing { get; } = new(_ => null);

    /// <summary>Other logins' sessions: without pg_read_all_stats their state and query are null (manual 28.2).</summary>
    public static Need EverySession { get; } = new(facts => facts.ReadsAllStats ? null
        : $"{facts.Login} is no member of pg_read_all_stats and sees its own sessions only; connect as monitor, or have the master run GRANT pg_monitor TO {facts.Login}");

    /// <summary>Lists of files: functions granted to pg_monitor (manual 9.27.9).</summary>
    public static Need Files { get; } = new(facts => facts.IsMonitor ? null
        : $"{facts.Login} is no member of pg_monitor and may not list files; connect as monitor, or have the master run GRANT pg_monitor TO {facts.Login}");

    /// <summary>Sizes of databases it may not connect to.</summary>
    public static Need EverySize { get; } = new(facts => facts.ReadsAllStats ? null
        : $"{facts.Login} is no member of pg_read_all_stats, which the size of other databases needs; have the master run GRANT pg_monitor TO {facts.Login}");

    /// <summary>pg_stat_statements: library, extension, and the right to see other logins' text.</summary>
    public static Need Statements { get; } = new(facts =>
        !facts.CountsStatements ? "the server does not load pg_stat_statements; add it to shared_preload_libraries of the parameter group and reboot the instance"
        : facts.StatementsSchema is null ? $"database {facts.Database} has no extension pg_stat_statements; ./pg post-deploy apply creates it (CREATE EXTENSION pg_stat_statements)"
        : EverySession.Missing(facts));
}
