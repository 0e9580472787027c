using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Operations.Checks;

namespace TechCorp.PgInfra.Operations.Tests.Checks;

/// <summary>
/// S51: the source ends whoever's last query began an hour ago, which is also whoever has just ended an hour's query. This ends who has
/// been at rest, and nobody the estate needs.
/// </summary>
[Collection(OnCheckedServers.Name)]
public sealed class Only_sessions_at_rest_are_ended(CheckedServers servers)
{
    private static readonly IdleRequest Request = new(TimeSpan.FromSeconds(1), InTransactionOnly: false, []);

    [Fact]
    [Trait("Requirement", "S51")]
    public async Task And_everybody_else_is_left_alone_with_the_reason()
    {
        await using var leaked = await servers.ConnectAsync(CheckedServers.Direct, "notebook");
        await using var forgotten = await servers.ConnectAsync(CheckedServers.Direct, "console");
        await using var pooled = await servers.ConnectAsync(CheckedServers.Service, "checkout");
        await using var superuser = await CheckedServers.SuperuserAsync(servers.Primary);
        await using var working = await servers.ConnectAsync(CheckedServers.Direct, "report");
        await using var busy = await servers.ConnectAsync(CheckedServers.Direct, "just done");
        await forgotten.RunAsync("BEGIN; SELECT 1");
        var work = working.RunAsync("SELECT pg_sleep(20)");
        await using var session = await ServerSession.OpenAsync(servers.Target(Database.MasterUsername).Chosen, default);
        await busy.RunAsync("SELECT pg_sleep(1.2)");

        var found = await TerminateIdle.FindAsync(session, Request, default);
        var ended = await TerminateIdle.TerminateAsync(session, found, default);
        await superuser.RunAsync($"SELECT pg_cancel_backend({working.ProcessID})");
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => work);

        Assert.Equal([leaked.ProcessID, forgotten.ProcessID], ended.Order().Select(p => (int)p).OrderBy(p => p == leaked.ProcessID ? 0 : 1));
        Assert.Equal("may be the pooler's own connection; --pooler ADDRESS tells them apart", found.Single(s => s.Pid == pooled.ProcessID).Spared);
        Assert.Equal("the provider's", found.Single(s => s.Pid == superuser.ProcessID).Spared);
        Assert.Equal(("idle in transaction", "SELECT"), found.Where(s => s.Pid == forgotten.ProcessID).Select(s => (s.State, s.LastStatement)).Single());
        // Not shown at all: at work, its own, and the replica's.
        Assert.DoesNotContain(found, s => s.Pid == working.ProcessID || s.Pid == busy.ProcessID || s.Application is "replica" or ServerSession.ApplicationName);
        Assert.True(await superuser.ValueAsync<bool>("SELECT count(*) = 1 FROM pg_stat_replication"));
    }

    /// <summary>Between the question and the answer a person may take a minute, and a process number may come again.</summary>
    [Fact]
    [Trait("Requirement", "S51")]
    public async Task Whoever_went_back_to_work_since_is_left_alone()
    {
        await using var awake = await servers.ConnectAsync(CheckedServers.Direct);
        await using var asleep = await servers.ConnectAsync(CheckedServers.Direct);
        await awake.RunAsync("SELECT 1");
        await asleep.RunAsync("SELECT 1");
        await Task.Delay(1100);
        await using var session = await ServerSession.OpenAsync(servers.Target(Database.MasterUsername).Chosen, default);
        var found = await TerminateIdle.FindAsync(session, Request, default);
        await awake.RunAsync("SELECT 2");
        // A newcomer with the number of a session that is gone.
        var newcomer = found.Where(s => s.Pid == asleep.ProcessID).Select(s => s with { BackendStart = s.BackendStart - 1 });

        Assert.Empty(await TerminateIdle.TerminateAsync(session, newcomer, default));
        Assert.Equal([asleep.ProcessID], (await TerminateIdle.TerminateAsync(session, found, default)).Select(p => (int)p));
        Assert.Equal(3, await awake.ValueAsync<int>("SELECT 3"));
    }

    [Fact]
    public async Task A_pooled_logins_session_from_elsewhere_is_a_leak_once_the_poolers_address_is_known()
    {
        await using var client = await servers.ConnectAsync(CheckedServers.Service);
        await client.RunAsync("SELECT 1");
        await Task.Delay(1100);
        await using var session = await ServerSession.OpenAsync(servers.Target(Database.MasterUsername).Chosen, default);

        var elsewhere = await TerminateIdle.FindAsync(session, Request with { PoolerAddresses = ["10.0.1.7"] }, default);
        var here = await TerminateIdle.FindAsync(session, Request with { PoolerAddresses = ["127.0.0.1"] }, default);

        Assert.Null(elsewhere.Single(s => s.Pid == client.ProcessID).Spared);
        Assert.Equal("the pooler's own connection", here.Single(s => s.Pid == client.ProcessID).Spared);
    }

    [Fact]
    public async Task A_login_that_may_end_nobody_says_so()
    {
        await using var client = await servers.ConnectAsync(CheckedServers.Direct);
        await client.RunAsync("SELECT 1");
        await Task.Delay(1100);
        await using var session = await ServerSession.OpenAsync(servers.Target(Logins.Monitor).Chosen, default);

        var found = await TerminateIdle.FindAsync(session, Request, default);

        Assert.Equal("monitor may not end it: GRANT pg_signal_backend TO monitor", found.Single(s => s.Pid == client.ProcessID).Spared);
        Assert.Empty(await TerminateIdle.TerminateAsync(session, found, default));
    }
}
