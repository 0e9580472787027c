using System.Diagnostics;
using TechCorp.PgInfra.Cli.Tests.Support;

namespace TechCorp.PgInfra.Cli.Tests;

/// <summary>Nobody looks at a report on a full disk until it is needed; an aborted process with a stack trace tells them nothing.</summary>
public sealed class A_result_that_cannot_be_written_is_said_so
{
    [Theory]
    [InlineData("help")]
    [InlineData("ops --help")]
    [InlineData("help --json")]
    public async Task A_full_disk_is_one_sentence(string words) => Assert.Equal(
        new Result(1, "", "pg: the result cannot be written to standard output: No space left on device. What was done stays done.\n"),
        await ShellAsync($"\"$@\" {words} > /dev/full"));

    /// <summary>What went wrong is still told by the exit code.</summary>
    [Fact]
    public async Task A_full_disk_behind_standard_error_changes_no_exit_code() => Assert.Equal(new Result(2, "", ""), await ShellAsync("\"$@\" opps 2> /dev/full"));

    [Fact]
    public async Task A_reader_that_has_gone_is_no_failure() => Assert.Equal(new Result(0, "", ""), await ShellAsync("set -o pipefail; \"$@\" help | true"));

    private static async Task<Result> ShellAsync(string script)
    {
        var program = Path.Combine(Repository.Root, "cli", "bin", "Release", "net10.0", "pg.dll");
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", script, "bash", "dotnet", program]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await error);
    }

    /// <summary>As root, a file moved over /dev/null takes it from the whole machine.</summary>
    [Theory]
    [InlineData("sheet --stack dr --out")]
    [InlineData("rehearse --stack prod --once --record")]
    [InlineData("drill lag --report")]
    public async Task What_is_no_file_is_never_replaced(string words)
    {
        var folder = Directory.CreateTempSubdirectory("target-");
        try
        {
            var pipe = Path.Combine(folder.FullName, "pipe");
            await Process.Start("mkfifo", [pipe]).WaitForExitAsync();

            var refused = await Pg.RunAsync([.. words.Split(' '), pipe]);

            Assert.Equal(new Result(2, "", $"pg: {words.Split(' ')[^1]}: {pipe} is a device or a pipe; name a file.\n"), refused);
            Assert.Equal([pipe], Directory.GetFileSystemEntries(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
