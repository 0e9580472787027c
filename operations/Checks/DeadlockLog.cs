using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>The lines of a server's log that tell of deadlocks, with RDS's prefix <c>%t:%r:%u@%d:[%p]:</c>.</summary>
internal static partial class DeadlockLog
{
    // A log of a night is looked at whole; of a larger one the end.
    private const long Looked = 64 << 20;

    // DETAIL has a line for each of the two processes and each of their statements.
    private const int LinesOfOne = 12;

    public static async Task<ImmutableArray<(string Time, string Message)>> ReadAsync(string file, int deadlocks, CancellationToken cancellation)
    {
        var found = new List<(string Time, List<string> Lines)>();
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Seek(Math.Max(0, stream.Length - Looked), SeekOrigin.Begin);
        using var reader = new StreamReader(stream);
        (string Process, List<string> Lines)? open = null;
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            var prefix = Prefix().Match(line);
            var message = prefix.Success ? line[prefix.Length..] : line.TrimStart('\t');
            if (prefix.Success && message.StartsWith("ERROR:  deadlock detected", StringComparison.Ordinal))
            {
                open = (prefix.Groups["process"].Value, [$"{prefix.Groups["who"].Value}: {message}"]);
                found.Add((prefix.Groups["time"].Value, open.Value.Lines));
            }
            else if (open is { } current && (!prefix.Success || prefix.Groups["process"].Value == current.Process) && current.Lines.Count < LinesOfOne && IsPart(prefix.Success, message))
                current.Lines.Add(StatementText.Safe(message));
            else if (prefix.Success && prefix.Groups["process"].Value == open?.Process)
                open = null;
        }

        return [.. found.TakeLast(deadlocks).SelectMany(d => d.Lines.Select((line, i) => (i == 0 ? d.Time : "", line)))];
    }

    public static bool IsWithin(string time, TimeSpan span) =>
        DateTime.TryParse(time.Replace(" UTC", "Z", StringComparison.Ordinal).Replace(" GMT", "Z", StringComparison.Ordinal), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var at) && DateTime.UtcNow - at < span;

    private static bool IsPart(bool isNew, string message) =>
        !isNew || message.StartsWith("DETAIL:", StringComparison.Ordinal) || message.StartsWith("CONTEXT:", StringComparison.Ordinal) || message.StartsWith("STATEMENT:", StringComparison.Ordinal);

    [GeneratedRegex(@"^(?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \w+):[^@]*?(?<who>[^:@]*@[^:]*):\[(?<process>\d+)\]:")]
    private static partial Regex Prefix();
}
