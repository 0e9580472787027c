using System.Globalization;

namespace TechCorp.PgInfra.Processes;

/// <summary>Reads <c>/proc</c>: which processes work inside a folder, and when a process began.</summary>
/// <remarks>
/// A process is recognised by its working directory: the postmaster and all its children change into the data directory
/// and PgBouncer is started inside the run directory. A number alone may belong to a stranger by the time it is read.
/// </remarks>
internal static class ProcFs
{
    private const string Deleted = " (deleted)";

    /// <summary>Processes whose working directory is the folder or lies inside it, also when it has been deleted.</summary>
    public static List<int> ProcessesIn(string folder)
    {
        var inside = folder.TrimEnd('/') + "/";
        var found = new List<int>();
        foreach (var entry in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) || pid == Environment.ProcessId)
                continue;
            if (WorkingDirectory(pid) is { } cwd && (cwd + "/").StartsWith(inside, StringComparison.Ordinal))
                found.Add(pid);
        }

        return found;
    }

    /// <summary>Null when the process is gone, is a zombie, or is another user's.</summary>
    public static string? WorkingDirectory(int pid)
    {
        try
        {
            var link = $"/proc/{pid}/cwd";
            var target = new FileInfo(link).LinkTarget ?? (ServerUser.Another is { } other ? Posix.ReadLinkAs(other, link) : null);
            return target is not null && target.EndsWith(Deleted, StringComparison.Ordinal) ? target[..^Deleted.Length] : target;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Clock ticks since boot, field 22 of <c>/proc/PID/stat</c>; null when the process is gone.</summary>
    public static long? StartTicks(int pid)
    {
        try
        {
            // The second field is the program's name in parentheses and may hold spaces and parentheses itself.
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Changes with every boot, and with it the meaning of process numbers and ticks.</summary>
    public static string BootId { get; } = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
}
