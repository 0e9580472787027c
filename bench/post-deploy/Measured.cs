using System.Diagnostics;
using System.Globalization;

namespace TechCorp.PgInfra.Bench.PostDeploy;

/// <summary>One run of a program: wall-clock time, and the largest resident set of it or of one of its children.</summary>
internal sealed record Measured(TimeSpan Wall, double PeakMegabytes, string Output)
{
    /// <summary>Runs a program; GNU time reports its memory.</summary>
    public static async Task<Measured> RunAsync(string folder, string program, string[] arguments, CancellationToken cancellation)
    {
        var memory = Path.Combine(folder, "peak-" + Guid.NewGuid().ToString("N")[..8]);
        var start = new ProcessStartInfo("/usr/bin/time", ["-o", memory, "-f", "%M", program, .. arguments])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["PGPASSWORD"] = Server.MasterPassword;
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        var wall = Stopwatch.GetElapsedTime(began);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}{await output}");
        var peak = double.Parse((await File.ReadAllLinesAsync(memory, cancellation))[^1], CultureInfo.InvariantCulture) / 1024;
        File.Delete(memory);
        return new Measured(wall, peak, await output);
    }

    /// <summary>The one in the middle by time.</summary>
    public static Measured Median(IEnumerable<Measured> runs) => runs.OrderBy(r => r.Wall).ToList() is var sorted ? sorted[sorted.Count / 2] : null!;
}
