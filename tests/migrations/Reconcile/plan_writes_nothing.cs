namespace TechCorp.PgInfra.Migrations.Tests;

/// <summary>node-pg-migrate's dry run creates its table; a plan that writes is no plan.</summary>
[Collection(OnPostgreSql.Name)]
public sealed class plan_writes_nothing(PostgreSql postgreSql)
{
    [Fact]
    [Trait("Requirement", "C4")]
    public async Task Not_an_object_not_a_transaction_number()
    {
        var server = await postgreSql.StartAsync();
        foreach (var applied in new[] { false, true })
        {
            if (applied)
            {
                await server.ApplyAsync();
                await server.ExecuteAsync("GRANT SELECT ON pgbouncer.credential TO PUBLIC");
            }

            var before = await server.DumpAsync();
            var transaction = await server.QueryAsync<long>("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint");

            Assert.Equal(3, (await server.PlanAsync()).ExitCode);

            // A transaction that writes takes a number; the next to be given is still the same.
            Assert.Equal(transaction, await server.QueryAsync<long>("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"));
            Assert.Equal(before, await server.DumpAsync());
        }
    }
}
