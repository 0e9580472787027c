using System.ComponentModel;
using System.Diagnostics;

namespace TechCorp.PgInfra.Processes;

/// <summary>
/// A shell that waits for the command to end and removes what it left behind. It notices by the end of a pipe, which the
/// kernel closes however the command dies; a parent-death signal would not do, since it follows the thread and not the process.
/// </summary>
internal sealed class Watcher : IDisposable
{
    internal const string Script = """
        read -r line
        [ "$line" = done ] && exit 0
        folder=$1; shift
        pattern=$(printf '%s' "$folder" | sed 's/[][\\*?]/\\&/g')
        for signal in QUIT TERM QUIT TERM QUIT TERM KILL KILL; do
          alive=$("$@" find /proc -maxdepth 2 -path '/proc/[0-9]*/cwd' \( -lname "$pattern/*" -o -lname "$pattern (deleted)" \) 2>/dev/null)
          [ -z "$alive" ] && break
          for cwd in $alive; do pid=${cwd%/cwd}; kill -$signal "${pid#/proc/}" 2>/dev/null; done
          sleep 0.3
        done
        rm -rf -- "$folder"
        """;

    // errno.h: ENOENT.
    private const int NoSuchFile = 2;

    private readonly Process _shell;

    private Watcher(Process shell) => _shell = shell;

    public static Watcher Start(string folder, ServerUser user)
    {
        // It looks as the servers' user: without CAP_SYS_PTRACE root may not see where another user's process works.
        // Its own session: Ctrl-C must reach the command and not the one who tidies up after it.
        var start = new ProcessStartInfo("setsid", ["sh", "-c", Script, "sh", folder, .. user.Prefix])
        {
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        };
        try
        {
            return new Watcher(Process.Start(start)!);
        }
        catch (Win32Exception e) when (e.NativeErrorCode == NoSuchFile)
        {
            throw new MissingBinaryException("setsid, which keeps Ctrl-C from the servers, is not on PATH.", "util-linux");
        }
    }

    /// <summary>Everything has been cleaned up already.</summary>
    public void Dismiss()
    {
        if (_shell.HasExited)
            return;
        _shell.StandardInput.WriteLine("done");
        _shell.StandardInput.Close();
        _shell.WaitForExit(1000);
        _shell.Dispose();
    }

    public void Dispose() => Dismiss();
}
