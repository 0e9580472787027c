namespace TechCorp.PgInfra.Rehearsal.Tests.Estates;

/// <summary>What stands on this machine is what the plans of prod and dr declare.</summary>
[Collection(nameof(RehearsedEstate))]
public sealed class The_declared_estate_comes_up(RehearsedEstate fixture)
{
    /// <summary>S2, S5 to S10, S48: one writer, its standby, three replicas and the copy in the other region.</summary>
    [Fact, Trait("Requirement", "S5")]
    public void Every_declared_server_runs()
    {
        Assert.Equal(
            ["techcorp-primary", "techcorp-primary-standby", "techcorp-analytics", "techcorp-replica-1", "techcorp-replica-2", "techcorp-dr"],
            fixture.Estate.Nodes.Where(n => n.IsRunning).Select(n => n.Identifier));
        Assert.Equal(["pooler-1", "pooler-2"], fixture.Estate.Poolers.Where(p => p.IsRunning).Select(p => p.Name));
    }

    /// <summary>A commit is acknowledged when the Multi-AZ standby has it on disk, and waits for no read replica.</summary>
    [Fact, Trait("Requirement", "S6")]
    public async Task Every_follower_streams_through_its_own_slot_and_only_the_standby_is_synchronous() => Assert.Equal(
        """
        techcorp_analytics|techcorp_analytics|streaming|async|t
        techcorp_dr|techcorp_dr|streaming|async|t
        techcorp_primary_standby|techcorp_primary_standby|streaming|sync|t
        techcorp_replica_1|techcorp_replica_1|streaming|async|t
        techcorp_replica_2|techcorp_replica_2|streaming|async|t
        """,
        await fixture.Estate.Writer.QueryAsync<string>(
            """
            SELECT string_agg(concat_ws('|', r.application_name, s.slot_name, r.state, r.sync_state, l.ssl), E'\n' ORDER BY r.application_name)
            FROM pg_stat_replication r JOIN pg_replication_slots s ON s.active_pid = r.pid JOIN pg_stat_ssl l ON l.pid = r.pid
            """));
}

[CollectionDefinition(nameof(RehearsedEstate))]
public sealed class SharesTheEstate : ICollectionFixture<RehearsedEstate>;
