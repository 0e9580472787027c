using System.Diagnostics;
using System.Runtime.Versioning;
using TechCorp.PgInfra.Cli.Tests.Support;

namespace TechCorp.PgInfra.Cli.Tests;

/// <summary>Nobody reads set-up instructions at night: <c>./pg</c> works on a fresh machine, after a crash, and twice at once.</summary>
[SupportedOSPlatform("linux")]
public sealed class The_launcher_does_its_own_set_up : IDisposable
{
    private const string Chosen = "pg: Pulumi packages: stand-in, because the feed does not carry Pulumi, Pulumi.Aws. Remembered in PulumiSdk.props; delete that file to ask again.\n";

    private readonly LauncherCopy _copy = new();

    public void Dispose() => _copy.Dispose();

    /// <summary>The words, the exit code and the folder's space go through; the second call asks the SDK for nothing.</summary>
    [Fact]
    public async Task A_first_call_builds_and_a_warm_one_only_starts_the_program()
    {
        Assert.Equal(new Result(7, "ran: preview --stack a b\n", Chosen + "pg: building the program ...\n"), await _copy.RunAsync());
        Assert.Equal(["restore", "build"], _copy.SdkCalls);

        Assert.Equal(new Result(7, "ran: preview --stack a b\n", ""), await _copy.RunAsync());
        Assert.Equal(["restore", "build"], _copy.SdkCalls);
    }

    [Theory]
    [InlineData("edit")]
    [InlineData("delete")]
    [InlineData("older")]
    public async Task Any_change_of_a_source_is_built(string change)
    {
        await _copy.RunAsync();
        switch (change)
        {
            case "edit":
                File.AppendAllText(_copy.Source, " ");
                break;
            case "delete":
                File.Delete(_copy.Source);
                break;
            // A file put back from elsewhere can be older than the build that did not see it.
            default:
                File.SetLastWriteTimeUtc(_copy.Source, DateTime.UtcNow.AddYears(-1));
                break;
        }

        await _copy.RunAsync();

        Assert.Equal(["restore", "build", "build"], _copy.SdkCalls);
    }

    [Fact]
    public async Task It_works_through_a_link_from_anywhere_and_without_a_home()
    {
        var link = Path.Combine(_copy.Bin, "estate");
        File.CreateSymbolicLink(link, _copy.Launcher);

        var ran = await LauncherCopy.FinishAsync(_copy.Start(link, ("HOME", null)));

        Assert.Equal((7, "ran: preview --stack a b\n"), (ran.Code, ran.Out));
    }

    [Fact]
    public async Task Two_at_once_build_once()
    {
        var both = await Task.WhenAll(_copy.RunAsync(("FAKE_BUILD_SECONDS", "1")), _copy.RunAsync(("FAKE_BUILD_SECONDS", "1")));

        Assert.All(both, r => Assert.Equal((7, "ran: preview --stack a b\n"), (r.Code, r.Out)));
        Assert.Equal(["restore", "build"], _copy.SdkCalls);
        Assert.Single(both, r => r.Error.Contains("another ./pg is building; waiting for it", StringComparison.Ordinal));
    }

    /// <summary>
    /// Half-written outputs are newer than their sources, so an incremental build would trust them. An SDK that outlives its launcher
    /// is waited for: two compilers on the same files would leave worse.
    /// </summary>
    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "pg: another ./pg is building; waiting for it\n")]
    public async Task A_killed_build_is_begun_afresh(bool withItsCompiler, string said)
    {
        using var killed = _copy.Start(_copy.Launcher, ("FAKE_BUILD_SECONDS", withItsCompiler ? "20" : "2"));
        var leftover = Path.Combine(_copy.Root, "cli/obj/half-written");
        for (var waited = Stopwatch.StartNew(); !File.Exists(leftover); await Task.Delay(20))
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(10), "the build did not start");
        }

        killed.Kill(withItsCompiler);
        await killed.WaitForExitAsync();
        File.WriteAllText(leftover, "from the killed build");

        var ran = await _copy.RunAsync();

        Assert.Equal(7, ran.Code);
        Assert.Equal(said + "pg: an earlier build was interrupted; starting it afresh\npg: building the program ...\n", ran.Error);
        Assert.Equal("", File.ReadAllText(leftover));
    }

    [Fact]
    public async Task A_build_that_fails_shows_the_compilers_words_and_is_tried_again()
    {
        var failed = await _copy.RunAsync(("FAKE_BUILD_ERROR", "the name 'x' does not exist"));

        Assert.Equal(1, failed.Code);
        Assert.Equal("", failed.Out);
        Assert.Contains("  cli/A.cs(3,7): error CS0103: the name 'x' does not exist\n", failed.Error, StringComparison.Ordinal);
        Assert.Equal(7, (await _copy.RunAsync()).Code);
    }

    [Theory]
    [InlineData("carried", "official, because the feed carries Pulumi 3.")]
    [InlineData("missing", "stand-in, because the feed does not carry Pulumi, Pulumi.Aws.")]
    [InlineData("offline", "stand-in, because no feed can be reached.")]
    [InlineData("silent", "stand-in, because no feed answered within 1 s.")]
    // Silence and a slow line are two things: a feed that has answered is waited for, or the deploying packages would be passed over.
    [InlineData("slow", "official, because the feed carries Pulumi 3.")]
    [InlineData("stuck", "stand-in, because the packages did not arrive within 2 s.")]
    public async Task The_feed_is_asked_once_which_packages_it_carries(string answer, string said)
    {
        var first = await _copy.RunAsync(("FAKE_RESTORE", answer));
        Assert.Contains(said, first.Error, StringComparison.Ordinal);
        Assert.Contains($"<PulumiSdk>{said.Split(',')[0]}</PulumiSdk>", File.ReadAllText(_copy.SdkFile), StringComparison.Ordinal);

        Assert.Equal("", (await _copy.RunAsync(("FAKE_RESTORE", answer))).Error);

        File.Delete(_copy.SdkFile);
        Assert.Contains(said, (await _copy.RunAsync(("FAKE_RESTORE", answer))).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_SDK_one_line_says_what_to_install()
    {
        File.Delete(Path.Combine(_copy.Bin, "dotnet"));
        foreach (var tool in new[] { "dirname", "readlink" })
        {
            File.CreateSymbolicLink(Path.Combine(_copy.Bin, tool), $"/usr/bin/{tool}");
        }

        File.WriteAllText(_copy.Launcher, File.ReadAllText(_copy.Launcher).Replace("/usr/", "/nowhere/", StringComparison.Ordinal));

        Assert.Equal(
            new Result(1, "", "pg: the .NET 10 SDK is not installed or not on PATH; install it (https://dot.net/download) and run the same command again\n"),
            await _copy.RunAsync(("PATH", _copy.Bin)));
    }

    /// <summary>
    /// Below them .NET said "Could not load file or assembly" with a stack trace, "Out of memory" and hung, or a server ended in the middle.
    /// </summary>
    [Theory]
    [InlineData("ulimit -n 64; ulimit -s 100", "pg: this shell allows 64 open files (ulimit -n), and './pg preview' needs 256: ulimit -n 256\npg: this shell allows 100 kB of stack (ulimit -s), and './pg preview' needs 128: ulimit -s 128\npg: run the same command again")]
    [InlineData("ulimit -u 40", "pg: this shell allows 40 processes and threads of one user (ulimit -u)")]
    [InlineData("ulimit -v 1000000", "pg: this shell allows 1000000 kB of virtual memory (ulimit -v)")]
    [InlineData("ulimit -f 1000", "pg: this shell allows 1000 kB in one file (ulimit -f)")]
    public async Task A_shell_that_allows_too_little_is_told_what_is_needed(string shell, string said)
    {
        await _copy.RunAsync();

        var ran = await LauncherCopy.FinishAsync(_copy.StartFrom(shell));

        Assert.Equal((1, ""), (ran.Code, ran.Out));
        Assert.StartsWith(said, ran.Error, StringComparison.Ordinal);
    }

    /// <summary>A soft limit is a default. With a umask of 777 the files that it made could not be read again.</summary>
    [Fact]
    public async Task What_a_shell_only_has_by_default_is_raised_without_a_word()
    {
        await _copy.RunAsync();

        Assert.Equal(new Result(7, "0077 256 ran: preview --stack a b\n", ""), await LauncherCopy.FinishAsync(_copy.StartFrom("ulimit -Sn 64; umask 777")));
    }
}
