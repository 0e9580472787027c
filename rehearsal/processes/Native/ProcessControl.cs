namespace TechCorp.PgInfra.Processes;

/// <summary>Stops and continues single processes, as a stalled network or disk would.</summary>
public static class ProcessControl
{
    /// <summary>SIGSTOP. False when the process is gone.</summary>
    public static bool Freeze(int pid) => Posix.Send(pid, Signal.Stop);

    /// <summary>SIGCONT. False when the process is gone.</summary>
    public static bool Thaw(int pid) => Posix.Send(pid, Signal.Continue);
}
