using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace TechCorp.PgInfra.Processes;

/// <summary>The programs of one PostgreSQL installation.</summary>
/// <param name="Directory">Folder that holds <c>postgres</c>, <c>initdb</c>, <c>pg_basebackup</c> and the others.</param>
/// <param name="Version">What <c>postgres --version</c> says, e.g. <c>15.18</c>.</param>
public sealed partial record PostgresBinaries(string Directory, string Version)
{
    /// <summary>PostgreSQL major version the estate runs (S1), and the oldest that <c>PG_BINDIR</c> may name.</summary>
    public const int RequiredMajor = 15;

    /// <summary>Environment variable that names the folder of the programs and wins over every other place.</summary>
    public const string DirectoryVariable = "PG_BINDIR";

    /// <summary>The major version, e.g. 15 of <c>15.18</c>.</summary>
    public int Major { get; } = int.TryParse(Version.Split('.')[0], out var major) ? major : 0;

    /// <summary>Full path of one program of the installation.</summary>
    /// <exception cref="MissingBinaryException">The installation is not whole, as those that hold the server alone.</exception>
    public string Path(string program)
    {
        var path = System.IO.Path.Combine(Directory, program);
        return File.Exists(path) ? path : throw new MissingBinaryException($"PostgreSQL {Version} in {Directory} comes without {program}.", $"postgresql-{Major}");
    }

    /// <summary>Path of psql: the installation's own, else any on PATH, for each speaks with servers of every major.</summary>
    public string Psql => File.Exists(System.IO.Path.Combine(Directory, "psql")) ? Path("psql") : "psql";

    /// <summary>An installation that was found before.</summary>
    /// <exception cref="MissingBinaryException">It is not there any more.</exception>
    public static PostgresBinaries In(string directory) =>
        Find(environment: name => name == DirectoryVariable ? directory : null);

    /// <summary>The declared major's where this machine has it, else <see cref="RequiredMajor"/>'s, which says nothing about an upgrade.</summary>
    /// <exception cref="MissingBinaryException">Neither is there.</exception>
    public static PostgresBinaries FindFor(int declared, Func<string, string?>? environment = null)
    {
        try
        {
            return Find(declared, environment);
        }
        catch (MissingBinaryException) when (declared != RequiredMajor)
        {
            return Find(RequiredMajor, environment);
        }
    }

    /// <summary>
    /// Looks in the distribution's version folder, then PATH, and takes the first of the wanted major version. <c>PG_BINDIR</c> wins over
    /// both, whatever the major of what it holds, from <see cref="RequiredMajor"/> on: somebody has said which servers to try.
    /// </summary>
    /// <exception cref="MissingBinaryException">None there; the message lists what was found and the command that installs it.</exception>
    public static PostgresBinaries Find(int major = RequiredMajor, Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        var found = new List<string>();
        foreach (var folder in Folders(major, environment).Distinct())
        {
            var postgres = System.IO.Path.Combine(folder, "postgres");
            if (!File.Exists(postgres) || !File.Exists(System.IO.Path.Combine(folder, "initdb")))
                continue;
            if (VersionOf(postgres) is not { } version)
            {
                found.Add($"{postgres} cannot be run");
                continue;
            }

            var binaries = new PostgresBinaries(folder, version);
            if (binaries.Major == major || (binaries.Major >= RequiredMajor && environment(DirectoryVariable) is { Length: > 0 }))
                return binaries;
            found.Add($"{postgres} is version {version}");
        }

        throw new MissingBinaryException(
            $"PostgreSQL {major} is not on this machine" + (found.Count == 0 ? "." : $" ({string.Join("; ", found)}).") +
            $" Looked in ${DirectoryVariable}, /usr/lib/postgresql/{major}/bin, /usr/pgsql-{major}/bin and PATH.",
            $"postgresql-{major}");
    }

    private static IEnumerable<string> Folders(int major, Func<string, string?> environment)
    {
        // An explicit folder is the only one looked at: falling back to another would hide a typing error.
        if (environment(DirectoryVariable) is { Length: > 0 } explicitFolder)
            return [explicitFolder];
        return
        [
            $"/usr/lib/postgresql/{major}/bin",
            $"/usr/pgsql-{major}/bin",
            .. (environment("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries),
        ];
    }

    private static readonly ConcurrentDictionary<(string Path, DateTime Written), string> Versions = [];

    // Asked for every cluster; a program of another version is another file.
    private static string? VersionOf(string postgres)
    {
        var file = (postgres, File.GetLastWriteTimeUtc(postgres));
        if (Versions.TryGetValue(file, out var known)) return known;
        return Ask(postgres) is { } version ? Versions[file] = version : null;
    }

    // Null for what is left of an installation: a link that leads nowhere, a script without its interpreter.
    private static string? Ask(string postgres)
    {
        var start = new System.Diagnostics.ProcessStartInfo(postgres, ["--version"]) { RedirectStandardOutput = true };
        try
        {
            using var process = System.Diagnostics.Process.Start(start)!;
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return VersionNumber().Match(text) is { Success: true } match ? match.Value : "unknown";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex VersionNumber();
}
