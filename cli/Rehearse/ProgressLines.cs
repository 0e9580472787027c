using System.Diagnostics;
using System.Globalization;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Cli.Rehearse;

/// <summary>
/// Steps of long work on standard error: a line when one has ended, with the time since the command began. On a terminal a last line
/// shows what is under way.
/// </summary>
internal sealed class ProgressLines : IProgress<Step>, IDisposable
{
    private readonly TextWriter _output;
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly List<(string Node, string What, long Began)> _underWay = [];
    private readonly Timer? _timer;
    private bool _ended;

    public ProgressLines(TextWriter output)
    {
        _output = output;
        if (ReferenceEquals(output, Console.Error) && Terminal.CanErase(Console.IsErrorRedirected, Environment.GetEnvironmentVariable("TERM")))
            _timer = new Timer(_ => Redraw(), null, TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(200));
    }

    public void Report(Step value)
    {
        lock (_underWay)
        {
            if (_ended) return;
            if (value.Took is not { } took)
            {
                _underWay.Add((value.Node, value.What, Stopwatch.GetTimestamp()));
                return;
            }

            _underWay.RemoveAt(_underWay.FindIndex(s => s.Node == value.Node && s.What == value.What));
            Line(string.Create(CultureInfo.InvariantCulture, $"{value.Node}: {value.What} ({took.TotalSeconds:0.00} s)"));
        }
    }

    /// <summary>A line that is no step.</summary>
    public void Say(string text)
    {
        lock (_underWay) Line(text);
    }

    public void Dispose()
    {
        _timer?.Dispose();
        lock (_underWay)
        {
            _ended = true;
            Clear();
        }
    }

    private void Line(string text)
    {
        Clear();
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(_began).TotalSeconds,7:0.00} s  {text}"));
        _output.Flush();
    }

    private void Redraw()
    {
        lock (_underWay)
        {
            if (_ended || _underWay.Count == 0) return;
            var oldest = _underWay.MinBy(s => s.Began);
            var others = _underWay.Count > 1 ? $" and {_underWay.Count - 1} more" : "";
            var text = string.Create(CultureInfo.InvariantCulture,
                $"{Stopwatch.GetElapsedTime(_began).TotalSeconds,6:0.0} s  {oldest.Node}: {oldest.What} ... {Stopwatch.GetElapsedTime(oldest.Began).TotalSeconds:0} s{others}");
            // Wider than the terminal it would wrap, and the next one could not take it back.
            var width = Math.Max(20, Console.WindowWidth - 1);
            _output.Write("\r\x1b[K" + (text.Length > width ? text[..width] : text));
            _output.Flush();
        }
    }

    private void Clear()
    {
        if (_timer is not null) _output.Write("\r\x1b[K");
    }
}
