using TechCorp.PgInfra.Operations.Checks;

namespace TechCorp.PgInfra.Operations.Tests.Checks;

/// <summary>
/// Without pg_read_all_stats the server answers with nulls instead of an error, and nulls pass every limit. What was not seen is
/// skipped, with the way to see it, and never ok.
/// </summary>
[Collection(OnCheckedServers.Name)]
public sealed class A_login_that_sees_less_reports_skipped(CheckedServers servers)
{
    [Theory]
    [Trait("Requirement", "S51")]
    [InlineData("slow-queries", "running statements")]
    [InlineData("connections", "logins idle-in-transaction")]
    [InlineData("locks", "tree")]
    [InlineData("lag", "replicas followers")]
    [InlineData("bloat", "horizon")]
    [InlineData("wraparound", "horizon")]
    [InlineData("sizes", "databases files")]
    public async Task Where_it_would_have_been_told_less(string check, string parts)
    {
        var result = await servers.AskAsync(check, login: CheckedServers.Stranger);

        Assert.Equal(Level.Skipped, result.Level);
        Assert.Equal(parts.Split(' '), result.Skips.Select(s => s.Part).Distinct().Intersect(parts.Split(' ')));
        Assert.All(result.Skips, s => Assert.Contains(CheckedServers.Stranger, s.Why, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Majors", "every")]
    public async Task And_monitor_is_told_everything()
    {
        foreach (var check in CheckTable.All)
            Assert.Empty((await servers.AskAsync(check.Name)).Skips);
    }

    [Fact]
    public async Task A_database_without_the_extension_says_how_to_get_it()
    {
        var database = await servers.CreateDatabaseAsync("plain");

        var result = await servers.AskAsync("slow-queries", database: database);

        Assert.Equal("database plain has no extension pg_stat_statements; ./pg post-deploy apply creates it (CREATE EXTENSION pg_stat_statements)", Assert.Single(result.Skips).Why);
        Assert.Equal(Level.Skipped, result.Level);
    }

    /// <summary>Whatever else the server refuses is a part without an answer too, and the others are asked on.</summary>
    [Fact]
    public async Task A_question_that_gets_no_answer_is_skipped_and_the_rest_is_asked()
    {
        await using var superuser = await CheckedServers.SuperuserAsync(servers.Primary, "postgres");
        await superuser.RunAsync("ALTER ROLE monitor SET search_path = ''");
        await using (var inside = await CheckedServers.SuperuserAsync(servers.Primary))
            await inside.RunAsync("REVOKE EXECUTE ON FUNCTION pg_ls_waldir() FROM pg_monitor");
        try
        {
            var result = await servers.AskAsync("sizes");

            Assert.Equal("files", Assert.Single(result.Skips).Part);
            Assert.Contains("permission denied for function pg_ls_waldir", result.Skips[0].Why, StringComparison.Ordinal);
            Assert.Equal(4, result.Tables.Length);
        }
        finally
        {
            await using var inside = await CheckedServers.SuperuserAsync(servers.Primary);
            await inside.RunAsync("GRANT EXECUTE ON FUNCTION pg_ls_waldir() TO pg_monitor; ALTER ROLE monitor RESET search_path");
        }
    }
}
