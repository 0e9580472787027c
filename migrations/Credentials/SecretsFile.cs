namespace TechCorp.PgInfra.Migrations.Credentials;

/// <summary>Reads a document with secrets from a file or, as <c>-</c>, from standard input.</summary>
public static class SecretsFile
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>The text of <paramref name="path"/>.</summary>
    /// <exception cref="PostDeployException">Missing, unreadable, or open to other users, as libpq refuses such a password file; exit 2.</exception>
    public static string Read(string path, string option)
    {
        if (path == "-")
        {
            return Console.In.ReadToEnd();
        }

        // $(pulumi stack output ...) in place of <(pulumi stack output ...).
        if (path.TrimStart().StartsWith('{'))
        {
            throw new PostDeployException(ExitCode.BadUsage,
                $"{option} is given the document itself, which every user of this machine can read in the list of processes: pipe it in with {option} -, or name a file of mode 600");
        }

        // Of a folder chmod 600 would be the wrong advice.
        if (Directory.Exists(path))
        {
            throw new PostDeployException(ExitCode.BadUsage, $"{option}: {path} is a folder; name the file in it, or use - for standard input");
        }

        try
        {
            if (!OperatingSystem.IsWindows() && !IsPipe(path) && (File.GetUnixFileMode(path) & Others) != 0)
            {
                throw new PostDeployException(ExitCode.BadUsage,
                    $"{option}: {path} holds secrets and other users can read or write it; run chmod 600 {path}, or pipe the document in with {option} -");
            }

            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PostDeployException(ExitCode.BadUsage, $"{option}: there is no file {path}; use - for standard input");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PostDeployException(ExitCode.BadUsage, $"{option}: {path} cannot be read: {e.Message}");
        }
    }

    // Process substitution, <(pulumi stack output ...): a pipe under /dev/fd or /proc, not a file with a mode of its own.
    private static bool IsPipe(string path) =>
        path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal);
}
