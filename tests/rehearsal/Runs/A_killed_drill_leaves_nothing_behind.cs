using System.Diagnostics;
using System.Globalization;

namespace TechCorp.PgInfra.Rehearsal.Tests.Runs;

/// <summary>A drill has frozen, killed and filled things when it is cut off; what it leaves is found and removed all the same.</summary>
public sealed class A_killed_drill_leaves_nothing_behind : IAsyncLifetime
{
    private readonly StateFolder _state = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _state.RemoveAsync();

    /// <summary>
    /// A container that is stopped kills the command and the shell that would tidy up after it. Another drill of the same checkout is at
    /// work meanwhile, with an estate of its own, and must come to its end.
    /// </summary>
    [Fact]
    public async Task After_kill_9_down_removes_what_it_left_and_nothing_of_another_drill()
    {
        using var killed = _state.Start("drill", "deadlock", "--stack", "staging");
        await killed.UntilAsync("deadlock: two transactions lock");
        // Neither may come to its end meanwhile, however slow the machine is.
        Signal("-STOP", killed.Process.Id);
        var left = Assert.Single(_state.Runs());
        using var other = _state.Start("drill", "disk", "--stack", "staging");
        await other.UntilAsync("start (");
        Signal("-STOP", other.Process.Id);

        foreach (var shell in ChildrenOf(killed.Process.Id)) Signal("-KILL", shell);
        killed.Process.Kill();
        await killed.Process.WaitForExitAsync();
        Assert.NotEmpty(_state.Servers(left));

        var down = await _state.Start("rehearse", "down").EndAsync();
        Assert.Equal((0, "everything is down"), (down.ExitCode, down.Output.Trim()));
        Assert.Equal(
            $"pg: process {other.Process.Id} is drilling an estate of its own, and takes it down when it ends; Ctrl-C or kill {other.Process.Id} ends it.",
            down.Error.Trim());
        Assert.Empty(_state.Servers(left));
        Assert.False(Directory.Exists(left));

        Signal("-CONT", other.Process.Id);
        var ended = await other.EndAsync();
        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        Assert.StartsWith("passed  disk", ended.Output, StringComparison.Ordinal);
        _state.AssertEmpty();
    }

    /// <summary>Ctrl-C reaches every process of the terminal's group; the servers have sessions of their own and are ended in order.</summary>
    [Fact]
    public async Task After_Ctrl_C_it_takes_everything_down_itself()
    {
        using var drill = _state.Start("drill", "deadlock", "--stack", "staging");
        await drill.UntilAsync("deadlock: two transactions lock");
        Signal("-INT", drill.Process.Id);

        var ended = await drill.EndAsync();
        Assert.Equal((130, ""), (ended.ExitCode, ended.Output));
        Assert.DoesNotContain(" at TechCorp", ended.Error, StringComparison.Ordinal);
        _state.AssertEmpty();
    }

    /// <summary>
    /// Root in a container has no CAP_SYS_PTRACE by default and may not see where the servers' processes work: it once neither found
    /// them nor ended them.
    /// </summary>
    [RootFact]
    public async Task As_root_of_a_container_it_finds_and_ends_its_servers()
    {
        using var command = new Command(_state.Path, ["setpriv", "--bounding-set=-sys_ptrace", "--inh-caps=-sys_ptrace"], ["rehearse", "--once", "--stack", "staging"]);
        var ended = await command.EndAsync();

        Assert.True(ended.ExitCode == 0, ended.Error);
        _state.AssertEmpty();
    }

    private static IEnumerable<int> ChildrenOf(int pid) =>
        Directory.EnumerateDirectories($"/proc/{pid}/task").SelectMany(t => File.ReadAllText(Path.Combine(t, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(child => File.ReadAllText($"/proc/{child}/cmdline").Contains("read -r line", StringComparison.Ordinal))
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture));

    private static void Signal(string signal, int pid)
    {
        using var kill = Process.Start("kill", [signal, pid.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>An ordinary user's servers are its own processes: there is nothing to try.</summary>
    private sealed class RootFactAttribute : FactAttribute
    {
        public RootFactAttribute()
        {
            if (Environment.UserName != "root") Skip = "an ordinary user's servers are its own processes";
        }
    }
}
