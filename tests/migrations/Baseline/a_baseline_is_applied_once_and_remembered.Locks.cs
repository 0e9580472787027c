using System.Text.RegularExpressions;
using TechCorp.PgInfra.Migrations.Baseline;

namespace TechCorp.PgInfra.Migrations.Tests;

public sealed partial class a_baseline_is_applied_once_and_remembered
{
    /// <summary>dbmate, node-pg-migrate and Evolve hang until they are killed, and every query of the service queues behind them.</summary>
    [Fact]
    public async Task A_table_locked_by_another_session_ends_in_a_bounded_time_with_its_name()
    {
        await using var master = await server.ConnectAsMasterAsync(_database);
        await new BaselineRunner(Catalog, Files).ApplyAsync(master);
        await using var holder = await server.ConnectAsSuperuserAsync(_database);
        await holder.ExecuteAsync("SET application_name = 'night report'");
        await using var held = await holder.BeginTransactionAsync();
        await holder.ExecuteAsync("LOCK TABLE orders.orders IN ACCESS SHARE MODE");
        using var folder = new TemporaryFolder();
        folder.Write("orders/0002_add_note.sql", "ALTER TABLE orders ADD COLUMN note text;");
        var runner = new BaselineRunner(Catalog, BaselineFiles.Load(Catalog, folder.Path))
        {
            LockTimeout = TimeSpan.FromSeconds(1.5), Attempts = 1,
            Observer = async _ => await server.ConnectAsMasterAsync(_database),
        };

        var run = runner.ApplyAsync(master);
        // Whoever waited behind the change holds the table when it has given up, and is not the one to end.
        await using var behind = await server.ConnectAsSuperuserAsync(_database);
        while (!await holder.QueryAsync<bool>("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"))
        {
            Assert.False(run.IsCompleted, run.Exception?.Message);
            await Task.Delay(10);
        }

        var reading = behind.ExecuteAsync("BEGIN; LOCK TABLE orders.orders IN ACCESS SHARE MODE");
        var error = await Assert.ThrowsAsync<BaselineException>(() => run);
        await reading;

        Assert.Matches(
            $"^{Regex.Escape(folder.Path)}/orders/0002_add_note.sql needs a lock that others hold and was given up after 1 attempt of 1.5 s, waiting for pid {holder.ProcessID}, application night report, " +
            $"login rdsadmin, idle in transaction, transaction open for 00:00:0[0-9]; nothing of it is applied. Wait for that one, or end it with SELECT pg_terminate_backend\\({holder.ProcessID}\\), and run it again.$",
            error.Message);
        await behind.ExecuteAsync("ROLLBACK");
        await held.RollbackAsync();
        Assert.Single(await runner.ApplyAsync(master));
    }
}
