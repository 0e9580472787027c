using System.Diagnostics;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Review.Promotion.Records;

namespace TechCorp.PgInfra.Review.Tests.Promotion;

/// <summary>A record and a promotion are of a commit; what nobody could read is not that commit.</summary>
public sealed class A_checkout_that_git_cannot_judge_is_not_called_clean : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pg-checkout-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_broken_index_is_an_error()
    {
        await GitAsync("init", "--quiet");
        await GitAsync("-c", "user.name=Ana", "-c", "user.email=ana@example.com", "commit", "--quiet", "--allow-empty", "--message", "Begin");
        Assert.Empty((await GitCheckout.ReadAsync(_folder)).Changes);

        await File.WriteAllTextAsync(Path.Combine(_folder, ".git", "index"), "torn");

        var refused = await Assert.ThrowsAsync<ProjectException>(() => GitCheckout.ReadAsync(_folder));
        Assert.StartsWith($"git cannot say what has changed in {_folder}: ", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>In a container the checkout often belongs to somebody else, and git tells what to do on its later lines.</summary>
    [Fact]
    public async Task All_that_git_says_is_told_on_one_line()
    {
        await GitAsync("init", "--quiet");
        await File.WriteAllTextAsync(Path.Combine(_folder, ".git", "HEAD"), "ref: refs/heads/nowhere\n");

        var refused = await Assert.ThrowsAsync<ProjectException>(() => GitCheckout.ReadAsync(_folder));
        Assert.Equal($"{_folder} is no git checkout with a commit, and a record is one of a commit: fatal: Needed a single revision", refused.Message);
        Assert.Equal("fatal: dubious ownership call: git config --add safe.directory '/x'", Git.Reason("fatal: dubious ownership\ncall:\n\n\tgit config --add safe.directory '/x'\n"));
    }

    private async Task GitAsync(params string[] words)
    {
        using var git = Process.Start(new ProcessStartInfo("git", words) { WorkingDirectory = _folder })!;
        await git.WaitForExitAsync();
        Assert.Equal(0, git.ExitCode);
    }
}
