using Npgsql;
using TechCorp.PgInfra.Operations.Checks;

namespace TechCorp.PgInfra.Operations.Tests.Checks;

/// <summary>S51: exhausted connections, seen before the last one is gone: against the alarm, the budget and each login's own limit.</summary>
[Collection(OnCheckedServers.Name)]
public sealed class A_leak_of_connections_is_found(CheckedServers servers)
{
    [Fact]
    [Trait("Requirement", "S51")]
    public async Task By_login_against_its_limit_and_by_server_against_its_own()
    {
        var leaked = new List<NpgsqlConnection>();
        try
        {
            for (var i = 0; i < 12; i++)
                leaked.Add(await servers.ConnectAsync(CheckedServers.Service, "leaky"));
            var full = await servers.AskAsync("connections", limits => limits with { Connections = 10 });
            for (var i = 0; i < 6; i++)
                leaked.Add(await servers.ConnectAsync(CheckedServers.Direct));
            var nearlyOut = await servers.AskAsync("connections");

            Assert.Contains(full.Findings, f => f is { Level: Level.Critical, Text: "primary: order_service holds 12 connections and may hold 12; its next one is refused" });
            Assert.Contains(full.Findings, f => f is { Level: Level.Critical, Text: "primary: 12 connections, more than the 10 that PostgresConnectionsHigh fires at" });
            Assert.Contains(nearlyOut.Findings, f => f is { Level: Level.Critical, Text: "primary: 18 of 25 connections are taken, 4 are left for logins" });
            var row = full.Tables.Single(t => t.Name == "logins").Rows.Single(r => r.Text("login") == CheckedServers.Service);
            Assert.Equal((12, 12, "through the pooler, at most 120"), (row.Whole("sessions"), row.Whole("idle"), row.Text("declared")));
        }
        finally
        {
            foreach (var connection in leaked) await connection.DisposeAsync();
        }
    }

    /// <summary>To end who rests frees nothing where everybody is at work, or waits in a queue: that is another page.</summary>
    [Fact]
    [Trait("Requirement", "S51")]
    public async Task The_way_to_relief_is_what_the_sessions_do()
    {
        await using var owner = await servers.ConnectAsync("techcorp_admin");
        await owner.RunAsync("DROP TABLE IF EXISTS wanted; CREATE TABLE wanted (id int); GRANT ALL ON wanted TO order_service");
        var busy = new List<NpgsqlConnection>();
        try
        {
            for (var i = 0; i < 12; i++) busy.Add(await servers.ConnectAsync(CheckedServers.Service));
            Assert.Equal("./pg ops terminate-idle --pooler ADDRESS", await NextAsync());
            var running = busy.Select(b => b.RunAsync("SELECT pg_sleep(60)")).ToList();
            await AllAsync("wait_event = 'PgSleep'");
            Assert.Equal("./pg ops slow-queries", await NextAsync());
            await owner.RunAsync("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE usename = 'order_service'");
            foreach (var statement in running) await Assert.ThrowsAsync<PostgresException>(() => statement);

            await owner.RunAsync("BEGIN; LOCK TABLE wanted");
            running = [.. busy.Select(b => b.RunAsync("TABLE wanted"))];
            await AllAsync("wait_event_type = 'Lock'");
            Assert.Equal("./pg ops locks", await NextAsync());
            await owner.RunAsync("ROLLBACK");
            await Task.WhenAll(running);
        }
        finally
        {
            foreach (var connection in busy) await connection.DisposeAsync();
            await owner.RunAsync("ROLLBACK; DROP TABLE wanted");
        }

        async Task<string?> NextAsync() => (await servers.AskAsync("connections")).Findings.Single(f => f.Text.Contains("order_service holds 12", StringComparison.Ordinal)).Next;

        async Task AllAsync(string condition)
        {
            await using var superuser = await CheckedServers.SuperuserAsync(servers.Primary);
            await superuser.UntilAsync($"SELECT count(*) = 12 FROM pg_stat_activity WHERE usename = 'order_service' AND {condition}");
        }
    }

    /// <summary>It holds its locks and keeps vacuum from cleaning, and nothing in it is slow.</summary>
    [Fact]
    [Trait("Requirement", "S51")]
    public async Task A_transaction_at_rest_is_named_with_what_ends_it()
    {
        await using var client = await servers.ConnectAsync(CheckedServers.Direct, "notebook");
        await client.RunAsync("BEGIN; SELECT 1");
        await Task.Delay(1100);

        var result = await servers.AskAsync("connections", limits => limits with { IdleInTransactionSeconds = 1 });

        var finding = Assert.Single(result.Findings);
        Assert.Matches($"^primary: pid {client.ProcessID} of analytics_ro \\(notebook\\) rests in a transaction for .* s, longer than its 1 s; it holds its locks, and vacuum back$", finding.Text);
        Assert.Equal("./pg ops terminate-idle --in-transaction --older-than 1s", finding.Next);
    }

    /// <summary>terminate-idle leaves a pooled login's sessions alone, since each may be the pooler's: as advice it would lead nowhere.</summary>
    [Fact]
    [Trait("Requirement", "S51")]
    public async Task Of_a_pooled_login_the_session_itself_is_named_to_be_ended()
    {
        await using var client = await servers.ConnectAsync(CheckedServers.Service, "leaky");
        await client.RunAsync("BEGIN; SELECT 1");
        await Task.Delay(1100);

        var result = await servers.AskAsync("connections", limits => limits with { IdleInTransactionSeconds = 1 });

        Assert.Equal($"SELECT pg_terminate_backend({client.ProcessID})", Assert.Single(result.Findings).Next);
    }

    /// <summary>Without its name the next command would ask, or end sessions of, the writer.</summary>
    [Fact]
    [Trait("Requirement", "S51")]
    public async Task Advice_about_a_replica_names_the_replica()
    {
        await using var client = await CheckedServers.ConnectAsync(servers.Replica, CheckedServers.Direct, "notebook");
        await client.RunAsync("BEGIN; SELECT 1");
        await Task.Delay(1100);

        var result = await servers.AskAsync("connections", limits => limits with { IdleInTransactionSeconds = 1 });

        Assert.Equal("./pg ops terminate-idle --in-transaction --older-than 1s --node replica", Assert.Single(result.Findings).Next);
        var target = servers.Target();
        Assert.Equal("./pg ops locks --node replica", (target with { Chosen = target.Nodes[1] }).Command("locks"));
    }
}
