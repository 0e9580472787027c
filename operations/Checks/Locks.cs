using System.Collections.Immutable;
using System.Globalization;

namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>S51: who blocks whom. A queue of hundreds has one session at its head, and that one is often doing nothing.</summary>
internal static class Locks
{
    private const string Tree = "tree";

    public static Check Check { get; } = new(
        "locks", "Who waits for whom, from the head of each queue down",
        [new(Tree, "blockers, and below each who waits for it") { Need = Need.EverySession }],
        answers =>
        {
            var rows = answers.Rows(Tree);
            return rows.Where(row => row.Text("blocked_by").Length == 0).Select(root =>
            {
                var behind = Behind(rows, root.Whole("pid"));
                var longest = behind.Count == 0 ? 0 : behind.Max(r => r.Number("waiting_s") ?? 0);
                var resting = root.Text("state").StartsWith("idle in transaction", StringComparison.Ordinal);
                var text = $"pid {root.Whole("pid")} of {root.Text("login")} ({root.Text("state")}, transaction of {Amount.Seconds(root.Number("transaction_s") ?? 0)}) blocks {behind.Count} session{(behind.Count == 1 ? "" : "s")}, the longest for {Amount.Seconds(longest)}: {SlowQueries.Short(root.Text("query"))}";
                return new Finding(longest >= answers.Chosen.LockCriticalSeconds ? Level.Critical : Level.Warning, text,
                    root.Whole("pid") == 0 ? "SELECT * FROM pg_prepared_xacts, then ROLLBACK PREPARED" : resting ? $"SELECT pg_terminate_backend({root.Whole("pid")})" : $"SELECT pg_cancel_backend({root.Whole("pid")})");
            });
        })
    {
        Fine = _ => "nobody waits",
        Present = (_, table) => Drawn(table),
    };

    /// <summary>Everybody who waits for a session, directly or behind others.</summary>
    private static List<Row> Behind(ImmutableArray<Row> rows, long root)
    {
        var found = new List<Row>();
        var from = new HashSet<long> { root };
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var row in rows.Where(r => Blockers(r).Any(from.Contains) && !from.Contains(r.Whole("pid"))))
            {
                from.Add(row.Whole("pid"));
                found.Add(row);
                grown = true;
            }
        }

        return found;
    }

    // pg_blocking_pids names everybody ahead in the queue; in the drawing a waiter hangs below the last of them.
    private static AnswerTable Drawn(AnswerTable table)
    {
        var drawn = ImmutableArray.CreateBuilder<Row>(table.Rows.Length);
        var depth = new Dictionary<long, int>();
        foreach (var root in table.Rows.Where(r => r.Text("blocked_by").Length == 0))
            Add(root, 0);
        // A circle has no head: a deadlock that its deadlock_timeout has not ended yet.
        foreach (var row in table.Rows.Where(r => !depth.ContainsKey(r.Whole("pid"))))
            Add(row, 0);
        ImmutableArray<string> columns = ["session", .. table.Columns];
        return table with { Columns = columns, Rows = [.. drawn.Select(row => new Row(columns, [Label(row), .. row.Values]))] };

        void Add(Row row, int level)
        {
            if (!depth.TryAdd(row.Whole("pid"), level)) return;
            drawn.Add(row);
            foreach (var waiter in table.Rows.Where(r => Nearest(r) == row.Whole("pid")).OrderByDescending(r => r.Number("waiting_s")))
                Add(waiter, level + 1);
        }

        // The blocker that itself waits behind most others.
        long? Nearest(Row row) => Blockers(row) is { Count: > 0 } blockers
            ? blockers.MaxBy(b => table.Rows.FirstOrDefault(r => r.Whole("pid") == b) is { } found ? Blockers(found).Count : 0)
            : null;

        string Label(Row row) => depth[row.Whole("pid")] == 0
            ? row.Whole("pid").ToString(CultureInfo.InvariantCulture)
            : new string(' ', (depth[row.Whole("pid")] - 1) * 3) + "└─ " + row.Whole("pid").ToString(CultureInfo.InvariantCulture);
    }

    private static List<long> Blockers(Row row) =>
        [.. row.Text("blocked_by").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(p => long.Parse(p, CultureInfo.InvariantCulture))];
}
