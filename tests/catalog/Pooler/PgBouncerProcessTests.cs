using System.Globalization;
using System.Text.RegularExpressions;

namespace TechCorp.PgInfra.Catalog.Tests.Pooler;

/// <summary>The rendered file in the real program: only PgBouncer knows whether it is a pgbouncer.ini.</summary>
public class PgBouncerProcessTests
{
    /// <summary>
    /// What the console says is in force, and not what the file says: a setting under a wrong name or in a wrong section
    /// would leave the default.
    /// </summary>
    [Fact]
    [Trait("Requirement", "S3")]
    [Trait("Requirement", "S27")]
    [Trait("Requirement", "S28")]
    [Trait("Requirement", "S29")]
    [Trait("Requirement", "S30")]
    [Trait("Requirement", "S31")]
    public async Task PgBouncer_runs_with_the_rendered_file_and_has_its_values_in_force()
    {
        await using var pgbouncer = await RenderedPooler.StartAsync();

        var config = (await pgbouncer.ConsoleAsync("SHOW CONFIG")).ToDictionary(row => row[0], row => row[1]);
        Assert.Equal(
            ("transaction", "1000", "50", "10", "150", "scram-sha-256", "require", "verify-full"),
            (config["pool_mode"], config["max_client_conn"], config["default_pool_size"], config["reserve_pool_size"],
                config["max_db_connections"], config["auth_type"], config["client_tls_sslmode"], config["server_tls_sslmode"]));
        Assert.Equal("SELECT username, password FROM pgbouncer.get_auth($1)", config["auth_query"]);

        var databases = (await pgbouncer.ConsoleAsync("SHOW DATABASES")).Select(row => $"{row[0]} {row[1]} {row[2]} {row[3]}");
        Assert.Equal(
            ["pgbouncer  6432 pgbouncer", "techcorp primary.invalid 5432 techcorp", "techcorp_ro replica-1.invalid,replica-2.invalid 5432 techcorp"],
            databases.Select(line => line.Replace($" {pgbouncer.Port} ", " 6432 ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    /// <summary>S49: the pooler is the first place where a client could speak in clear.</summary>
    [Fact]
    [Trait("Requirement", "S49")]
    public async Task A_client_without_TLS_is_turned_away()
    {
        await using var pgbouncer = await RenderedPooler.StartAsync();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => pgbouncer.ConsoleAsync("SHOW VERSION", sslmode: "disable"));
        Assert.Contains("SSL required", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Too few descriptors show under load only, as clients that can not connect.</summary>
    [Fact]
    public async Task The_declared_file_descriptors_cover_what_PgBouncer_expects_to_need()
    {
        await using var pgbouncer = await RenderedPooler.StartAsync();
        var expected = Regex.Match(pgbouncer.Log, @"max expected fd use: (\d+)");
        Assert.True(expected.Success, pgbouncer.Log);
        var logins = ServiceCatalog.TechCorp.Logins.Count(login => login.Pooled);
        Assert.InRange(int.Parse(expected.Groups[1].Value, CultureInfo.InvariantCulture), PoolerSettings.MaxClientConn, PoolerSettings.OpenFiles(logins, entries: 2));
    }
}
