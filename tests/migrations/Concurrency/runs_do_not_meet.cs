using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using TechCorp.PgInfra.Migrations.Apply;

namespace TechCorp.PgInfra.Migrations.Tests;

[Collection(OnPostgreSql.Name)]
public sealed class runs_do_not_meet(PostgreSql postgreSql)
{
    /// <summary>Without the lock, six sessions with the same SQL end in duplicate keys and "tuple concurrently updated".</summary>
    [Fact]
    [Trait("Requirement", "C4")]
    public async Task Six_at_once_all_succeed_and_one_of_them_did_the_work()
    {
        var server = await postgreSql.StartAsync();
        var told = new ConcurrentBag<string>();

        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() =>
            PostDeployRun.ApplyAsync(server.Input(), told.Add, CancellationToken.None))));

        Assert.All(results, r => Assert.Equal(0, r.ExitCode));
        Assert.Single(results, r => !r.Plan.IsEmpty);
        Assert.All(told, t => Assert.StartsWith("waiting for another run of the step (pid ", t, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Requirement", "C4")]
    public async Task A_run_that_may_not_wait_refuses_and_names_the_other()
    {
        var server = await postgreSql.StartAsync();
        await using var other = await server.ConnectAsync(applicationName: "techcorp-pg-infra post-deploy apply prod");
        await using var hold = new NpgsqlCommand($"SELECT pg_advisory_lock({RunLock.Key})", other);
        await hold.ExecuteNonQueryAsync();
        var input = server.Input();

        var refused = await Assert.ThrowsAsync<PostDeployException>(() => PostDeployRun.ApplyAsync(
            input with { Session = input.Session with { RunLockWait = TimeSpan.Zero } }, _ => { }, CancellationToken.None));

        Assert.StartsWith(
            string.Create(CultureInfo.InvariantCulture, $"another run of the step is at work (pid {other.ProcessID}, application techcorp-pg-infra post-deploy apply prod, login postgres, since "),
            refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("nothing was changed", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, await server.QueryAsync<long>("SELECT count(*) FROM pg_roles WHERE rolname = 'orders_rw'"));
    }

    /// <summary>dbmate, node-pg-migrate and Evolve wait for a locked table until they are killed, and everybody behind them with them.</summary>
    [Fact]
    [Trait("Requirement", "C4")]
    public async Task A_table_locked_by_another_session_is_waited_for_briefly_and_its_holder_is_named()
    {
        var server = await postgreSql.StartAsync();
        await server.ApplyAsync();
        await server.ExecuteAsync("CREATE TABLE orders.t (id int); ALTER TABLE orders.t OWNER TO order_service; REVOKE USAGE ON SCHEMA orders FROM orders_rw");
        var before = await server.DumpAsync();
        await using var other = await server.ConnectAsync(applicationName: "a report that takes long");
        await using var holding = await other.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("LOCK TABLE orders.t IN ACCESS SHARE MODE", other))
        {
            await hold.ExecuteNonQueryAsync();
        }

        var told = new List<string>();
        var input = server.Input();
        var refused = await Assert.ThrowsAsync<PostDeployException>(() => PostDeployRun.ApplyAsync(
            input with { Session = input.Session with { LockTimeout = TimeSpan.FromSeconds(1.5) } }, told.Add, CancellationToken.None));

        var blocker = string.Create(CultureInfo.InvariantCulture, $"waiting for pid {other.ProcessID}, application a report that takes long, login postgres, idle in transaction, transaction open for ");
        Assert.StartsWith($"roles, schemas and grants: canceling statement due to lock timeout after 2 attempts; {blocker}", refused.Message, StringComparison.Ordinal);
        Assert.StartsWith($"roles, schemas and grants: canceling statement due to lock timeout ({blocker}", Assert.Single(told), StringComparison.Ordinal);
        Assert.Equal(before, await server.DumpAsync());

        await holding.RollbackAsync();
        Assert.Equal(
            """
            ~ owner of table orders.t: order_service -> orders_owner
            + grant usage on schema orders to orders_rw
            + grant select on table orders.t to orders_ro
            + grant select, insert, update, delete on table orders.t to orders_rw
            """, (await server.ApplyAsync()).Differences());
    }

    /// <summary>Another tool knows nothing of our lock: its half-made role is waited for, then found made.</summary>
    [Fact]
    [Trait("Requirement", "C4")]
    public async Task A_role_that_another_tool_makes_at_the_same_time_is_found_on_the_next_attempt()
    {
        var server = await postgreSql.StartAsync();
        await using var other = await server.ConnectAsync();
        await using var making = await other.BeginTransactionAsync();
        await using (var create = new NpgsqlCommand("SET LOCAL SESSION AUTHORIZATION techcorp_admin; CREATE ROLE orders_rw", other))
        {
            await create.ExecuteNonQueryAsync();
        }

        var input = server.Input();
        var told = new TaskCompletionSource();
        var applying = PostDeployRun.ApplyAsync(
            input with { Session = input.Session with { Attempts = 20 } }, _ => told.TrySetResult(), CancellationToken.None);
        await Task.WhenAny(told.Task, applying);
        await making.CommitAsync();

        var done = await applying;
        Assert.Equal(0, done.ExitCode);
        Assert.DoesNotContain(done.Plan.Lines, l => l.Text.StartsWith("create role orders_rw", StringComparison.Ordinal));
    }
}
