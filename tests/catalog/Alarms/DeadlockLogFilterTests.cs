namespace TechCorp.PgInfra.Catalog.Tests.Alarms;

/// <summary>The filter against lines as PostgreSQL 15 writes them with RDS's fixed prefix <c>%t:%r:%u@%d:[%p]:</c>.</summary>
[Trait("Requirement", "S44")]
public class DeadlockLogFilterTests
{
    private const string Prefix = "2026-11-22 03:12:45 UTC:10.20.30.40(51234):order_service@techcorp:[24531]:";

    [Fact]
    public void A_deadlock_is_counted_once_although_it_writes_several_lines()
    {
        string[] log =
        [
            Prefix + "LOG:  process 24531 detected deadlock while waiting for ShareLock on transaction 771 after 1000.124 ms",
            Prefix + "DETAIL:  Process holding the lock: 24540. Wait queue: .",
            Prefix + "ERROR:  deadlock detected",
            Prefix + "DETAIL:  Process 24531 waits for ShareLock on transaction 771; blocked by process 24540.",
            Prefix + "HINT:  See server log for query details.",
            Prefix + "CONTEXT:  while updating tuple (0,1) in relation \"orders\"",
            Prefix + "STATEMENT:  UPDATE orders SET status = 'paid' WHERE id = 2",
        ];
        Assert.Equal([log[2]], log.Where(line => TermPattern.Matches(DeadlockLogFilter.Pattern, line)));
    }

    /// <summary>Someone who searches the log for the words, or a test that greps for them, is no deadlock.</summary>
    [Theory]
    [InlineData("STATEMENT:  SELECT message FROM errors WHERE message LIKE '%deadlock detected%'")]
    [InlineData("STATEMENT:  INSERT INTO audit VALUES ('ERROR: deadlock detected')")]
    [InlineData("LOG:  duration: 1204.331 ms  statement: SELECT 'deadlock detected'")]
    [InlineData("ERROR:  canceling statement due to conflict with recovery")]
    public void A_line_that_only_quotes_the_words_is_not_counted(string line) =>
        Assert.False(TermPattern.Matches(DeadlockLogFilter.Pattern, Prefix + line));

    /// <summary>What the quotes are for: without them CloudWatch asks for three words anywhere in the line.</summary>
    [Fact]
    public void Without_quotes_the_pattern_would_count_statements_too() => Assert.True(
        TermPattern.Matches("ERROR: deadlock detected", Prefix + "STATEMENT:  SELECT 'ERROR: deadlock detected'"));

    /// <summary>
    /// CloudWatch Logs' filter syntax for unstructured text: terms separated by blanks must all occur, case counts,
    /// a quoted term occurs exactly as it stands, and a term with other than letters, digits and underscores must be quoted
    /// (the service takes a trailing colon, as here).
    /// </summary>
    private static class TermPattern
    {
        public static bool Matches(string pattern, string line) => Terms(pattern).All(term => line.Contains(term, StringComparison.Ordinal));

        private static IEnumerable<string> Terms(string pattern)
        {
            for (var i = 0; i < pattern.Length;)
            {
                if (pattern[i] == ' ')
                {
                    i++;
                    continue;
                }

                var quoted = pattern[i] == '"';
                var start = quoted ? i + 1 : i;
                var end = pattern.IndexOf(quoted ? '"' : ' ', start);
                if (quoted && end < 0) throw new FormatException("a quote is not closed");
                if (end < 0) end = pattern.Length;
                yield return pattern[start..end];
                i = end + 1;
            }
        }
    }
}
