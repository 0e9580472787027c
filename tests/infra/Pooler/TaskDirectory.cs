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

    /// <summary>Exit code and standard error of the script. Only the directory differs from the task.</summary>
    public Task<(int Code, string Error)> MaterialiseAsync(Dictionary<string, string> environment) => MaterialiseAsync(environment, "/bin/sh", "-c");

    /// <summary>The same in a folder that root alone may write to, as somebody else.</summary>
    public Task<(int Code, string Error)> MaterialiseInRootsFolderAsync(Dictionary<string, string> environment)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException("the task is a Linux container");
        File.SetUnixFileMode(directory.FullName, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        return Environment.IsPrivilegedProcess
            ? MaterialiseAsync(environment, "setpriv", "--reuid=10001", "--regid=10001", "--clear-groups", "/bin/sh", "-c")
            : MaterialiseAsync(environment);
    }

    private async Task<(int Code, string Error)> MaterialiseAsync(Dictionary<string, string> environment, string program, params string[] arguments)
    {
        var script = PoolerContainer.MaterialiseScript.Replace(PoolerContainer.Directory, directory.FullName, StringComparison.Ordinal);
        var start = new ProcessStartInfo(program, [.. arguments, script]) { RedirectStandardError = true };
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
