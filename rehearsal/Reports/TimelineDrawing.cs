using System.Globalization;
using System.Net;
using System.Text;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Rehearsal.Drills;
using TechCorp.PgInfra.Rehearsal.Metrics;

namespace TechCorp.PgInfra.Rehearsal.Reports;

/// <summary>A drill's time line: a strip for each series over one axis, and its moments as numbered lines through all of them.</summary>
internal static class TimelineDrawing
{
    private const double Width = 1000;
    // As wide as the longest metric, MaximumUsedTransactionIDs; with its instance a name is set narrower.
    private const double Left = 190;
    private const int WholeName = 26;
    private const double Strip = 74;
    private const double Top = 32;

    public static string Draw(DrillResult result)
    {
        var series = result.Timeline.Series;
        var marks = result.Timeline.Marks;
        if (marks.Count == 0) return "";
        var end = Math.Max(0.5, Math.Max(result.Took.TotalSeconds, marks[^1].At.TotalSeconds));
        var height = Top + (Math.Max(1, series.Count) * Strip) + 22;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {height:0}\" role=\"img\" aria-label=\"Time line of {result.Name}\">");
        var row = 0;
        foreach (var (name, points) in series.OrderBy(s => s.Key, StringComparer.Ordinal))
            DrawSeries(svg, name, points, Top + (row * Strip), row++);
        if (series.Count == 0) svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - 14}\" y1=\"{Top + 37}\" y2=\"{Top + 37}\" stroke=\"var(--line)\"/>");

        var (before, y) = (double.MinValue, 9);
        for (var i = 0; i < marks.Count; i++)
        {
            var kind = marks[i].Kind.ToString().ToLowerInvariant();
            var x = At(marks[i].At.TotalSeconds);
            // Moments close together would cover each other's number.
            y = x - before < 18 && y == 9 ? 26 : 9;
            before = x;
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x:0.0}\" x2=\"{x:0.0}\" y1=\"{y}\" y2=\"{height - 20:0}\" stroke=\"var(--{kind})\" stroke-width=\"{(kind == "step" ? 1 : 2)}\" opacity=\"{(kind == "step" ? 0.55 : 0.9)}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x:0.0}\" cy=\"{y}\" r=\"8.5\" fill=\"var(--{kind})\"/><text x=\"{x:0.0}\" y=\"{y + 4}\" text-anchor=\"middle\" style=\"fill:var(--card);font-size:11px;font-weight:700\">{i + 1}</text>");
        }

        var step = end > 30 ? 10 : end > 12 ? 5 : end > 5 ? 2 : 1;
        for (var second = 0; second <= end; second += step)
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"soft\" x=\"{At(second):0.0}\" y=\"{height - 5:0}\" text-anchor=\"middle\">{second} s</text>");
        return svg.Append("</svg>").ToString();

        double At(double seconds) => Left + (Math.Clamp(seconds / end, 0, 1) * (Width - Left - 16));

        void DrawSeries(StringBuilder into, string name, IReadOnlyList<TimelinePoint> points, double y, int index)
        {
            double? threshold = result.Timeline.Thresholds.TryGetValue(name, out var at) ? at : null;
            var (highest, most) = (points.Max(p => p.Value), Math.Max(Math.Max(points.Max(p => p.Value), threshold ?? 0), double.Epsilon));
            var path = string.Join(' ', points.Select((p, i) => string.Create(CultureInfo.InvariantCulture, $"{(i == 0 ? 'M' : 'L')}{At(p.At.TotalSeconds):0.0} {y + Strip - 10 - (p.Value / most * (Strip - 22)):0.0}")));
            var (first, last) = (At(points[0].At.TotalSeconds), At(points[^1].At.TotalSeconds));
            into.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - 14}\" y1=\"{y + Strip - 10:0}\" y2=\"{y + Strip - 10:0}\" stroke=\"var(--line)\"/>");
            into.Append(CultureInfo.InvariantCulture, $"<path d=\"{path} L{last:0.0} {y + Strip - 10:0.0} L{first:0.0} {y + Strip - 10:0.0} Z\" fill=\"var(--s{index % 3})\" opacity=\"0.16\"/><path d=\"{path}\" fill=\"none\" stroke=\"var(--s{index % 3})\" stroke-width=\"1.6\"/>");
            into.Append(CultureInfo.InvariantCulture, $"<text x=\"0\" y=\"{y + 28:0}\" font-weight=\"600\"{(name.Length > WholeName ? $" textLength=\"{Left - 8}\" lengthAdjust=\"spacingAndGlyphs\"" : "")}>{WebUtility.HtmlEncode(name)}</text><text class=\"soft\" x=\"0\" y=\"{y + 45:0}\">at most {Quantity(name, highest)}</text>");
            if (threshold is not { } alarmed) return;
            var level = y + Strip - 10 - (alarmed / most * (Strip - 22));
            into.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - 14}\" y1=\"{level:0.0}\" y2=\"{level:0.0}\" stroke=\"var(--detection)\" stroke-dasharray=\"4 4\"/><text x=\"0\" y=\"{y + 62:0}\" style=\"fill:var(--detection)\">alarm at {Quantity(name, alarmed)}</text>");
        }
    }

    private static string Quantity(string series, double value) => LocalMetric.Find(series.Split(' ')[0])?.Unit switch
    {
        _ when series == Timeline.Lag => string.Create(CultureInfo.InvariantCulture, $"{value:0.0} s"),
        AlarmUnit.Bytes => string.Create(CultureInfo.InvariantCulture, $"{value / (1L << 30):#,0.#} GiB"),
        AlarmUnit.Percent => string.Create(CultureInfo.InvariantCulture, $"{value:0.#} %"),
        AlarmUnit.Seconds when value < 1 => string.Create(CultureInfo.InvariantCulture, $"{value * 1000:0} ms"),
        AlarmUnit.Seconds => string.Create(CultureInfo.InvariantCulture, $"{value:0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:#,0.#}"),
    };
}
