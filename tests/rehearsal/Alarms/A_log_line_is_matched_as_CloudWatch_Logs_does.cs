using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Rehearsal.Alarms;

namespace TechCorp.PgInfra.Rehearsal.Tests.Alarms;

public class A_log_line_is_matched_as_CloudWatch_Logs_does
{
    /// <summary>One deadlock writes several lines, and a query that quotes the words writes one more; exactly one of them counts.</summary>
    [Theory]
    [InlineData("2026-01-01 00:00:00 UTC:10.0.0.1(5000):app@techcorp:[12]:ERROR:  deadlock detected", true)]
    [InlineData("2026-01-01 00:00:00 UTC:10.0.0.1(5000):app@techcorp:[12]:LOG:  process 12 detected deadlock while waiting for ShareLock", false)]
    [InlineData("2026-01-01 00:00:00 UTC:10.0.0.1(5000):app@techcorp:[12]:STATEMENT:  SELECT 'ERROR: deadlock detected'", false)]
    [InlineData("2026-01-01 00:00:00 UTC:10.0.0.1(5000):app@techcorp:[12]:DETAIL:  Process 12 waits for ShareLock on transaction 7; blocked by process 13.", false)]
    public void The_declared_deadlock_pattern_matches_one_line(string line, bool expected) =>
        Assert.Equal(expected, LogFilterPattern.Matches(DeadlockLogFilter.Pattern, line));

    [Theory]
    [InlineData("ERROR timeout", "timeout after ERROR", true)]
    [InlineData("ERROR timeout", "error timeout", false)]
    [InlineData("?FATAL ?PANIC", "it is FATAL", true)]
    [InlineData("?FATAL ?PANIC", "it is fine", false)]
    [InlineData("ERROR -\"known issue\"", "ERROR of a known issue", false)]
    [InlineData("", "anything", true)]
    public void Terms_are_joined_as_the_manual_says(string pattern, string line, bool expected) =>
        Assert.Equal(expected, LogFilterPattern.Matches(pattern, line));
}
