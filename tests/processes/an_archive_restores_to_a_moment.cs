namespace TechCorp.PgInfra.Processes.Tests;

public sealed class an_archive_restores_to_a_moment : IAsyncLifetime
{
    private readonly string _place = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "pg-" + Guid.NewGuid().ToString("N")[..6])).FullName;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Directory.Delete(_place, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>A folder's name goes through the server, to which % means something, and through a shell, to which almost everything does.</summary>
    [Theory]
    [InlineData("run")]
    [InlineData("a $HOME %p %f%%")]
    [InlineData("it's \"q\" \\ `id`")]
    [Trait("Requirement", "S47")]
    public async Task The_rows_deleted_after_the_moment_are_back_and_no_later_row_is(string folder)
    {
        await using var run = RunDirectory.Create(Path.Combine(_place, folder));
        var archive = WalArchive.Create(run, "archive");
        var primary = await Cluster.InitializeAsync(run, new ClusterSpec("primary"));
        primary.Configure(archive.Settings);
        await primary.StartAsync();
        await primary.ExecuteAsync("CREATE TABLE t AS SELECT generate_series(1, 2000) AS id");
        var backup = await primary.BackupAsync("backup");
        await primary.ExecuteAsync("INSERT INTO t VALUES (2001)");
        var before = await primary.QueryAsync<DateTime>("SELECT clock_timestamp()");
        await primary.ExecuteAsync("DELETE FROM t WHERE id > 1500");
        await primary.ExecuteAsync("INSERT INTO t VALUES (9999)");
        await primary.ExecuteAsync("SELECT pg_switch_wal()");
        await primary.EventuallyAsync("SELECT last_archived_wal IS NOT NULL AND last_archived_wal >= pg_walfile_name(pg_current_wal_lsn() - 1) FROM pg_stat_archiver", true);

        var restored = await Cluster.RestoreAsync(run, new ClusterSpec("restored"), backup, archive, RecoveryTarget.Time(before));
        await restored.StartAsync();
        await restored.EventuallyAsync("SELECT pg_is_in_recovery()", false);

        Assert.Equal(2001L, await restored.QueryAsync<long>("SELECT count(*) FROM t"));
        Assert.Equal(2001, await restored.QueryAsync<int>("SELECT max(id) FROM t"));
    }
}
