namespace TechCorp.PgInfra.Processes.Tests;

public sealed class a_standby_follows_its_primary : IAsyncLifetime
{
    private readonly RunDirectory _run = RunDirectory.Create();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _run.DisposeAsync();

    /// <summary>The loss of the first host, as the drills do it: what was acknowledged is on the synchronous standby.</summary>
    [Fact]
    [Trait("Requirement", "S2")]
    public async Task A_synchronous_standby_has_every_commit_when_the_primary_is_killed_and_the_others_follow_it()
    {
        var primary = await Cluster.InitializeAsync(_run, new ClusterSpec("primary"));
        await primary.StartAsync();
        await primary.ExecuteAsync("CREATE TABLE t (id int)");
        var standby = await Cluster.StandbyAsync(_run, new ClusterSpec("standby"), Upstream.Of(primary, "standby", "standby"));
        var replica = await Cluster.StandbyAsync(_run, new ClusterSpec("replica"), Upstream.Of(primary, "replica", "replica"));
        await Task.WhenAll(standby.StartAsync(), replica.StartAsync());
        primary.Configure([new("synchronous_standby_names", "standby")]);
        primary.Reload();
        await primary.EventuallyAsync("SELECT string_agg(application_name || ' ' || sync_state, ', ' ORDER BY application_name) FROM pg_stat_replication", "replica async, standby sync");

        await primary.ExecuteAsync("INSERT INTO t SELECT generate_series(1, 1000)");
        await primary.KillAsync();
        Assert.False(primary.IsRunning);
        await standby.PromoteAsync();
        await standby.ExecuteAsync("SELECT pg_create_physical_replication_slot('replica')");
        replica.Follow(Upstream.Of(standby, "replica", "replica"));

        Assert.Equal(1000L, await standby.QueryAsync<long>("SELECT count(*) FROM t"));
        await standby.ExecuteAsync("INSERT INTO t VALUES (1001)");
        await replica.EventuallyAsync("SELECT count(*) FROM t", 1001L);
    }

    /// <summary>
    /// A standby that begins from the same empty cluster has to catch up with all that was written before it started, also after the
    /// primary's checkpoints, and with what does not travel through the log row by row: a database made as a copy of files.
    /// </summary>
    [Fact]
    public async Task A_copy_of_the_empty_cluster_follows_the_primary_that_is_one_too()
    {
        var empty = await EmptyCluster.CreateAsync(_run, "postgres");
        var primary = await Cluster.InitializeAsync(_run, new ClusterSpec("primary") { FromTemplate = true });
        await primary.StartAsync();
        await primary.ExecuteAsync("SELECT pg_create_physical_replication_slot('standby', immediately_reserve => true)");
        await primary.ExecuteAsync("CREATE DATABASE shop STRATEGY FILE_COPY");
        await primary.ExecuteAsync("CREATE TABLE t AS SELECT generate_series(1, 1000) AS id");
        await primary.ExecuteAsync("SELECT pg_switch_wal()");
        await primary.ExecuteAsync("CHECKPOINT");
        await primary.ExecuteAsync("CHECKPOINT");

        var standby = await Cluster.StandbyAsync(_run, new ClusterSpec("standby"), empty, Upstream.Of(primary, "standby", "standby"));
        await standby.StartAsync();

        await primary.ExecuteAsync("INSERT INTO t VALUES (1001)");
        await standby.EventuallyAsync("SELECT to_regclass('t') IS NOT NULL", true);
        await standby.EventuallyAsync("SELECT count(*) FROM t", 1001L);
        await using var inside = standby.Connect("shop");
        await inside.OpenAsync();
    }
}
