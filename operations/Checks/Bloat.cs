namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>What vacuum did not give back, and why it could not.</summary>
internal static class Bloat
{
    private const string Dead = "dead-rows";
    private const string Tables = "tables";
    private const string Indexes = "indexes";
    private const string Unseen = "unseen";
    internal const string HorizonName = "horizon";

    /// <summary>Who holds vacuum back; wraparound asks it too.</summary>
    public static Query Horizon { get; } = new(HorizonName, "who holds vacuum back, oldest first") { Folder = "bloat", Need = Need.EverySession, Parameters = (options, _) => [options.Rows] };

    public static Check Check { get; } = new(
        "bloat", "How much room dead rows take, and what keeps vacuum from giving it back",
        [
            new(Dead, "dead rows") { Parameters = (options, _) => [options.Rows] },
            new(Tables, "tables, estimated") { Parameters = (options, limits) => [options.Rows, limits.SmallestBytes] },
            new(Indexes, "btree indexes, estimated") { Parameters = (options, limits) => [options.Rows, limits.SmallestBytes] },
            Horizon,
            new(Unseen, "not estimated") { Shown = false, Parameters = (_, limits) => [limits.SmallestBytes] },
        ],
        answers => LeftDead(answers)
            .Select(row => Finding.Warning(
                $"{row.Text("table_name")}: {Amount.Count(row.Whole("dead_rows"))} dead rows, {row.Number("dead_percent"):0} % of it; autovacuum should have begun at {Amount.Count(row.Whole("vacuum_at_rows"))}{(row.Number("last_vacuum_s") is { } ago ? $", and last came {Amount.Seconds(ago)} ago" : ", and never came")}",
                answers.Rows(HorizonName).Any(h => HoldsBack(answers, h)) ? "end what holds vacuum back first (below)" : $"VACUUM (VERBOSE) {row.Text("table_name")}"))
            .Concat(answers.Rows(Tables).Concat(answers.Rows(Indexes)).Where(row => row.Number("estimated_bloat_percent") >= answers.Chosen.BloatPercent && row.Number("estimated_bloat_bytes") >= answers.Chosen.BloatBytes)
                .Select(row => IsIndex(row)
                    ? Finding.Warning($"index {row.Text("index_name")}: about {Amount.Bytes(row.Number("estimated_bloat_bytes") ?? 0)} of {Amount.Bytes(row.Number("size_bytes") ?? 0)} are empty (estimate)", $"REINDEX INDEX CONCURRENTLY {row.Text("index_name")}")
                    : Finding.Warning($"{row.Text("table_name")}: about {Amount.Bytes(row.Number("estimated_bloat_bytes") ?? 0)} of {Amount.Bytes(row.Number("size_bytes") ?? 0)} are empty (estimate)", $"vacuum keeps it for new rows; pg_repack, or VACUUM FULL {row.Text("table_name")} in a maintenance window, gives it back")))
            .Concat(HorizonFindings(answers)))
    {
        Fine = answers => $"{Amount.Count(answers.Rows(Dead).Sum(row => row.Whole("dead_rows")))} dead rows; nothing over {Amount.Bytes(answers.Chosen.BloatBytes)} is bloated, and nobody holds vacuum back",
        Unseen = answers => answers.Rows(Unseen) is { Length: > 0 } hidden
            ? [new Skip(Tables, $"{answers.ChosenFacts.Login} may not read {hidden.Length} of the tables over {Amount.Bytes(answers.Chosen.SmallestBytes)} ({string.Join(", ", hidden.Take(3).Select(h => h.Text("table_name")))}{(hidden.Length > 3 ? " ..." : "")}), and pg_stats hides their statistics; estimate them --as a login that may, for example a member of pg_read_all_data")]
            : [],
        Notes = _ => ["Bloat is an estimate from row counts and average widths, as fresh as the last ANALYZE; a database at a time (--connect dbname=)."],
    };

    /// <summary>Findings on what holds vacuum back.</summary>
    public static IEnumerable<Finding> HorizonFindings(Answers answers) =>
        answers.Rows(HorizonName).Where(row => HoldsBack(answers, row)).Take(1).Select(row => Finding.Warning(
            $"{row.Text("holder")} {row.Text("who")} holds vacuum back: {Amount.Count(row.Whole("transactions"))} transactions{(row.Number("age_s") is { } age ? $", {Amount.Seconds(age)}" : "")} ({row.Text("detail")})",
            row.Text("holder") switch
            {
                // pid N of LOGIN
                "session" => $"SELECT {(row.Text("detail").StartsWith("idle", StringComparison.Ordinal) ? "pg_terminate_backend" : "pg_cancel_backend")}({row.Text("who").Split(' ')[1]})",
                "replication slot" => answers.Command("lag"),
                "prepared transaction" => $"ROLLBACK PREPARED '{row.Text("who")}'",
                _ => "end the long query on that replica, or set hot_standby_feedback to off there",
            }));

    private static IEnumerable<Row> LeftDead(Answers answers) =>
        answers.Rows(Dead).Where(row => row.Whole("dead_rows") > row.Whole("vacuum_at_rows") * answers.Chosen.DeadRowsFactor && row.Number("size_bytes") >= answers.Chosen.SmallestBytes);

    // Old by the limits, or older than a vacuum that came and had to leave its rows: another one would leave them too.
    private static bool HoldsBack(Answers answers, Row row) =>
        row.Whole("transactions") >= answers.Chosen.HorizonTransactions || row.Number("age_s") >= answers.Chosen.HorizonSeconds
        || LeftDead(answers).Any(dead => row.Number("age_s") > dead.Number("last_vacuum_s"));

    private static bool IsIndex(Row row) => row.Has("index_name");
}
