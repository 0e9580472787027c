using TechCorp.PgInfra.Rehearsal.Deployment;
using TechCorp.PgInfra.Rehearsal.Drills;

namespace TechCorp.PgInfra.Rehearsal.Tests.Drills.Sabotaged;

/// <summary>Mistakes that make a queue at one table worse than it must be.</summary>
public sealed partial class A_drill
{
    /// <summary>100 % of the vCPUs is a number of sessions to CloudWatch; written as percent of eight it is never reached.</summary>
    [Fact]
    public async Task Of_a_queue_fails_before_the_fault_when_the_alarm_is_on_more_sessions_than_there_can_be() =>
        BrokeBeforeTheFault(await estate.RunAsync("lock-queue", subject => Changed(subject, "DBLoad", a => a with { Threshold = 800 })), "the alarm is on fewer sessions than one service may open");

    /// <summary>S51: clients that give up before the step fail at every deployment; those that never give up hang until their statement_timeout.</summary>
    [Theory]
    [InlineData("lock_timeout = '2s'", "the step gives up before a client does", "the step after 3 s, a statement of order_service after 2 s")]
    [InlineData("lock_timeout = 0", "a client gives up before its statement_timeout", "order_service has a lock_timeout of no end and a statement_timeout of 30 s")]
    public async Task Of_a_queue_fails_before_the_fault_when_its_clients_are_too_hasty_or_too_patient(string pinned, string broken, string seen)
    {
        var subject = await estate.WholeAsync();
        await subject.Estate.Writer.ExecuteAsync($"ALTER ROLE order_service SET {pinned}");
        try
        {
            var result = await estate.RunAsync("lock-queue");

            BrokeBeforeTheFault(result, broken);
            Assert.Equal(seen, result.Checks.Single(c => !c.Holds).Seen);
        }
        finally
        {
            await PostDeployStep.ApplyAsync(subject.Estate);
        }
    }

    /// <summary>A drill in which nobody held the table would praise the step for giving up.</summary>
    [Fact]
    public async Task Of_a_queue_fails_when_nobody_is_in_the_way()
    {
        var subject = await estate.WholeAsync();
        var writer = subject.Estate.Writer;
        // Less than an export rests between two rows.
        await writer.ExecuteAsync("ALTER ROLE order_service SET idle_in_transaction_session_timeout = '20ms'");
        try
        {
            await EndSessionsAsync();

            var result = await estate.RunAsync("lock-queue");

            result.Broke("the step gives up and names who holds the table", "the clients go on, and so does the export");
            Assert.Contains("nobody held the table", result.Drawn(), StringComparison.Ordinal);
            Assert.DoesNotContain(result.Timeline.Marks, m => m.Kind == MarkKind.Fault);
        }
        finally
        {
            await PostDeployStep.ApplyAsync(subject.Estate);
            await EndSessionsAsync();
        }

        // What is pinned reaches new ones only.
        Task EndSessionsAsync() => writer.ExecuteAsync("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'order_service'");
    }

    private static void BrokeBeforeTheFault(DrillResult result, string check)
    {
        result.Broke(check);
        Assert.DoesNotContain(result.Timeline.Marks, m => m.Kind == MarkKind.Fault);
    }
}
