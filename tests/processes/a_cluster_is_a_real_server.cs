namespace TechCorp.PgInfra.Processes.Tests;

public sealed class a_cluster_is_a_real_server : IAsyncLifetime
{
    private readonly RunDirectory _run = RunDirectory.Create();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _run.DisposeAsync();

    /// <summary>PostgreSQL refuses to run as root, and CI containers run everything as root.</summary>
    [Fact]
    [Trait("Requirement", "S1")]
    public async Task It_runs_PostgreSQL_15_as_an_unprivileged_user_also_when_root_asks()
    {
        var cluster = await Cluster.InitializeAsync(_run, new ClusterSpec("primary"));
        await cluster.StartAsync();

        Assert.StartsWith("15.", await cluster.QueryAsync<string>("SHOW server_version"), StringComparison.Ordinal);
        Assert.Equal("UTF8", await cluster.QueryAsync<string>("SHOW server_encoding"));
        Assert.Equal("on", await cluster.QueryAsync<string>("SHOW data_checksums"));
        Assert.DoesNotContain("Uid:\t0\t", await File.ReadAllTextAsync($"/proc/{cluster.Pid}/status"), StringComparison.Ordinal);
        Assert.Equal("LISTEN only on loopback: 127.0.0.1", "LISTEN only on loopback: " + await cluster.QueryAsync<string>("SHOW listen_addresses"));
    }

    [Fact]
    public async Task Parameters_are_taken_over_verbatim_whatever_they_hold()
    {
        var cluster = await Cluster.InitializeAsync(_run, new ClusterSpec("primary"));
        cluster.Configure([new("work_mem", "262144"), new("application_name", @"it's a \ back'slash")]);
        await cluster.StartAsync();

        Assert.Equal("256MB", await cluster.QueryAsync<string>("SHOW work_mem"));
        Assert.Equal(@"it's a \ back'slash", await cluster.QueryAsync<string>("SELECT boot_val || reset_val FROM pg_settings WHERE name = 'application_name'"));

        cluster.Configure([new("work_mem", "4MB")]);
        cluster.Reload();
        await cluster.EventuallyAsync("SHOW work_mem", "4MB");
    }

    /// <summary>A server that cannot start says why in its own log and nowhere else.</summary>
    [Fact]
    public async Task A_server_that_does_not_come_up_is_an_error_with_the_end_of_its_log()
    {
        var cluster = await Cluster.InitializeAsync(_run, new ClusterSpec("primary"));
        cluster.Configure([new("max_connections", "a lot")]);

        var error = await Assert.ThrowsAsync<ProcessException>(() => cluster.StartAsync());

        Assert.Contains("PostgreSQL primary ended with code 1 while starting", error.Message, StringComparison.Ordinal);
        Assert.Contains("invalid value for parameter \"max_connections\": \"a lot\"", error.Message, StringComparison.Ordinal);
        Assert.Empty(_run.Processes());
    }

    /// <summary>Ports are chosen before they are bound, so somebody else may take one in between.</summary>
    [Fact]
    public async Task A_port_lost_to_another_program_is_replaced_by_a_free_one()
    {
        var cluster = await Cluster.InitializeAsync(_run, new ClusterSpec("primary"));
        var chosen = cluster.Port;
        using var thief = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, chosen);
        thief.Start();

        await cluster.StartAsync();

        Assert.NotEqual(chosen, cluster.Port);
        Assert.Equal(cluster.Port, int.Parse(await cluster.QueryAsync<string>("SHOW port"), System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>The template saves 0.7 s for every cluster of a test run after the first.</summary>
    [Fact]
    public async Task Copies_of_the_template_are_clusters_of_their_own()
    {
        var one = await Cluster.InitializeAsync(_run, new ClusterSpec("one") { FromTemplate = true });
        var two = await Cluster.InitializeAsync(_run, new ClusterSpec("two") { FromTemplate = true });
        await Task.WhenAll(one.StartAsync(), two.StartAsync());

        await one.ExecuteAsync("CREATE ROLE only_here");

        Assert.Equal(1L, await one.QueryAsync<long>("SELECT count(*) FROM pg_roles WHERE rolname = 'only_here'"));
        Assert.Equal(0L, await two.QueryAsync<long>("SELECT count(*) FROM pg_roles WHERE rolname = 'only_here'"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../elsewhere")]
    [InlineData("Primary")]
    public async Task A_name_that_is_not_a_plain_folder_name_is_refused(string name) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Cluster.InitializeAsync(_run, new ClusterSpec(name)));
}
