using System.Diagnostics;
using System.Globalization;

namespace TechCorp.PgInfra.Bench.Preview;

/// <summary>What a command costs a user: wall time and peak memory of the whole process, started afresh each time.</summary>
/// <param name="Seconds">Wall time, the median of the runs.</param>
/// <param name="CpuSeconds">Processor time, the median of the runs; unlike wall time it does not depend on what else the machine does.</param>
/// <param name="PeakMiB">Peak resident memory, the largest of the runs.</param>
/// <param name="Output">Standard output of the last run.</param>
internal sealed record Measured(double Seconds, double CpuSeconds, double PeakMiB, string Output)
{
    /// <summary>Runs a command once unmeasured, then <paramref name="runs"/> times.</summary>
    public static Measured Of(int runs, string program, params IEnumerable<string> arguments)
    {
        var words = arguments.ToList();
        Once(program, words);
        var all = Enumerable.Range(0, runs).Select(_ => Once(program, words)).OrderBy(r => r.Seconds).ToList();
        return all[all.Count / 2] with
        {
            CpuSeconds = all.Select(r => r.CpuSeconds).Order().ElementAt(all.Count / 2),
            PeakMiB = all.Max(r => r.PeakMiB),
        };
    }

    private static Measured Once(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var (peak, cpu) = (0.0, 0.0);
        do
        {
            // The kernel's own high-water mark: it only grows, so the last look before the end is the peak but for a few milliseconds.
            peak = Math.Max(peak, HighWaterMark(process.Id));
            cpu = Math.Max(cpu, ProcessorTime(process.Id));
        }
        while (!process.WaitForExit(2));

        var seconds = clock.Elapsed.TotalSeconds;
        return process.ExitCode == 0
            ? new Measured(seconds, cpu, peak, output.GetAwaiter().GetResult())
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with exit code {process.ExitCode}.");
    }

    private static double HighWaterMark(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    // proc(5): fields 14 and 15 are user and system time in ticks of 1/100 s; the name before them may hold anything but ends at ')'.
    private static double ProcessorTime(int process)
    {
        try
        {
            var fields = File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / 100;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
