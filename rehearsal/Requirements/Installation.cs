using System.Diagnostics;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Rehearsal.Requirements;

/// <summary>PostgreSQL and PgBouncer on this machine: found, or installed where that may be done without asking.</summary>
public static class Installation
{
    private const string ClusterConfiguration = "/etc/postgresql-common/createcluster.conf";

    /// <summary>Finds both programs; as root on Debian and Ubuntu those that are missing are installed.</summary>
    /// <param name="major">The declared major; another is taken when this machine does not have it, and the report says so.</param>
    /// <param name="withPooler">False does without PgBouncer.</param>
    /// <param name="say">Told what is installed.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="MissingBinaryException">Missing, and not to be installed from here; its message has the one command for all of them.</exception>
    /// <exception cref="ProcessException">The installation failed; the message holds what the package manager said.</exception>
    public static async Task<PostgresBinaries> EnsureAsync(int major, bool withPooler, Action<string> say, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(say);
        if (Missing(major, withPooler) is not { } missing) return PostgresBinaries.FindFor(major);
        if (!MayInstall()) throw missing;

        say($"installing: {missing.InstallCommand}");
        // The package would otherwise start a server of its own on port 5432.
        if (!File.Exists(ClusterConfiguration))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(ClusterConfiguration)!);
            await File.WriteAllTextAsync(ClusterConfiguration, "create_main_cluster = false\n", cancellation);
        }

        await RunAsync("apt-get update", missing, cancellation);
        await RunAsync(missing.InstallCommand, missing, cancellation);
        if (Missing(major, withPooler) is { } still) throw still;
        return PostgresBinaries.FindFor(major);
    }

    private static MissingBinaryException? Missing(int major, bool withPooler)
    {
        var missing = new List<MissingBinaryException>();
        Find(() => PostgresBinaries.FindFor(major));
        if (withPooler) Find(() => PgBouncerBinary.Find());
        return missing switch
        {
            [] => null,
            [var one] => one,
            _ => new(string.Join(' ', missing.Select(m => m.Problem)), [.. missing.SelectMany(m => m.Packages)]),
        };

        void Find(Func<object> find)
        {
            try
            {
                find();
            }
            catch (MissingBinaryException e)
            {
                missing.Add(e);
            }
        }
    }

    // With PG_BINDIR set the user has said which installation is meant; another one would not be used.
    private static bool MayInstall() =>
        Environment.UserName == "root" && File.Exists("/usr/bin/apt-get") && Environment.GetEnvironmentVariable(PostgresBinaries.DirectoryVariable) is null or "";

    private static async Task RunAsync(string command, MissingBinaryException missing, CancellationToken cancellation)
    {
        var words = command.Split(' ');
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using var process = Process.Start(start)!;
        // A question of a package's script must find no answer rather than wait for one.
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        await process.WaitForExitAsync(cancellation);
        _ = await output;
        if (process.ExitCode != 0)
            throw new ProcessException($"{missing.Message}\n`{command}` was tried and ended with code {process.ExitCode}:\n{(await errors).Trim()}");
    }
}
