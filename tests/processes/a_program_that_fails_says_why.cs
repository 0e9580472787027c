using System.ComponentModel;
using System.Net.Sockets;

namespace TechCorp.PgInfra.Processes.Tests;

public class a_program_that_fails_says_why
{
    /// <summary>On a full disk <c>initdb</c> told its steps, one a line, and the reason was pushed out of the message.</summary>
    [Theory]
    [InlineData("for i in 1 2 3 4 5 6 7 8 9; do echo step $i ... ok; done; echo no such thing >&2; exit 1", "sh ended with code 1: no such thing")]
    [InlineData("echo 'all there is to say'; exit 3", "sh ended with code 3: all there is to say")]
    public async Task The_reason_is_not_lost_behind_its_progress(string script, string expected) => Assert.Equal(expected, await FailureAsync(script));

    /// <summary>Which disk is full is not the first thing one knows of a folder, and that an estate can lie elsewhere is not known at all.</summary>
    [Fact]
    public async Task A_full_disk_is_named_with_its_way_out() => Assert.Matches(
        "^sh ended with code 1: No space left on device\nThere is no room for the servers: /proc is on /proc, where 0 of 0 MB are free. Make room there, or set XDG_STATE_HOME to a folder with more.$",
        await FailureAsync("echo No space left on device >&2; exit 1", "/proc"));

    /// <summary>A file of this program's own is as likely to be the first that finds no room.</summary>
    [Fact]
    public void A_file_without_room_is_told_from_one_that_may_not_be_written()
    {
        Assert.True(NoRoom.Is(Assert.Throws<IOException>(() => File.WriteAllText("/dev/full", "x"))));
        Assert.False(NoRoom.Is(Assert.ThrowsAny<IOException>(() => File.WriteAllText("/no/such/folder", "x"))));
        Assert.StartsWith("/dev/full is on /dev", NoRoom.Where("/dev/full"), StringComparison.Ordinal);
    }

    /// <summary>
    /// What a shell allows is the last thing one thinks of: a server said "could not fork", and the program that too many files were open "in system".
    /// A lock that another command holds has the number of a process that is refused, and is none.
    /// </summary>
    [Fact]
    public async Task A_limit_of_the_shell_is_named_with_its_way_out()
    {
        Assert.Equal(
            "sh ended with code 1: LOG:  could not fork startup process: Resource temporarily unavailable\n"
            + "This shell allows too few processes and threads of one user (ulimit -u), or the machine has no more. Raise the limit, or end what else takes of it, and run the same command again.",
            await FailureAsync("echo 'LOG:  could not fork startup process: Resource temporarily unavailable' >&2; exit 1"));
        Assert.Contains("too few open files (ulimit -n)", ShellLimit.WayOut(new IOException("a connection", new SocketException((int)SocketError.TooManyOpenSockets))), StringComparison.Ordinal);
        Assert.Contains("too few processes", ShellLimit.WayOut(new Win32Exception(11)), StringComparison.Ordinal);

        var path = Path.GetTempFileName();
        using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            Assert.Null(ShellLimit.WayOut(Assert.ThrowsAny<IOException>(() => new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose())));
        File.Delete(path);
    }

    private static async Task<string> FailureAsync(string script, string folder = "/tmp") =>
        (await Assert.ThrowsAsync<ProcessException>(() => Tool.RunAsync(ServerUser.Resolve(), folder, "/bin/sh", ["-c", script], default))).Message;
}
