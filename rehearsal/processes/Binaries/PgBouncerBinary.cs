using System.Collections.Concurrent;

namespace TechCorp.PgInfra.Processes;

/// <summary>Where PgBouncer's program is.</summary>
public static class PgBouncerBinary
{
    /// <summary>Looks on PATH, then in <c>/usr/sbin</c>, which an ordinary user's PATH lacks on Debian.</summary>
    /// <exception cref="MissingBinaryException">Not found; the message holds the command that installs it.</exception>
    public static string Find(Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        var folders = (environment("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Append("/usr/sbin");
        return folders.Select(f => Path.Combine(f, "pgbouncer")).FirstOrDefault(Exists)
            ?? throw new MissingBinaryException(
                "PgBouncer is not on this machine. Looked on PATH and in /usr/sbin.",
                "pgbouncer");
    }

    // A link that leads nowhere is what a removed package leaves.
    private static bool Exists(string file) => File.Exists(file) && File.ResolveLinkTarget(file, returnFinalTarget: true) is not { Exists: false };

    /// <summary>What <c>pgbouncer --version</c> says, e.g. 1.18.0.</summary>
    public static Version VersionOf(string binary) => Versions.GetOrAdd((binary, File.GetLastWriteTimeUtc(binary)), static b => Ask(b.Path));

    private static readonly ConcurrentDictionary<(string Path, DateTime Written), Version> Versions = [];

    private static Version Ask(string binary)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(binary, ["--version"]) { RedirectStandardOutput = true })!;
        var words = process.StandardOutput.ReadToEnd().Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return words.Select(w => Version.TryParse(w, out var version) ? version : null).FirstOrDefault(v => v is not null) ?? new Version(0, 0);
    }
}
