using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;

namespace TechCorp.PgInfra.Review;

/// <summary>Asks git about the checkout.</summary>
internal static class Git
{
    /// <summary>What git says of a failure, on one line: the way out stands on its later ones.</summary>
    public static string Reason(string error) => string.Join(' ', error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>Runs one command; a git that is not installed is one that failed.</summary>
    public static async Task<(int Code, string Out, string Error)> RunAsync(string folder, CancellationToken cancellation, params ImmutableArray<string> words)
    {
        var start = new ProcessStartInfo("git") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in words)
        {
            start.ArgumentList.Add(word);
        }

        try
        {
            using var git = Process.Start(start)!;
            var error = git.StandardError.ReadToEndAsync(cancellation);
            var output = await git.StandardOutput.ReadToEndAsync(cancellation);
            await git.WaitForExitAsync(cancellation);
            return (git.ExitCode, output, await error);
        }
        catch (Win32Exception)
        {
            return (1, "", "git is not installed");
        }
    }
}
