using System.Collections.Immutable;
using TechCorp.PgInfra.Planning.Projects;

namespace TechCorp.PgInfra.Review.Promotion.Records;

/// <summary>Where a checkout stands.</summary>
/// <param name="Commit">Full hash of HEAD.</param>
/// <param name="Changes">What git does not know yet: changed, staged and new files; none in a clean checkout.</param>
/// <param name="Author">Who works here, as git would write it, or null.</param>
public sealed record GitCheckout(string Commit, ImmutableArray<string> Changes, string? Author)
{
    /// <summary>Reads it; files that .gitignore names do not count.</summary>
    /// <exception cref="ProjectException">git is not installed, or the folder is no checkout with a commit.</exception>
    public static async Task<GitCheckout> ReadAsync(string folder, CancellationToken cancellation = default)
    {
        var (code, commit, error) = await Git.RunAsync(folder, cancellation, "rev-parse", "--verify", "HEAD");
        if (code != 0)
        {
            throw new ProjectException($"{folder} is no git checkout with a commit, and a record is one of a commit: {Git.Reason(error)}");
        }

        // Without an answer nobody knows whether it is clean.
        (code, var changes, error) = await Git.RunAsync(folder, cancellation, "status", "--porcelain", "--untracked-files=all", "--", ".");
        if (code != 0)
        {
            throw new ProjectException($"git cannot say what has changed in {folder}: {Git.Reason(error)}");
        }

        var (_, author, _) = await Git.RunAsync(folder, cancellation, "var", "GIT_AUTHOR_IDENT");
        // The identity ends with a time and a zone.
        var who = author.Trim() is { Length: > 0 } ident ? ident[..(ident.LastIndexOf('>') + 1)] : null;
        return new(commit.Trim(), [.. changes.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l[3..])], string.IsNullOrEmpty(who) ? null : who);
    }
}
