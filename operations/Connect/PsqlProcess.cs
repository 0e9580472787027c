using System.Collections;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace TechCorp.PgInfra.Operations.Connect;

/// <summary>
/// psql in the place of this process, so that the terminal and Ctrl-C are its own. The password goes by the environment, which other
/// users cannot read; arguments they can.
/// </summary>
public static class PsqlProcess
{
    /// <summary>Becomes psql, through the way's tunnel if it has one; returns only when that fails.</summary>
    /// <param name="way">Where to.</param>
    /// <param name="password">Password, or null: psql then asks for it.</param>
    /// <exception cref="ConnectException">psql or ssh is not installed.</exception>
    public static void Become(Way way, string? password)
    {
        ArgumentNullException.ThrowIfNull(way);
        var psql = Find("psql") ?? throw new ConnectException("psql is not installed or not on PATH; install it with: apt-get install postgresql-client.");
        ImmutableArray<string> words = [psql, LibpqText.ConnectionInfo(way)];
        if (way.Tunnel is { } tunnel)
        {
            if (Find("ssh") is null) throw new ConnectException("ssh is not installed or not on PATH; install it with: apt-get install openssh-client.");
            words = ["/bin/sh", "-c", tunnel.Script(way.Host, way.Port, words)];
        }

        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(e => password is null || (string)e.Key is not "PGPASSWORD").Select(e => $"{e.Key}={e.Value}").ToList();
        if (password is not null) environment.Add($"PGPASSWORD={password}");
        _ = Execute(words[0], [.. words, null], [.. environment, null]);
        throw new ConnectException($"{words[0]} cannot be run: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    [DllImport("libc", EntryPoint = "execve", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Execute([MarshalAs(UnmanagedType.LPUTF8Str)] string path, string?[] arguments, string?[] environment);
}
