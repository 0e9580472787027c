using TechCorp.PgInfra.Operations.Checks;

namespace TechCorp.PgInfra.Operations.Tests.Checks;

/// <summary>S51: the source's query asks for mean_time, a column PostgreSQL 13 took away; this one is answered, and also sees what runs now.</summary>
[Collection(OnCheckedServers.Name)]
[Trait("Majors", "every")]
public sealed class A_slow_statement_is_found(CheckedServers servers)
{
    [Fact]
    [Trait("Requirement", "S51")]
    public async Task While_it_runs_with_whose_it_is_and_how_to_end_it()
    {
        await using var client = await servers.ConnectAsync(CheckedServers.Service, "checkout");
        var running = client.RunAsync("SELECT pg_sleep(30)");
        await using var superuser = await CheckedServers.SuperuserAsync(servers.Primary);
        await superuser.UntilAsync($"SELECT count(*) = 1 FROM pg_stat_activity WHERE pid = {client.ProcessID} AND clock_timestamp() - query_start > interval '300 ms'");

        var result = await servers.AskAsync("slow-queries", options: new CheckOptions { RunningLongerThan = 0.2 });
        await superuser.RunAsync($"SELECT pg_cancel_backend({client.ProcessID})");
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => running);

        Assert.Equal(Level.Warning, result.Level);
        var finding = Assert.Single(result.Findings, f => f.Text.Contains("SELECT pg_sleep(30)", StringComparison.Ordinal));
        Assert.Matches($"^pid {client.ProcessID} of order_service has been running for .*, now waiting \\(Timeout:PgSleep\\): SELECT pg_sleep\\(30\\)$", finding.Text);
        Assert.Equal($"SELECT pg_cancel_backend({client.ProcessID})", finding.Next);
    }

    [Fact]
    [Trait("Requirement", "S51")]
    public async Task Afterwards_by_its_share_of_all_time()
    {
        await using (var superuser = await CheckedServers.SuperuserAsync(servers.Primary))
            await superuser.RunAsync("SELECT pg_stat_statements_reset()");
        await using (var client = await servers.ConnectAsync(CheckedServers.Service))
            await client.RunAsync("SELECT pg_sleep(0.25) AS report");

        var slow = await servers.AskAsync("slow-queries", limits => limits with { SlowStatementSeconds = 0.2 });
        var fine = await servers.AskAsync("slow-queries");

        var waited = Assert.Single(slow.Findings);
        Assert.Matches("^order_service: 25. ms each, 1 call, [0-9]+ % of all time, next to none of it reading \\(it waited, as for a lock, or computed\\): SELECT pg_sleep\\(\\$1\\) AS report$", waited.Text);
        Assert.EndsWith("ops locks", waited.Next, StringComparison.Ordinal);
        // A quarter of a second is below log_min_duration_statement.
        Assert.Equal(Level.Ok, fine.Level);
        // Its own questions are not the estate's load.
        Assert.DoesNotContain(fine.Tables.Single(t => t.Name == "statements").Rows, row => row.Text("query").Contains("pg_stat_activity a", StringComparison.Ordinal));
    }

    /// <summary>An index helps a statement that reads; one that waited would send people to the wrong page.</summary>
    [Fact]
    [Trait("Requirement", "S51")]
    public async Task One_that_reads_leads_to_the_indexes()
    {
        await using var superuser = await CheckedServers.SuperuserAsync(servers.Primary);
        await superuser.RunAsync("CREATE TABLE IF NOT EXISTS scanned AS SELECT repeat('x', 1000) FROM generate_series(1, 20000)");
        await superuser.RunAsync("SELECT pg_stat_statements_reset()");
        await superuser.RunAsync("SELECT count(*) FROM scanned a, generate_series(1, 10)");

        var slow = await servers.AskAsync("slow-queries", limits => limits with { SlowStatementSeconds = 0.001 });
        await superuser.RunAsync("DROP TABLE scanned");

        var finding = Assert.Single(slow.Findings, f => f.Text.Contains("FROM scanned", StringComparison.Ordinal));
        Assert.DoesNotContain("reading", finding.Text, StringComparison.Ordinal);
        Assert.EndsWith("ops missing-indexes", finding.Next, StringComparison.Ordinal);
    }
}
