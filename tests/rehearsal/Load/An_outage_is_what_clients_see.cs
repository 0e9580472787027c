using TechCorp.PgInfra.Rehearsal.Load;

namespace TechCorp.PgInfra.Rehearsal.Tests.Load;

/// <summary>Downtime is counted between acknowledgements, not between what the drill does.</summary>
public class An_outage_is_what_clients_see
{
    /// <summary>A commit that was on its way when the fault came and arrived just after it is no recovery.</summary>
    [Fact]
    public void It_lasts_from_the_last_commit_before_to_the_first_sent_after()
    {
        var load = Load((1.0, 0.01), (1.9, 0.01), (2.05, 0.1), (4.5, 0.02), (4.6, 0.02));

        Assert.Equal(TimeSpan.FromSeconds(2.6), load.OutageAround(TimeSpan.FromSeconds(2)));
    }

    /// <summary>A client that waited in the pooler all the time has recovered when its commit comes through.</summary>
    [Fact]
    public void A_commit_that_waited_through_it_ends_it() =>
        Assert.Equal(TimeSpan.FromSeconds(2.1), Load((1.9, 0.01), (4.0, 2.05)).OutageAround(TimeSpan.FromSeconds(2)));

    [Fact]
    public void It_has_no_end_when_nothing_came_after() =>
        Assert.Null(Load((1.9, 0.01)).OutageAround(TimeSpan.FromSeconds(2)));

    [Fact]
    public void A_percentile_is_a_latency_that_occurred() =>
        Assert.Equal([10, 100], new[] { 0.5, 0.99 }.Select(p => Load((1, 0.01), (2, 0.01), (3, 0.1)).Percentile(p).TotalMilliseconds));

    private static LoadResult Load(params (double At, double Latency)[] commits) =>
        new([.. commits.Select((c, i) => new AcknowledgedCommit(i, TimeSpan.FromSeconds(c.At), TimeSpan.FromSeconds(c.Latency)))], []);
}
