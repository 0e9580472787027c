using TechCorp.PgInfra.Operations.Checks;

namespace TechCorp.PgInfra.Operations.Tests.Checks;

/// <summary>Of an index that is not right nobody hears until a table is large.</summary>
[Collection(OnCheckedServers.Name)]
public sealed class Indexes_missing_broken_and_unused_are_found(CheckedServers servers)
{
    [Fact]
    public async Task Each_with_the_statement_that_mends_it()
    {
        var database = await servers.CreateDatabaseAsync("indexed");
        await using var owner = await servers.ConnectAsync("techcorp_admin", database: database);
        await owner.RunAsync(
            """
            CREATE TABLE customers (id int PRIMARY KEY, region int, name text, UNIQUE (id, region));
            CREATE TABLE bare (customer int REFERENCES customers, filler text);
            CREATE TABLE indexed (customer int REFERENCES customers, region int, FOREIGN KEY (customer, region) REFERENCES customers (id, region));
            CREATE INDEX ON indexed (customer);
            CREATE TABLE partially (customer int REFERENCES customers);
            CREATE INDEX ON partially (customer) WHERE customer > 10;
            CREATE TABLE doubled (a int, b int);
            CREATE INDEX doubled_ab ON doubled (a, b);
            CREATE INDEX doubled_again ON doubled (a, b);
            CREATE INDEX doubled_other ON doubled (a, b DESC);
            CREATE TABLE repeated (n int);
            INSERT INTO repeated VALUES (1), (1);
            INSERT INTO bare SELECT NULL, repeat('x', 200) FROM generate_series(1, 1000);
            """);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => owner.RunAsync("CREATE UNIQUE INDEX CONCURRENTLY repeated_once ON repeated (n)"));
        for (var i = 0; i < 3; i++) await owner.RunAsync("SELECT count(*) FROM bare WHERE filler = 'y'");
        await owner.RunAsync("SELECT pg_stat_force_next_flush()");
        await servers.CaughtUpAsync();

        var result = await servers.AskAsync("missing-indexes", limits => limits with { SmallestBytes = 100_000, SequentialScans = 3 }, database: database);

        Assert.Equal(
            [
                "critical: index public.repeated_once on public.repeated is invalid: every write keeps it up, no query may use it -> REINDEX INDEX CONCURRENTLY public.repeated_once",
                "warning: public.bare (customer) refers to public.customers and has no index (bare_customer_fkey): each delete there reads all of it -> CREATE INDEX CONCURRENTLY ON public.bare (customer)",
                "warning: public.partially (customer) refers to public.customers and has no index (partially_customer_fkey): each delete there reads all of it -> CREATE INDEX CONCURRENTLY ON public.partially (customer)",
                "warning: public.bare (240 kB) was read from end to end 3 times, 1,000 rows each time -> ./pg ops slow-queries",
                "warning: index public.doubled_again is the same as public.doubled_ab -> DROP INDEX CONCURRENTLY public.doubled_again",
            ],
            result.Findings.Select(f => $"{f.Level.Word()}: {f.Text} -> {f.Next}"));
    }

    /// <summary>A replica counts its own scans: dropped because the writer does not use it, an index is missing where the reports run.</summary>
    [Fact]
    public async Task An_index_that_only_a_replica_uses_is_used()
    {
        var database = await servers.CreateDatabaseAsync("reported");
        await using var owner = await servers.ConnectAsync("techcorp_admin", database: database);
        await owner.RunAsync(
            """
            CREATE TABLE reported (a int, b int); INSERT INTO reported SELECT n, n FROM generate_series(1, 1000) n;
            CREATE INDEX for_reports ON reported (a); CREATE INDEX for_nobody ON reported (b);
            """);
        await owner.RunAsync("ANALYZE reported");
        await servers.CaughtUpAsync();
        await using (var reader = await CheckedServers.ConnectAsync(servers.Replica, "techcorp_admin", database: database))
        {
            await reader.RunAsync("SELECT * FROM reported WHERE a = 5");
            await reader.RunAsync("SELECT pg_stat_force_next_flush()");
        }

        var result = await servers.AskAsync("missing-indexes", limits => limits with { SmallestBytes = 0 }, database: database);

        Assert.Equal(["public.for_nobody"], result.Tables.Single(t => t.Name == "unused").Rows.Select(r => r.Text("index_name")));
    }
}
