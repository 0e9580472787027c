using System.Globalization;

namespace TechCorp.PgInfra.Rehearsal.Metrics;

/// <summary>This machine's memory, from <c>/proc/meminfo</c>.</summary>
internal static class MachineMemory
{
    /// <summary>MemAvailable over MemTotal: what FreeableMemory is, as a share.</summary>
    public static double AvailableShare()
    {
        double total = 0, available = 0;
        foreach (var line in File.ReadLines("/proc/meminfo").Take(3))
        {
            if (line.StartsWith("MemTotal:", StringComparison.Ordinal)) total = KiB(line);
            if (line.StartsWith("MemAvailable:", StringComparison.Ordinal)) available = KiB(line);
        }

        return total > 0 ? available / total : 1;
    }

    private static double KiB(string line) => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
