using System.Diagnostics;
using TechCorp.PgInfra.Infra.Pooler;

namespace TechCorp.PgInfra.Infra.Tests.Pooler;

/// <summary>A directory in the place of the task's volume, for the real script in a real shell.</summary>
internal sealed class TaskDirectory : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("pooler-task-");

    public string Read(string file) => File.ReadAllText(Path.Combine(directory.FullName, file));

    public UnixFileMode Mode(string file) => OperatingSystem.IsWindows()
        ? throw new PlatformNotSupportedException("the task is a Linux container")
        : File.GetUnixFileMode(Path.Combine(directory.FullName, file));

    /// <summary>Exit code and standard error of the script. Only the directory and the owner differ from the task.</summary>
    public async Task<(int Code, string Error)> MaterialiseAsync(Dictionary<string, string> environment)
    {
        var script = PoolerContainer.MaterialiseScript
            .Replace(PoolerContainer.Directory, directory.FullName, StringComparison.Ordinal)
            .Replace(PoolerContainer.User, "\"$(id -u):$(id -g)\"", StringComparison.Ordinal);
        var start = new ProcessStartInfo("/bin/sh", ["-c", script]) { RedirectStandardError = true };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/bin:/bin";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }

    /// <summary>Exit code of a command, as a container's CMD-SHELL runs it.</summary>
    public static async Task<int> ShellAsync(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]))!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    public void Dispose() => directory.Delete(recursive: true);
}
