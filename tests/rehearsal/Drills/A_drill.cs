using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Rehearsal.Drills;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace TechCorp.PgInfra.Rehearsal.Tests.Drills;

/// <summary>What the plans of prod and dr declare survives every disaster that is drilled.</summary>
[Collection(nameof(SharesTheDrilledEstate)), TestCaseOrderer("TechCorp.PgInfra.Rehearsal.Tests.Drills.WhatEndsTheEstateComesLast", "TechCorp.PgInfra.Rehearsal.Tests")]
public sealed class A_drill(DrilledEstate estate)
{
    public static TheoryData<string> Repairing => [.. DrillTable.All.Where(d => !d.EndsTheEstate).Select(d => d.Name)];

    public static TheoryData<string> Ending => [.. DrillTable.All.Where(d => d.EndsTheEstate).Select(d => d.Name)];

    /// <summary>In any order: each leaves the estate whole for the next.</summary>
    [Theory, MemberData(nameof(Repairing))]
    public Task Passes_on_the_estate_as_declared_and_leaves_it_whole(string name) => PassesAsync(name);

    /// <summary>A method of its own: xunit runs the cases of a method together, and what comes after them would need another estate.</summary>
    [Theory, MemberData(nameof(Ending))]
    public Task Passes_on_the_estate_as_declared_and_ends_it(string name) => PassesAsync(name);

    /// <summary>
    /// Whoever comes next to a pooler whose login to the server did not succeed is refused, even when it would succeed by now; a
    /// reload at that moment is enough. A drill that came next once reported writes that the loss of a replica had broken.
    /// </summary>
    [Fact]
    public async Task Is_not_charged_with_the_client_that_a_pooler_refuses_for_what_happened_before()
    {
        var subject = (await estate.WholeAsync()).Estate;
        var pooler = subject.Poolers[^1];
        await pooler.StopAsync();
        await pooler.StartAsync();
        await subject.Writer.ExecuteAsync("ALTER ROLE pgbouncer_auth NOLOGIN");
        try
        {
            var early = subject.ConnectionThrough(pooler, "order_service");
            early.Timeout = 1;
            await using var connection = new NpgsqlConnection(early.ConnectionString);
            await Assert.ThrowsAsync<NpgsqlException>(() => connection.OpenAsync());
        }
        finally
        {
            await subject.Writer.ExecuteAsync("ALTER ROLE pgbouncer_auth LOGIN");
        }

        await PassesAsync("replica-loss");
    }

    /// <summary>A pooler that knows the server's greeting lets a client in before it has a server for it: the refusal comes with the first statement.</summary>
    [Fact]
    public async Task Is_not_charged_with_the_statement_that_a_pooler_refuses_for_what_happened_before()
    {
        var subject = (await estate.WholeAsync()).Estate;
        var settings = subject.ConnectionThrough(subject.Poolers[^1], "order_service");
        // As the wait connects: the driver knows the types of this connection string then, and asks for nothing when it is opened again.
        await AskAsync();
        // The pooler lets a statement wait for a server that will not come.
        settings.CommandTimeout = 1;
        var limit = await subject.Writer.QueryAsync<int>("SELECT rolconnlimit FROM pg_roles WHERE rolname = 'order_service'");
        await subject.Writer.ExecuteAsync("ALTER ROLE order_service CONNECTION LIMIT 0");
        try
        {
            await subject.Writer.ExecuteAsync("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'order_service'");
            await Assert.ThrowsAnyAsync<NpgsqlException>(AskAsync);
        }
        finally
        {
            await subject.Writer.ExecuteAsync($"ALTER ROLE order_service CONNECTION LIMIT {limit}");
        }

        await PassesAsync("credential-rotation");

        async Task AskAsync()
        {
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("SELECT 1", connection);
            await command.ExecuteScalarAsync();
        }
    }

    private async Task PassesAsync(string name)
    {
        var result = await estate.RunAsync(name);

        Assert.True(result.Passed, result.Drawn());
        // Where the kernel lets nobody slow a read down, the drill says so and one alarm less can fire.
        Assert.Equal(
            DrillTable.Find(name)!.Fires.Where(f => !result.Notes.Any(n => n.StartsWith($"{AlarmTable.Find(f)?.Metric} is read but not driven", StringComparison.Ordinal))).Order(StringComparer.Ordinal),
            result.Fired.Select(a => a.Split('-')[0]).Distinct().Order(StringComparer.Ordinal));
    }
}

/// <summary>Bringing an estate up takes as long as a drill.</summary>
public sealed class WhatEndsTheEstateComesLast : ITestCaseOrderer
{
    public IEnumerable<TTestCase> OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases)
        where TTestCase : ITestCase =>
        testCases.OrderBy(t => t.TestMethodArguments is [string name, ..] && DrillTable.Find(name) is { EndsTheEstate: true });
}
