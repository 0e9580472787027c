using System.Diagnostics;

namespace TechCorp.PgInfra.Processes.Tests;

public class nothing_is_left_behind
{
    [Fact]
    public async Task Deleting_a_run_ends_its_processes_and_removes_its_folder_and_its_shared_memory()
    {
        var run = RunDirectory.Create();
        var cluster = await Cluster.InitializeAsync(run, new ClusterSpec("primary"));
        await cluster.StartAsync();
        var segment = PostmasterPid.Read(cluster.DataDirectory)!;
        await cluster.KillAsync();
        Assert.Contains($" {segment.SharedMemoryId} ", await File.ReadAllTextAsync("/proc/sysvipc/shm"), StringComparison.Ordinal);

        await run.DeleteAsync();

        Assert.False(Directory.Exists(run.Path));
        Assert.DoesNotContain($" {segment.SharedMemoryId} ", await File.ReadAllTextAsync("/proc/sysvipc/shm"), StringComparison.Ordinal);
    }

    /// <summary>A later command knows a run by its folder alone: the one that made it may have been killed with kill -9.</summary>
    [Fact]
    public async Task A_run_that_lives_until_it_is_deleted_is_opened_and_removed_by_another_command()
    {
        var folder = Path.Combine(Path.GetTempPath(), "pg-" + Guid.NewGuid().ToString("N")[..12]);
        var first = RunDirectory.Create(folder, Lifetime.UntilDeleted);
        var cluster = await Cluster.InitializeAsync(first, new ClusterSpec("primary"));
        await cluster.StartAsync();

        var again = RunDirectory.Open(folder)!;
        var opened = Cluster.Open(again, "primary")!;
        Assert.Equal(cluster.Pid, opened.Pid);
        Assert.Equal(cluster.Port, opened.Port);
        await opened.RestartAsync();
        Assert.Equal(cluster.Port, opened.Port);
        await again.DeleteAsync();

        Assert.Empty(again.Processes());
        Assert.False(Directory.Exists(folder));
    }

    /// <summary>A comma ends the name of a socket's folder, for servers and clients alike: the server did not start, and said something of a socket.</summary>
    [Theory]
    [InlineData("a,b")]
    [InlineData("a\nb")]
    public void A_folder_that_no_socket_can_lie_in_is_refused_before_anything_is_made(string name)
    {
        var folder = Path.Combine(Path.GetTempPath(), name);

        var refused = Assert.Throws<ProcessException>(() => RunDirectory.Create(folder));

        Assert.EndsWith("Choose another folder.", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    /// <summary>A home or a temporary folder is often a link, and the kernel names a server's folder without it: nothing was found to reload or to end.</summary>
    [Fact]
    public async Task Servers_below_a_symbolic_link_are_found_reloaded_and_ended()
    {
        var home = Path.Combine(Path.GetTempPath(), "pg-" + Guid.NewGuid().ToString("N")[..12]);
        Directory.CreateDirectory($"{home}/real");
        try
        {
            File.CreateSymbolicLink($"{home}/again", "real");
            File.CreateSymbolicLink($"{home}/link", $"{home}/again");
            var run = RunDirectory.Create($"{home}/link/run", Lifetime.UntilDeleted);
            var cluster = await Cluster.InitializeAsync(run, new ClusterSpec("primary") { FromTemplate = true });
            await cluster.StartAsync();

            Assert.True(cluster.IsRunning);
            cluster.Reload();
            var opened = RunDirectory.Open($"{home}/link/run")!;
            Assert.NotEmpty(opened.Processes());
            await opened.DeleteAsync();

            Assert.False(cluster.IsRunning);
            Assert.Empty(ProcFs.ProcessesIn(home));
            Assert.Empty(Directory.EnumerateFileSystemEntries($"{home}/real"));
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    /// <summary>A link that names itself must end in a sentence.</summary>
    [Fact]
    public void Links_that_lead_in_a_circle_are_refused()
    {
        var link = Path.Combine(Path.GetTempPath(), "pg-" + Guid.NewGuid().ToString("N")[..12]);
        File.CreateSymbolicLink(link, link);
        try
        {
            Assert.Contains("symbolic links", Assert.Throws<ProcessException>(() => RunDirectory.Create($"{link}/run")).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(link);
        }
    }

    /// <summary>A script's background job ignores SIGQUIT, and hands that on: an estate begun so took three seconds more to go.</summary>
    [Fact]
    public async Task A_process_that_ignores_SIGQUIT_does_not_hold_up_the_end()
    {
        var run = RunDirectory.Create();
        using var deaf = Process.Start(new ProcessStartInfo("sh", ["-c", "trap '' QUIT; exec sleep 60"]) { WorkingDirectory = run.Path })!;
        await Task.Delay(100);

        var began = Stopwatch.GetTimestamp();
        await run.DeleteAsync();

        await deaf.WaitForExitAsync();
        Assert.Equal(128 + (int)Signal.Terminate, deaf.ExitCode);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(2.5));
    }

    /// <summary>Somebody else's folder, and somebody else's server, are none of our business.</summary>
    [Fact]
    public async Task Deleting_one_run_leaves_another_alone()
    {
        await using var other = RunDirectory.Create();
        var survivor = await Cluster.InitializeAsync(other, new ClusterSpec("primary") { FromTemplate = true });
        await survivor.StartAsync();
        var run = RunDirectory.Create(other.Path + "-b");

        await run.DeleteAsync();

        Assert.True(survivor.IsRunning);
        Assert.Throws<ProcessException>(() => RunDirectory.Create(other.Path));
    }

    /// <summary>The watcher sees the end of a pipe, which the kernel closes however the command ends.</summary>
    [Theory]
    [InlineData("pg-")]
    [InlineData("pg-[a]*? ")]
    public async Task When_the_command_is_killed_with_SIGKILL_its_servers_and_folder_go_with_it(string prefix)
    {
        var folder = Path.Combine(Path.GetTempPath(), prefix + Guid.NewGuid().ToString("N")[..12]);
        // A second process that runs the watcher's script exactly as a command does, and a server that works in the folder.
        Directory.CreateDirectory(Path.Combine(folder, "primary"));
        using var command = Process.Start(new ProcessStartInfo("sh", ["-c", $"cd '{folder}/primary' && (setsid sleep 300 >/dev/null 2>&1 &) ; cd / ; mkfifo '{folder}/p'; setsid sh -c '{Watcher.Script.Replace("'", "'\\''", StringComparison.Ordinal)}' sh '{folder}' <'{folder}/p' & exec sleep 300 >'{folder}/p'"]))!;
        await Task.Delay(300);
        Assert.NotEmpty(ProcFs.ProcessesIn(folder));

        Posix.Send(command.Id, Signal.Kill);
        for (var attempt = 0; attempt < 1000 && (Directory.Exists(folder) || ProcFs.ProcessesIn(folder).Count > 0); attempt++)
            await Task.Delay(10);

        Assert.Empty(ProcFs.ProcessesIn(folder));
        Assert.False(Directory.Exists(folder));
    }
}
