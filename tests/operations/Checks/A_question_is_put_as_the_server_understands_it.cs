using TechCorp.PgInfra.Operations.Checks;

namespace TechCorp.PgInfra.Operations.Tests.Checks;

/// <summary>Columns were renamed in 17; a question in the words of 15 would be an error there, and the other way round.</summary>
public sealed class A_question_is_put_as_the_server_understands_it
{
    [Theory]
    [InlineData("slow-queries/statements", 15, "slow-queries/statements.sql")]
    [InlineData("slow-queries/statements", 16, "slow-queries/statements.sql")]
    [InlineData("slow-queries/statements", 17, "slow-queries/statements.v17.sql")]
    [InlineData("slow-queries/statements", 18, "slow-queries/statements.v17.sql")]
    [InlineData("lag/slots", 16, "lag/slots.sql")]
    [InlineData("lag/slots", 17, "lag/slots.v17.sql")]
    [InlineData("missing-indexes/unused", 15, "missing-indexes/unused.sql")]
    [InlineData("missing-indexes/unused", 16, "missing-indexes/unused.v16.sql")]
    [InlineData("missing-indexes/unused", 17, "missing-indexes/unused.v16.sql")]
    [InlineData("locks/tree", 17, "locks/tree.sql")]
    public void By_its_major_version(string query, int major, string file) => Assert.Equal(file, SqlFiles.NameFor(query, major));

    [Theory]
    [InlineData(15, "blk_read_time", "shared_blk_read_time")]
    [InlineData(17, "shared_blk_read_time", " s.blk_read_time")]
    public void With_the_columns_that_major_has(int major, string has, string hasNot)
    {
        var text = SqlFiles.TextFor("slow-queries/statements", Facts(major));

        Assert.Contains(has, text, StringComparison.Ordinal);
        Assert.DoesNotContain(hasNot, text, StringComparison.Ordinal);
        Assert.Contains("FROM monitoring.pg_stat_statements", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_query_has_a_text_and_every_text_a_query()
    {
        var asked = CheckTable.All.SelectMany(c => c.Queries.Select(q => $"{q.Folder ?? c.Name}/{q.Name}"))
            .Concat(["session/facts", "terminate-idle/sessions", "terminate-idle/terminate"]).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(asked, SqlFiles.All.Select(f => f[..f.IndexOf('.', StringComparison.Ordinal)]).Distinct());
    }

    /// <summary>Every text, also one nobody has asked yet: an unmarked one would be shown as the estate's own load.</summary>
    [Fact]
    public void With_its_mark_behind_the_first_word() =>
        Assert.All(SqlFiles.All.Select(f => f[..f.IndexOf('.', StringComparison.Ordinal)]).Distinct(), query =>
            Assert.Matches("^(--[^\n]*\n)*(SELECT|WITH) /\\* pg ops \\*/ ", SqlFiles.TextFor(query, Facts(15))));

    private static ServerFacts Facts(int major) => new(major, $"{major}.1", false, "monitor", "techcorp", true, true, false, "monitoring", true, 100, false);
}
