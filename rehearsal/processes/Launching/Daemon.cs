using System.Diagnostics;

namespace TechCorp.PgInfra.Processes;

/// <summary>Starts a server that outlives the command.</summary>
internal static class Daemon
{
    // Its own session, so that Ctrl-C on the command's terminal is not sent to the servers too; output straight to a file, so
    // that no pipe breaks when the command ends; every step is an exec, so that the number of the process is the server's.
    private const string Script = """
        ulimit -Sn "$(ulimit -Hn)" 2>/dev/null
        log=$1; shift
        exec setsid "$@" </dev/null >>"$log" 2>&1
        """;

    public static Process Start(ServerUser user, string workingDirectory, string log, string program, IEnumerable<string> arguments)
    {
        if (!File.Exists(log))
            user.WriteFile(log, "");
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, "sh", log, .. user.Command(program, arguments)])
        {
            WorkingDirectory = workingDirectory,
        };
        Tool.CleanEnvironment(start);
        return Process.Start(start)!;
    }
}
