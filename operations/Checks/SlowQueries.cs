namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>S51: slow queries. The source's columns (mean_time, total_time) do not exist since PostgreSQL 13.</summary>
internal static class SlowQueries
{
    private const string Statements = "statements";
    private const string Running = "running";

    // A migration of minutes, once, is no slow query; what takes a twentieth of the server's time is.
    private const double ShareThatMatters = 5;

    public static Check Check { get; } = new(
        "slow-queries", "Which statements take the server's time, and which run for too long right now",
        [
            new(Running, "running now") { Need = Need.EverySession, Parameters = (options, _) => [options.RunningLongerThan, options.Rows] },
            new(Statements, "by total time since the statistics were reset") { Need = Need.Statements, Parameters = (options, _) => [options.Rows] },
        ],
        answers => answers.Rows(Running).Select(row => Finding.Warning(
                $"pid {row.Whole("pid")} of {row.Text("login")} has been running for {Amount.Seconds(row.Number("running_s") ?? 0)}{(row.Text("waits_for") is { Length: > 0 } waits ? $", now waiting ({waits})" : "")}: {Short(row.Text("query"))}",
                row.Text("waits_for").StartsWith("Lock:", StringComparison.Ordinal) ? answers.Command("locks") : $"SELECT pg_cancel_backend({row.Whole("pid")})"))
            .Concat(answers.Rows(Statements)
                .Where(row => row.Number("mean_ms") >= answers.Chosen.SlowStatementSeconds * 1000 && row.Number("share_percent") >= ShareThatMatters)
                .Select(row => Finding.Warning(
                    $"{row.Text("login")}: {Amount.Seconds((row.Number("mean_ms") ?? 0) / 1000)} each, {Amount.Count(row.Whole("calls"))} call{(row.Whole("calls") == 1 ? "" : "s")}, {row.Number("share_percent"):0} % of all time{(Reads(row) ? "" : ", next to none of it reading (it waited, as for a lock, or computed)")}: {Short(row.Text("query"))}",
                    answers.Command(Reads(row) ? "missing-indexes" : "locks")))))
    {
        Fine = answers => $"nothing has been running for over {Amount.Seconds(answers.Options.RunningLongerThan)}; no statement with {ShareThatMatters:0} % of all time takes {Amount.Seconds(answers.Chosen.SlowStatementSeconds)} each",
        Notes = answers => answers.Has(Statements) ? ["Statements are counted per server: a replica has its own (--node)."] : [],
    };

    // No index helps who reads next to nothing for seconds; a scan does thousands of blocks in each.
    private static bool Reads(Row row) => row.Whole("blocks_hit") + row.Whole("blocks_read") + (row.Number("temp_bytes") ?? 0) / 8192 >= (row.Number("total_ms") ?? 0) / 1000 * 100;

    internal static string Short(string statement) => statement.Length <= 100 ? statement : statement[..97] + "...";
}
