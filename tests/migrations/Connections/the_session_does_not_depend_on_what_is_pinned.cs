using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Migrations.Verification;

namespace TechCorp.PgInfra.Migrations.Tests;

/// <summary>
/// What is pinned on the database is in force in the step's own session. With quote_all_identifiers the server words its functions otherwise,
/// and a plan wanted the credentials' table replaced; with standard_conforming_strings off a pattern lost its backslash, and verify left the
/// schema of the credentials out and said all was as declared.
/// </summary>
[Collection(OnPostgreSql.Name)]
public sealed class the_session_does_not_depend_on_what_is_pinned(PostgreSql postgreSql)
{
    [Fact]
    [Trait("Requirement", "C4")]
    public async Task Neither_what_it_finds_nor_what_it_tries()
    {
        var server = await postgreSql.StartAsync();
        await server.ApplyAsync();
        var tried = await TriedAsync(server);
        await server.ExecuteAsync(
            """
            ALTER DATABASE techcorp SET quote_all_identifiers = on; ALTER DATABASE techcorp SET standard_conforming_strings = off;
            ALTER DATABASE techcorp SET row_security = off; ALTER DATABASE techcorp SET default_transaction_isolation = serializable;
            ALTER DATABASE techcorp SET default_transaction_deferrable = on; ALTER DATABASE techcorp SET search_path = payments;
            ALTER DATABASE techcorp SET lock_timeout = 1; ALTER DATABASE techcorp SET idle_in_transaction_session_timeout = 1;
            ALTER DATABASE techcorp SET client_encoding = 'LATIN1'; ALTER DATABASE techcorp SET bytea_output = 'escape';
            """);

        Assert.Equal(("", 0), ((await server.PlanAsync()).Differences(), (await server.ApplyAsync()).ExitCode));
        Assert.Equal(tried, await TriedAsync(server));
    }

    private static async Task<(long Statements, string Schemas)> TriedAsync(Server server)
    {
        await using var session = await MigrationSession.OpenAsync(server.Target, Estates.Session, CancellationToken.None);
        var report = await new Verifier(ServiceCatalog.TechCorp).RunAsync(session.Connection);
        Assert.Empty(report.Violations);
        return (report.Statements, string.Join(' ', report.Schemas));
    }
}
