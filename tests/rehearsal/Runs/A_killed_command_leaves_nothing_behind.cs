namespace TechCorp.PgInfra.Rehearsal.Tests.Runs;

/// <summary>
/// The command itself, as a process, with a state folder that has a blank, a quote, $ and % in its name. What it leaves when it is killed is found
/// again and removed, and one command of a checkout runs at a time.
/// </summary>
public sealed class A_killed_command_leaves_nothing_behind : IAsyncLifetime
{
    private readonly StateFolder _state = new();

    public Task DisposeAsync() => _state.RemoveAsync();

    public Task InitializeAsync() => Task.CompletedTask;

    [Fact]
    public async Task After_kill_9_a_second_command_finds_it_and_down_removes_everything()
    {
        using var first = _state.Start("rehearse", "--stack", "staging");
        await first.UntilAsync("start (");
        var second = await _state.Start("rehearse", "--stack", "staging").EndAsync();
        Assert.Equal(1, second.ExitCode);
        Assert.Equal(
            $"pg: another ./pg of this checkout (process {first.Process.Id}) is bringing an estate up or taking it down; wait for it, or stop it with ./pg rehearse down.",
            second.Error.Trim());

        first.Process.Kill();
        await first.Process.WaitForExitAsync();
        Assert.NotEmpty(_state.Servers());

        var down = await _state.Start("rehearse", "down").EndAsync();
        Assert.Equal((0, "everything is down"), (down.ExitCode, down.Output.Trim()));
        Assert.Empty(_state.Servers());
        Assert.Empty(_state.Runs());
        Assert.DoesNotContain(Directory.EnumerateFiles(_state.Path, "*", SearchOption.AllDirectories), f => Path.GetFileName(f) is "lock" or "holder");
        var again = await _state.Start("rehearse", "down").EndAsync();
        Assert.Equal((0, "nothing was up"), (again.ExitCode, again.Output.Trim()));
    }

    /// <summary>Ctrl-C and a pipeline's SIGTERM: the command takes down what it began before it ends.</summary>
    [Fact]
    public async Task Down_stops_a_command_that_is_still_at_work_and_it_cleans_up()
    {
        using var first = _state.Start("rehearse", "--stack", "staging");
        await first.UntilAsync("start (");
        var down = await _state.Start("rehearse", "down").EndAsync();
        Assert.Equal((0, "everything is down"), (down.ExitCode, down.Output.Trim()));
        await first.Process.WaitForExitAsync();
        Assert.Equal(130, first.Process.ExitCode);
        Assert.Empty(_state.Servers());
        Assert.Empty(_state.Runs());
    }

    /// <summary>A mistake in the plan is told before anything is left running.</summary>
    [Fact]
    public async Task A_stack_that_cannot_be_rehearsed_is_refused_and_leaves_nothing()
    {
        var refused = await _state.Start("rehearse", "--stack", "dr").EndAsync();
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("pg: stack dr copies techcorp/techcorp-pg-infra/prod; an estate is rehearsed by the stack that has the writer: ./pg rehearse --stack prod", refused.Error, StringComparison.Ordinal);
        Assert.Empty(_state.Servers());
        Assert.Empty(_state.Runs());
    }

    /// <summary>One command to copy, and nothing installed where the user has said which programs are meant.</summary>
    [Fact]
    public async Task Without_PostgreSQL_15_it_says_the_one_command_that_installs_it()
    {
        var refused = await new Command(_state.Path, ["rehearse"], ("PG_BINDIR", "/nowhere")).EndAsync();
        Assert.Equal(1, refused.ExitCode);
        Assert.Equal(
            "pg: PostgreSQL 15 is not on this machine. Looked in $PG_BINDIR, /usr/lib/postgresql/15/bin, /usr/pgsql-15/bin and PATH. Install it as root with: apt-get install -y --no-install-recommends postgresql-15",
            refused.Error.Trim());
        Assert.Empty(_state.Runs());
    }

    /// <summary>A misspelt name is told before a minute of work, with the nearest that exists.</summary>
    [Fact]
    public async Task An_unknown_login_is_refused_before_anything_starts()
    {
        var refused = await _state.Start("rehearse", "--login", "auth_servce").EndAsync();
        Assert.Equal(2, refused.ExitCode);
        Assert.StartsWith("pg: there is no login 'auth_servce'. Did you mean 'auth_service'?", refused.Error, StringComparison.Ordinal);
        Assert.Empty(_state.Runs());
    }
}
