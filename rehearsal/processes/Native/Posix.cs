using System.Runtime.InteropServices;

namespace TechCorp.PgInfra.Processes;

/// <summary>Signals that PostgreSQL and PgBouncer give a meaning to.</summary>
internal enum Signal
{
    Hangup = 1,
    Interrupt = 2,
    Quit = 3,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}

/// <summary>The system calls .NET has no method for.</summary>
internal static partial class Posix
{
    public static bool IsRoot => EffectiveUser() == 0;

    /// <summary>False when the process is gone.</summary>
    public static bool Send(int pid, Signal signal) => pid > 1 && Kill(pid, (int)signal) == 0;

    public static void Own(string path, uint user, uint group)
    {
        if (ChangeOwner(path, user, group) != 0)
            throw new IOException($"Cannot give {path} to user {user}: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    /// <summary>Marks a System V segment for removal; it goes when nobody is attached.</summary>
    public static void RemoveSharedMemory(int id) => _ = ControlSharedMemory(id, 0, 0);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "shmctl", SetLastError = true)]
    private static partial int ControlSharedMemory(int id, int command, nint buffer);
}
