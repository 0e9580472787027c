using System.Collections.Immutable;
using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Apply;
using TechCorp.PgInfra.Migrations.Credentials;

namespace TechCorp.PgInfra.Migrations.Tests;

[Collection(OnPostgreSql.Name)]
public sealed class credentials_travel_as_verifiers(PostgreSql postgreSql)
{
    /// <summary>The fixture logs every statement: a password that was ever sent would be in that log.</summary>
    [Fact]
    [Trait("Requirement", "S21")]
    public async Task Each_login_works_with_its_password_which_no_log_plan_or_catalogue_has_seen()
    {
        var server = await postgreSql.StartAsync();
        var plan = await server.PlanAsync();
        await server.ApplyAsync();

        foreach (var login in ServiceCatalog.TechCorp.Logins)
        {
            await using var connection = await LogInAsync(server, login.Name, Estates.Password(login.Name));
        }

        var seen = await File.ReadAllTextAsync(server.Cluster.LogFile) + string.Join('\n', plan.Plan.Statements.Select(s => s.Sql.Shown))
            + await server.QueryAsync<string>("SELECT coalesce(string_agg(query, E'\\n'), '') FROM pg_stat_statements");
        Assert.Contains("CREATE ROLE \"order_service\"", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("throwaway-password", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("SCRAM-SHA-256$", string.Join('\n', plan.Plan.Statements.Select(s => s.Sql.Shown)), StringComparison.Ordinal);
    }

    /// <summary>
    /// The estate's servers log DDL, whatever waits, fails or takes long, and send the log to CloudWatch; they count every statement, inner ones
    /// too, for Grafana. Here on a role that others are at work on: the wait is logged, then the failure, then the statement that went through.
    /// </summary>
    [Fact]
    [Trait("Requirement", "S21")]
    public async Task A_verifier_stands_in_no_log_of_a_wait_or_an_error_and_in_no_statistics()
    {
        var server = await postgreSql.StartAsync(spec => spec with
        {
            Settings = spec.Settings.SetItem("log_statement", "ddl").SetItem("log_min_duration_statement", "50").SetItem("log_lock_waits", "on")
                .SetItem("deadlock_timeout", "50ms").SetItem("pg_stat_statements.track", "all"),
        });
        await server.ApplyAsync();
        var again = server.Input() with { ResetPasswords = true };
        foreach (var wait in new[] { "ALTER ROLE order_service CONNECTION LIMIT 120", "LOCK pgbouncer.credential" })
        {
            await using var other = await server.ConnectAsync();
            await other.ExecuteAsync($"BEGIN; {wait}");
            var refused = await Assert.ThrowsAsync<PostDeployException>(() => PostDeployRun.ApplyAsync(again, _ => { }, CancellationToken.None));
            Assert.Contains("lock timeout after 2 attempts", refused.Message, StringComparison.Ordinal);
            var waiting = PostDeployRun.ApplyAsync(again with { Session = again.Session with { LockTimeout = TimeSpan.FromSeconds(20) } }, _ => { }, CancellationToken.None);
            await Task.Delay(400);
            await other.ExecuteAsync("ROLLBACK");
            await waiting;
        }

        var log = await File.ReadAllTextAsync(server.Cluster.LogFile);
        Assert.Contains("still waiting for", log, StringComparison.Ordinal);
        Assert.Contains("STATEMENT:  DO $pginfra$", log, StringComparison.Ordinal);
        Assert.Contains("duration: ", log, StringComparison.Ordinal);
        Assert.DoesNotContain("SCRAM-SHA-256$4096", log, StringComparison.Ordinal);
        Assert.Equal("", await server.QueryAsync<string>("SELECT coalesce(string_agg(query, E'\n'), '') FROM pg_stat_statements WHERE query LIKE '%SCRAM-SHA-256$4096%'"));
    }

    /// <summary>A verifier made anew on every run would log every client of the pooler out.</summary>
    [Fact]
    [Trait("Requirement", "S21")]
    public async Task Only_a_changed_password_is_sent_and_old_sessions_of_others_go_on()
    {
        var server = await postgreSql.StartAsync();
        await server.ApplyAsync();
        var before = await server.QueryAsync<string>("SELECT string_agg(rolname || rolpassword, ' ' ORDER BY 1) FROM pg_authid WHERE rolname <> 'order_service'");
        var input = server.Input();
        var secrets = Estates.Secrets(ServiceCatalog.TechCorp);

        var sameAsPasswordsOnly = await PostDeployRun.PlanAsync(
            input with { Secrets = secrets.ToImmutableDictionary(s => s.Key, s => s.Value with { Verifier = null }) }, CancellationToken.None);
        var rotated = await PostDeployRun.ApplyAsync(
            input with { Secrets = secrets.SetItem("order_service", new LoginSecret("the next one", null)) }, _ => { }, CancellationToken.None);

        Assert.Equal(0, sameAsPasswordsOnly.ExitCode);
        Assert.Equal("~ password of order_service (as a verifier)", rotated.Differences());
        Assert.Equal(before, await server.QueryAsync<string>("SELECT string_agg(rolname || rolpassword, ' ' ORDER BY 1) FROM pg_authid WHERE rolname <> 'order_service'"));
        await using (await LogInAsync(server, "order_service", "the next one"))
        {
        }

        var refused = await Assert.ThrowsAsync<PostgresException>(() => LogInAsync(server, "order_service", Estates.Password("order_service")));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    /// <summary>pg_authid is closed to the RDS master: the change cannot be seen, only tried (verify does) and overwritten.</summary>
    [Fact]
    [Trait("Requirement", "S21")]
    public async Task A_password_changed_by_hand_is_healed_by_sending_all_again()
    {
        var server = await postgreSql.StartAsync();
        await server.ApplyAsync();
        await server.ExecuteAsync("ALTER ROLE order_service PASSWORD 'by hand'");

        var done = await PostDeployRun.ApplyAsync(server.Input() with { ResetPasswords = true }, _ => { }, CancellationToken.None);

        Assert.Equal(string.Join('\n', ServiceCatalog.TechCorp.Logins.Select(l => $"~ password of {l.Name} (as a verifier)").Order(StringComparer.Ordinal)), done.Differences());
        await using (await LogInAsync(server, "order_service", Estates.Password("order_service")))
        {
        }

        Assert.Equal("", (await server.PlanAsync()).Differences());
    }

    /// <summary>The pooler's view: its own login sees one row at a time, only of pooled logins that may log in, and no table.</summary>
    [Fact]
    [Trait("Requirement", "S27")]
    public async Task The_poolers_login_looks_up_pooled_logins_and_nothing_else()
    {
        var server = await postgreSql.StartAsync();
        await server.ApplyAsync();
        await server.ExecuteAsync("ALTER ROLE user_service NOLOGIN; ALTER ROLE auth_service VALID UNTIL '2020-01-01'");
        await using var pooler = await LogInAsync(server, Logins.PoolerLookup, Estates.Password(Logins.PoolerLookup));

        async Task<string?> LookupAsync(string login)
        {
            await using var command = new NpgsqlCommand("SELECT password FROM pgbouncer.get_auth($1)", pooler) { Parameters = { new() { Value = login } } };
            return (string?)await command.ExecuteScalarAsync();
        }

        Assert.Equal(Estates.Secrets(ServiceCatalog.TechCorp)["order_service"].Verifier, await LookupAsync("order_service"));
        Assert.Null(await LookupAsync(Logins.Migrator));
        Assert.Null(await LookupAsync("user_service"));
        Assert.Null(await LookupAsync("auth_service"));
        Assert.Null(await LookupAsync("nobody"));
        foreach (var forbidden in new[] { "SELECT * FROM pgbouncer.credential", "SELECT * FROM orders.orders", "CREATE TABLE pgbouncer.t (id int)" })
        {
            await using var command = new NpgsqlCommand(forbidden, pooler);
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
        }

        await using var service = await LogInAsync(server, "order_service", Estates.Password("order_service"));
        await using var stranger = new NpgsqlCommand("SELECT * FROM pgbouncer.get_auth('order_service')", service);
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => stranger.ExecuteNonQueryAsync())).SqlState);
    }

    private static async Task<NpgsqlConnection> LogInAsync(Server server, string login, string password)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1", Port = server.Cluster.Port, Username = login, Password = password, Database = "techcorp", Pooling = false,
        }.ConnectionString);
        try
        {
            await connection.OpenAsync();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
