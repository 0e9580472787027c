using System.Globalization;

namespace TechCorp.PgInfra.Processes;

/// <summary>A disk without room: which, and what to do.</summary>
public static class NoRoom
{
    // errno.h: ENOSPC and EDQUOT; .NET has no exceptions of their own for them.
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const string Words = "No space left on device";

    /// <summary>True for an exception of a file that had no room.</summary>
    public static bool Is(Exception failure) => failure is IOException { HResult: NoSpace or QuotaExceeded };

    /// <summary>Which file system has how much left, as the beginning of a sentence's second half: <c>/var/lib is on /, where 3 of 512 MB are free</c>.</summary>
    public static string Where(string path)
    {
        var drive = Drive(path);
        return drive is null
            ? $"the file system of {path} is full"
            : string.Create(CultureInfo.InvariantCulture, $"{path} is on {drive.Name}, where {drive.AvailableFreeSpace >> 20} of {drive.TotalSize >> 20} MB are free");
    }

    /// <summary>What a program of a run said, with the way out when it had no room, or a limit stopped it.</summary>
    internal static string Explained(string said, string folder) =>
        said.Contains(Words, StringComparison.OrdinalIgnoreCase) ? $"{said}\n{WayOut(folder)}" : ShellLimit.Explained(said);

    /// <summary>The way out when the servers of a run can hardly have had room for what they did; nothing when there is some.</summary>
    public static string Suspected(string folder) => Drive(folder) is { AvailableFreeSpace: < Segment } ? $"\n{WayOut(folder)}" : "";

    // What a server takes next when its log goes on.
    private const long Segment = 16 << 20;

    private static DriveInfo? Drive(string path) => DriveInfo.GetDrives().Where(d => Covers(d.Name, path)).MaxBy(d => d.Name.Length);

    /// <summary>The way out of a run.</summary>
    internal static string WayOut(string folder) => $"There is no room for the servers: {Where(folder)}. Make room there, or set XDG_STATE_HOME to a folder with more.";

    private static bool Covers(string mount, string path) => (Path.GetFullPath(path) + "/").StartsWith(mount.TrimEnd('/') + "/", StringComparison.Ordinal);
}
