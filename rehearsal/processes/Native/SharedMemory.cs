using System.Globalization;

namespace TechCorp.PgInfra.Processes;

/// <summary>
/// A killed postmaster leaves its System V interlock segment behind (PostgreSQL manual, "Shared Memory and Semaphores");
/// nothing else on the machine would ever remove it when the cluster is not started again.
/// </summary>
internal static class SharedMemory
{
    /// <summary>Removes the segment named in a dead cluster's <c>postmaster.pid</c> when nobody is attached to it.</summary>
    public static void RemoveLeftBy(PostmasterPid? postmaster)
    {
        if (postmaster is not { SharedMemoryKey: { } key, SharedMemoryId: { } id } || !File.Exists("/proc/sysvipc/shm"))
            return;
        foreach (var line in File.ReadLines("/proc/sysvipc/shm").Skip(1))
        {
            // key shmid perms size cpid lpid nattch ...
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (Number(fields[0]) == key && Number(fields[1]) == id && Number(fields[6]) == 0)
                Posix.RemoveSharedMemory((int)id);
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
