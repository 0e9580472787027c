using TechCorp.PgInfra.Operations.Checks;

namespace TechCorp.PgInfra.Operations.Tests.Checks;

/// <summary>After a purge the table is as large as before, and vacuum may be kept from giving anything back.</summary>
[Collection(OnCheckedServers.Name)]
public sealed class Bloat_and_its_cause_are_found(CheckedServers servers)
{
    [Fact]
    public async Task Dead_rows_first_then_the_empty_pages_and_who_held_vacuum_back()
    {
        var database = await servers.CreateDatabaseAsync("bloated");
        await using var owner = await servers.ConnectAsync("techcorp_admin", database: database);
        await owner.RunAsync(
            """
            CREATE TABLE purged (id int PRIMARY KEY, words text NOT NULL);
            INSERT INTO purged SELECT n, repeat('w', 100) FROM generate_series(1, 50000) n;
            CREATE TABLE dense (id int, words text NOT NULL);
            INSERT INTO dense SELECT n, repeat('w', 100) FROM generate_series(1, 50000) n;
            """);
        // The server adds a session's counts up a second later; what vacuum finds must not be added to.
        await owner.RunAsync("SELECT pg_stat_force_next_flush()");
        await owner.RunAsync("VACUUM ANALYZE");
        await using var report = await servers.ConnectAsync("techcorp_admin", "report", database);
        await report.RunAsync("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM purged");
        await owner.RunAsync("DELETE FROM purged WHERE id > 4000");
        await owner.RunAsync("SELECT pg_stat_force_next_flush()");

        var dead = await AskAsync("techcorp_admin", limits => limits with { HorizonSeconds = 0.001 });
        await report.RunAsync("COMMIT");
        await owner.RunAsync("VACUUM ANALYZE purged");
        var empty = await AskAsync("techcorp_admin", limits => limits);
        var hidden = await AskAsync("monitor", limits => limits);

        Assert.Contains(dead.Findings, f => f.Text.StartsWith("public.purged: 46,000 dead rows, 92 % of it; autovacuum should have begun at 10,050, and last came ", StringComparison.Ordinal) && f.Next == "end what holds vacuum back first (below)");
        Assert.Contains(dead.Findings, f => f.Text.StartsWith($"session pid {report.ProcessID} of techcorp_admin holds vacuum back: ", StringComparison.Ordinal) && f.Text.EndsWith("(idle in transaction, report)", StringComparison.Ordinal));
        // 50,000 rows of 132 bytes are 862 pages, of which the last 46,000 rows were cut off at the end or left empty.
        Assert.Equal(["primary key's index"], empty.Findings.Select(f => f.Text.StartsWith("index public.purged_pkey: about ", StringComparison.Ordinal) ? "primary key's index" : f.Text));
        // pg_stats hides what a login may not read, and hidden is not fine.
        Assert.Equal(Level.Skipped, hidden.Level);
        Assert.StartsWith("monitor may not read 1 of the tables over 1 MB (public.dense), and pg_stats hides their statistics", Assert.Single(hidden.Skips).Why, StringComparison.Ordinal);

        Task<CheckResult> AskAsync(string login, Func<Limits, Limits> change) =>
            servers.AskAsync("bloat", limits => change(limits with { SmallestBytes = 1 << 20, BloatBytes = 500_000 }), login, database);
    }

    /// <summary>Vacuum has just been there in vain: to advise another one sends a person in a circle.</summary>
    [Fact]
    public async Task A_transaction_that_a_vacuum_had_to_leave_rows_for_is_named_however_young()
    {
        var database = await servers.CreateDatabaseAsync("in_vain");
        await using var owner = await servers.ConnectAsync("techcorp_admin", database: database);
        await owner.RunAsync("CREATE TABLE kept (id int PRIMARY KEY, words text NOT NULL); INSERT INTO kept SELECT n, repeat('w', 100) FROM generate_series(1, 20000) n");
        await using var report = await servers.ConnectAsync("techcorp_admin", "report", database);
        await report.RunAsync("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM kept");
        await owner.RunAsync("DELETE FROM kept WHERE id > 4000");
        await owner.RunAsync("SELECT pg_stat_force_next_flush()");
        await owner.RunAsync("VACUUM ANALYZE kept");

        var held = await servers.AskAsync("bloat", limits => limits with { SmallestBytes = 1 << 20 }, "techcorp_admin", database);
        await report.RunAsync("COMMIT");
        await report.RunAsync("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM kept");
        var since = await servers.AskAsync("bloat", limits => limits with { SmallestBytes = 1 << 20 }, "techcorp_admin", database);

        Assert.Equal(["end what holds vacuum back first (below)", $"SELECT pg_terminate_backend({report.ProcessID})"], held.Findings.Select(f => f.Next));
        // Whoever came after the vacuum did not keep it from anything.
        Assert.Equal(["VACUUM (VERBOSE) public.kept"], since.Findings.Select(f => f.Next));
    }

    /// <summary>Rows deleted between rows that stay: no page is free at the end, and every one is nearly empty.</summary>
    [Fact]
    public async Task An_estimate_is_near_the_truth()
    {
        var database = await servers.CreateDatabaseAsync("sparse");
        await using var owner = await servers.ConnectAsync("techcorp_admin", database: database);
        await owner.RunAsync("CREATE TABLE sparse (id int, words text NOT NULL); INSERT INTO sparse SELECT n, repeat('w', 100) FROM generate_series(1, 50000) n");
        await owner.RunAsync("DELETE FROM sparse WHERE id % 10 <> 0");
        await owner.RunAsync("VACUUM ANALYZE sparse");

        var result = await servers.AskAsync("bloat", limits => limits with { SmallestBytes = 1 << 20, BloatBytes = 1 << 20 }, "techcorp_admin", database);

        var row = Assert.Single(result.Tables.Single(t => t.Name == "tables").Rows);
        Assert.InRange(row.Number("estimated_bloat_percent")!.Value, 85, 93);
        Assert.StartsWith("public.sparse: about ", Assert.Single(result.Findings).Text, StringComparison.Ordinal);
    }
}
