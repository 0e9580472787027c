using Npgsql;
using TechCorp.PgInfra.Operations.Checks;

namespace TechCorp.PgInfra.Operations.Tests.Checks;

/// <summary>The server counts deadlocks; which statements they were stands in its log, with every literal they held.</summary>
[Collection(OnCheckedServers.Name)]
public sealed class A_deadlock_is_found_in_count_and_log(CheckedServers servers)
{
    [Fact]
    [Trait("Requirement", "S51")]
    public async Task And_the_log_is_shown_without_a_credential()
    {
        await using var one = await servers.ConnectAsync("techcorp_admin");
        await using var other = await servers.ConnectAsync("techcorp_admin");
        await one.RunAsync("DROP TABLE IF EXISTS users_credentials; CREATE TABLE users_credentials (id int, word text); INSERT INTO users_credentials VALUES (1), (2)");
        var before = await servers.AskAsync("deadlocks");
        await one.RunAsync("BEGIN; UPDATE users_credentials SET word = 'hunter1' WHERE id = 1");
        await other.RunAsync("BEGIN; UPDATE users_credentials SET word = 'hunter2' WHERE id = 2");
        var outcomes = await Task.WhenAll(
            StateAsync(one, "UPDATE users_credentials SET word = 'hunter3' WHERE id = 2"),
            StateAsync(other, "UPDATE users_credentials SET word = 'hunter4' WHERE id = 1"));
        // An idle session counts what it did after ten seconds, one that ends at once.
        await one.CloseAsync();
        await other.CloseAsync();
        await using var superuser = await CheckedServers.SuperuserAsync(servers.Primary);
        await superuser.UntilAsync("SELECT deadlocks > 0 FROM pg_stat_database WHERE datname = 'techcorp'");

        var result = await servers.AskAsync("deadlocks");

        Assert.Single(outcomes, "40P01");
        Assert.Equal(Level.Ok, before.Level);
        Assert.Matches("^techcorp: 1 deadlock in .*; each was a failed transaction$", Assert.Single(result.Findings).Text);
        var log = result.Tables.Single(t => t.Name == "log").Rows.Select(r => r.Text("message")).ToList();
        Assert.Contains("techcorp_admin@techcorp: ERROR:  deadlock detected", log);
        Assert.Contains(log, line => line.EndsWith("UPDATE users_credentials SET word = '[hidden]' WHERE id = 2", StringComparison.Ordinal));
        Assert.DoesNotContain(log, line => line.Contains("hunter", StringComparison.Ordinal));
    }

    private static async Task<string?> StateAsync(NpgsqlConnection connection, string sql)
    {
        try
        {
            await connection.RunAsync(sql);
            await connection.RunAsync("ROLLBACK");
            return null;
        }
        catch (PostgresException e)
        {
            // Counted when the transaction is over.
            await connection.RunAsync("ROLLBACK");
            return e.SqlState;
        }
    }
}
