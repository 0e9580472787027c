using TechCorp.PgInfra.Operations.Checks;

namespace TechCorp.PgInfra.Operations.Tests.Checks;

/// <summary>Three sessions, one after the other: ending the head frees all, ending the middle frees one and helps nobody.</summary>
[Collection(OnCheckedServers.Name)]
public sealed class A_queue_for_a_lock_is_drawn(CheckedServers servers)
{
    [Fact]
    [Trait("Requirement", "S51")]
    public async Task From_its_head_down_with_the_object_and_the_way_to_free_it()
    {
        await using var head = await servers.ConnectAsync("techcorp_admin", "migration");
        await head.RunAsync("DROP TABLE IF EXISTS queued; CREATE TABLE queued (id int PRIMARY KEY); INSERT INTO queued VALUES (1), (2); GRANT ALL ON queued TO order_service");
        await head.RunAsync("BEGIN; UPDATE queued SET id = id WHERE id = 1");
        await using var middle = await servers.ConnectAsync(CheckedServers.Service, "checkout");
        await using var last = await servers.ConnectAsync(CheckedServers.Service, "checkout");
        await middle.RunAsync("BEGIN; UPDATE queued SET id = id WHERE id = 2");
        var second = middle.RunAsync("UPDATE queued SET id = id WHERE id = 1");
        var third = last.RunAsync("UPDATE queued SET id = id WHERE id = 2");
        await using var superuser = await CheckedServers.SuperuserAsync(servers.Primary);
        await superuser.UntilAsync("SELECT count(*) = 2 FROM pg_stat_activity WHERE wait_event_type = 'Lock'");

        var waiting = await servers.AskAsync("locks");
        var long_ = await servers.AskAsync("locks", limits => limits with { LockCriticalSeconds = 0.01 });
        await head.RunAsync("ROLLBACK");
        await second;
        await middle.RunAsync("COMMIT");
        await third;
        var free = await servers.AskAsync("locks");

        var finding = Assert.Single(waiting.Findings);
        Assert.Equal(Level.Warning, finding.Level);
        Assert.Matches($"^pid {head.ProcessID} of techcorp_admin \\(idle in transaction, transaction of .*\\) blocks 2 sessions, the longest for .*: UPDATE queued SET id = id WHERE id = 1$", finding.Text);
        Assert.Equal($"SELECT pg_terminate_backend({head.ProcessID})", finding.Next);
        Assert.Equal(Level.Critical, long_.Level);
        var rows = Assert.Single(waiting.Tables).Rows;
        Assert.Equal([$"{head.ProcessID}", $"└─ {middle.ProcessID}", $"   └─ {last.ProcessID}"], rows.Select(r => r.Text("session")));
        Assert.Equal(["", "public.queued (a row)", "public.queued (a row)"], rows.Select(r => r.Text("object")));
        Assert.Equal(Level.Ok, free.Level);
    }
}
