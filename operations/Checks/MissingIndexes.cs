namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>Indexes that are not there, that nobody may read, that nobody reads, or that are there twice.</summary>
internal static class MissingIndexes
{
    private const string Scans = "sequential-scans";
    private const string Keys = "foreign-keys";
    private const string Invalid = "invalid";
    private const string Unused = "unused";
    private const string Duplicate = "duplicate";

    // A month has every report of a company in it; less has not.
    private const double MonthSeconds = 30 * 86_400;

    public static Check Check { get; } = new(
        "missing-indexes", "Which indexes are missing, broken, unused or there twice",
        [
            new(Scans, "large tables that are read from end to end") { Parameters = (options, limits) => [options.Rows, limits.SmallestBytes] },
            new(Keys, "foreign keys without an index") { Parameters = (options, _) => [options.Rows] },
            new(Invalid, "invalid indexes"),
            new(Duplicate, "indexes there twice") { Parameters = (options, _) => [options.Rows] },
            new(Unused, "indexes that no server has used") { Asked = Asked.Every, Parameters = (_, limits) => [limits.SmallestBytes] },
        ],
        answers => answers.Rows(Invalid).Where(row => !row.Flag("being_built")).Select(row => Finding.Critical(
                $"index {row.Text("index_name")} on {row.Text("table_name")} is invalid: every write keeps it up, no query may use it", $"REINDEX INDEX CONCURRENTLY {row.Text("index_name")}"))
            .Concat(answers.Rows(Keys).Select(row => Finding.Warning(
                $"{row.Text("table_name")} ({row.Text("columns")}) refers to {row.Text("referenced")} and has no index ({row.Text("foreign_key")}): each delete there reads all of it", $"CREATE INDEX CONCURRENTLY ON {row.Text("table_name")} ({row.Text("columns")})")))
            .Concat(answers.Rows(Scans).Where(row => row.Whole("sequential_scans") >= answers.Chosen.SequentialScans && row.Whole("sequential_scans") > row.Whole("index_scans")).Select(row => Finding.Warning(
                $"{row.Text("table_name")} ({Amount.Bytes(row.Number("size_bytes") ?? 0)}) was read from end to end {Amount.Count(row.Whole("sequential_scans"))} times, {Amount.Count(row.Whole("rows_each_scan"))} rows each time", answers.Command("slow-queries"))))
            .Concat(answers.Rows(Duplicate).Select(row => Finding.Warning(
                $"index {row.Text("index_name")} is the same as {row.Text("same_as")}", $"DROP INDEX CONCURRENTLY {row.Text("index_name")}")))
            .Concat(Everywhere(answers).Where(group => group.All(row => row.Number("counted_for_s") >= MonthSeconds)).Select(group => Finding.Warning(
                $"index {group.Key} ({Amount.Bytes(group.First().Number("size_bytes") ?? 0)}) was used by no server for {Amount.Seconds(group.Min(row => row.Number("counted_for_s") ?? 0))}", $"DROP INDEX CONCURRENTLY {group.Key}"))))
    {
        Fine = _ => "every foreign key has one, and none is invalid or there twice",
        Present = (answers, table) => table.Name == Unused
            ? table with { Rows = [.. Everywhere(answers).Select(group => group.MinBy(row => row.Number("counted_for_s") ?? 0)!).OrderByDescending(row => row.Number("size_bytes")).Take(answers.Options.Rows)] }
            : table,
        Notes = answers => answers.Facts.Count == answers.Target.Nodes.Length && answers.Facts.Count > 1
            ? [$"Unused means by none of {string.Join(", ", answers.Facts.Keys.Order(StringComparer.Ordinal))}: each counts its own scans. Under a month of counting, an unused index is no finding."]
            : ["Unused here may be used elsewhere: each server counts its own scans, and only one was asked."],
    };

    // Silence of one server is no evidence, and so nothing is unused.
    private static IEnumerable<IGrouping<string, Row>> Everywhere(Answers answers) =>
        answers.Rows(Unused).GroupBy(row => row.Text("index_name")).Where(group => group.Count() == answers.Target.Nodes.Length);
}
