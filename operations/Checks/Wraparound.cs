namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>How far it is to the end of the transaction numbers, where the server stops writing, and to the end of sequences, where inserts fail.</summary>
internal static class Wraparound
{
    private const string Databases = "databases";
    private const string Tables = "tables";
    private const string Sequences = "sequences";
    private const string Unseen = "unseen-sequences";

    // Forced vacuum begins at the parameter; well past it, it does not get through.
    private const double ForcedFactor = 1.25;

    public static Check Check { get; } = new(
        "wraparound", "How old the oldest rows are, against the end of the transaction numbers",
        [
            new(Databases, "databases"),
            new(Tables, "oldest tables of this database") { Parameters = (options, _) => [options.Rows] },
            Bloat.Horizon,
            new(Sequences, "sequences nearest to their end") { Parameters = (options, _) => [options.Rows] },
            new(Unseen, "sequences not seen") { Shown = false },
        ],
        answers => answers.Rows(Databases).SelectMany(row => OfDatabase(answers, row)).Concat(answers.Rows(Sequences).SelectMany(row => OfSequence(answers, row))))
    {
        Fine = answers => $"{Amount.Count(answers.Rows(Databases).Max(row => row.Whole("transactions")))} transactions old, {answers.Rows(Databases).Max(row => row.Number("of_limit_percent")) ?? 0:0.#} % of the way; no sequence past {answers.Chosen.RangeWarningPercent:0} %",
        Unseen = answers => answers.Rows(Unseen) is { Length: > 0 } hidden
            ? [new Skip(Sequences, $"{answers.ChosenFacts.Login} may not read {hidden.Length} sequence{(hidden.Length == 1 ? "" : "s")} that can end ({string.Join(", ", hidden.Take(3).Select(h => h.Text("sequence_name")))}{(hidden.Length > 3 ? " ..." : "")}); ask --as their service, or a member of pg_read_all_data")]
            : [],
    };

    private static IEnumerable<Finding> OfDatabase(Answers answers, Row row)
    {
        var next = answers.Rows(Bloat.HorizonName) is [var oldest, ..] && oldest.Whole("transactions") > row.Whole("vacuum_forced_at") / 2
            ? $"end what holds vacuum back: {oldest.Text("holder")} {oldest.Text("who")}"
            : answers.Rows(Tables) is [var table, ..] && row.Text("database") == answers.ChosenFacts.Database ? $"VACUUM (FREEZE, VERBOSE) {table.Text("table_name")}"
            : $"connect to {row.Text("database")} and VACUUM (FREEZE) its oldest table";
        foreach (var (what, age, percent, forced) in new[]
        {
            ("transactions", row.Whole("transactions"), row.Number("of_limit_percent") ?? 0, row.Whole("vacuum_forced_at")),
            ("multixacts", row.Whole("multixacts"), row.Number("multixacts_of_limit_percent") ?? 0, row.Whole("multixact_vacuum_forced_at")),
        })
        {
            var text = $"{row.Text("database")}: its oldest row is {Amount.Count(age)} {what} old, {percent:0.##} % of the way to the stop of all writes";
            if (percent >= answers.Chosen.RangeCriticalPercent)
                yield return Finding.Critical(text, next);
            else if (age >= answers.Chosen.TransactionAge)
                yield return Finding.Critical($"{text}; PostgresTransactionIdAgeHigh fires at {Amount.Count(answers.Chosen.TransactionAge)}", next);
            else if (age >= forced * ForcedFactor)
                yield return Finding.Warning($"{text}; autovacuum was forced at {Amount.Count(forced)} and has not brought it down", next);
        }
    }

    private static IEnumerable<Finding> OfSequence(Answers answers, Row row)
    {
        if (row.Number("used_percent") is not { } used || used < answers.Chosen.RangeWarningPercent) yield break;
        var text = $"sequence {row.Text("sequence_name")} is at {Amount.Count(row.Whole("last_value"))} of {Amount.Count(row.Whole("max_value"))} ({used:0.#} %){(row.Text("column_name") is { Length: > 0 } column ? $", for {column}" : "")}; at its end every insert fails";
        yield return new Finding(used >= answers.Chosen.RangeCriticalPercent ? Level.Critical : Level.Warning, text, "widen the column to bigint with a new column and a switch; ALTER TABLE ... TYPE bigint rewrites the table under its lock");
    }
}
