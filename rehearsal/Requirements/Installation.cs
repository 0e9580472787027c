using System.Diagnostics;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Rehearsal.Requirements;

/// <summary>PostgreSQL 15 and PgBouncer on this machine: found, or installed where that may be done without asking.</summary>
public static class Installation
{
    private const string ClusterConfiguration = "/etc/postgresql-common/createcluster.conf";

    /// <summary>Finds both programs; as root on Debian and Ubuntu a missing one is installed.</summary>
    /// <param name="say">Told what is installed.</param>
    /// <exception cref="MissingBinaryException">Missing, and not to be installed from here; its message has the command.</exception>
    public static async Task EnsureAsync(bool withPooler, Action<string> say, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(say);
        await EnsureAsync(() => PostgresBinaries.Find(), say, cancellation);
        if (withPooler)
            await EnsureAsync(() => PgBouncerBinary.Find(), say, cancellation);
    }

    internal static async Task EnsureAsync<T>(Func<T> find, Action<string> say, CancellationToken cancellation)
    {
        try
        {
            find();
        }
        catch (MissingBinaryException missing) when (MayInstall())
        {
            say($"installing: {missing.InstallCommand}");
            // The package would otherwise start a server of its own on port 5432.
            if (!File.Exists(ClusterConfiguration))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(ClusterConfiguration)!);
                await File.WriteAllTextAsync(ClusterConfiguration, "create_main_cluster = false\n", cancellation);
            }

            await RunAsync("apt-get update", missing, cancellation);
            await RunAsync(missing.InstallCommand, missing, cancellation);
            find();
        }
    }

    // With PG_BINDIR set the user has said which installation is meant; another one would not be used.
    private static bool MayInstall() =>
        Environment.UserName == "root" && File.Exists("/usr/bin/apt-get") && Environment.GetEnvironmentVariable(PostgresBinaries.DirectoryVariable) is null or "";

    private static async Task RunAsync(string command, MissingBinaryException missing, CancellationToken cancellation)
    {
        var words = command.Split(' ');
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        await process.WaitForExitAsync(cancellation);
        _ = await output;
        if (process.ExitCode != 0)
            throw new ProcessException($"{missing.Message}\n`{command}` was tried and ended with code {process.ExitCode}:\n{(await errors).Trim()}");
    }
}
