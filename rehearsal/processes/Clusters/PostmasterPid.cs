using System.Globalization;

namespace TechCorp.PgInfra.Processes;

/// <summary>What a running postmaster says about itself in <c>postmaster.pid</c> (PostgreSQL source, <c>miscadmin.h</c>).</summary>
/// <param name="Pid">Process number.</param>
/// <param name="Port">TCP port; 0 while it is not yet known.</param>
/// <param name="SharedMemoryKey">System V key of the interlock segment.</param>
/// <param name="SharedMemoryId">System V id of the interlock segment.</param>
/// <param name="Status"><c>starting</c>, <c>stopping</c>, <c>ready</c>, or <c>standby</c> when it takes no connections.</param>
internal sealed record PostmasterPid(int Pid, int Port, long? SharedMemoryKey, long? SharedMemoryId, string Status)
{
    /// <summary>Null when there is none or it is just being written.</summary>
    public static PostmasterPid? Read(string dataDirectory)
    {
        try
        {
            // Asked every few milliseconds: an exception for each absence would cost more than the server's start.
            var path = Path.Combine(dataDirectory, "postmaster.pid");
            if (!File.Exists(path))
                return null;
            var lines = File.ReadAllLines(path);
            if (lines.Length == 0 || !int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
                return null;
            var segment = lines.Length > 6 ? lines[6].Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
            return new PostmasterPid(
                pid,
                lines.Length > 3 && int.TryParse(lines[3], NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0,
                segment.Length == 2 ? long.Parse(segment[0], CultureInfo.InvariantCulture) : null,
                segment.Length == 2 ? long.Parse(segment[1], CultureInfo.InvariantCulture) : null,
                lines.Length > 7 ? lines[7].Trim() : "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
