using TechCorp.PgInfra.Rehearsal.Alarms;

namespace TechCorp.PgInfra.Rehearsal.Metrics;

/// <summary>Follows a server's log from now on and applies a declared filter to every line that is whole.</summary>
public sealed class LogFilterReader(DeclaredLogFilter filter, string file)
{
    private long _position = File.Exists(file) ? new FileInfo(file).Length : 0;
    private string _rest = "";

    /// <summary>The filter.</summary>
    public DeclaredLogFilter Filter { get; } = filter;

    /// <summary>Lines that matched so far.</summary>
    public int Matched { get; private set; }

    /// <summary>What the lines since the last call add to the metric: the filter's value for each match, its default where lines came and none matched.</summary>
    public IReadOnlyList<double> Read()
    {
        if (!File.Exists(file)) return [];
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Seek(_position, SeekOrigin.Begin);
        using var reader = new StreamReader(stream);
        var text = _rest + reader.ReadToEnd();
        _position = stream.Position;
        var lines = text.Split('\n');
        _rest = lines[^1];
        if (lines.Length == 1) return [];
        var matches = lines[..^1].Count(l => LogFilterPattern.Matches(Filter.Pattern, l));
        Matched += matches;
        return matches > 0 ? [.. Enumerable.Repeat(Filter.Value, matches)] : Filter.DefaultValue is { } none ? [none] : [];
    }
}
