using System.Globalization;
using System.Net;
using System.Text;
using TechCorp.PgInfra.Rehearsal.Drills;

namespace TechCorp.PgInfra.Rehearsal.Reports;

/// <summary>The drills as one page that needs nothing beside it: no script, no font, no image, no network.</summary>
public static class HtmlReport
{
    // What is asked for first after a disaster, by drill and figure.
    private static readonly (string Drill, string Figure, string Label)[] Headlines =
    [
        ("az-failover", "lost commits", "commits lost when a zone fails"),
        ("az-failover", "downtime", "downtime when a zone fails"),
        ("dr-promote", "recovery point", "of writes lost with the region"),
        ("dr-promote", "recovery time", "until the other region writes"),
        ("pitr", "time to restore", "to restore to a moment"),
        ("connections", "most server connections", "server connections for 1,000 clients"),
    ];

    /// <summary>The whole page.</summary>
    public static string Render(DrillReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var (passed, failed) = (report.Results.Count(r => r.Passed), report.Results.Count(r => !r.Passed));
        var page = new StringBuilder();
        page.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
        page.Append(CultureInfo.InvariantCulture, $"<title>Drills of stack {Text(report.Stack)}</title><style>{ReportStyle.Css}</style></head><body><main>");
        page.Append(CultureInfo.InvariantCulture, $"<h1>Drills of stack {Text(report.Stack)}{(report.CopyStack is { } copy ? $" and its copy {Text(copy)}" : "")}</h1>");
        page.Append(CultureInfo.InvariantCulture, $"<p class=\"soft\">{report.At:yyyy-MM-dd HH:mm} UTC, PostgreSQL {Text(report.PostgreSqlVersion)}, {report.Took.TotalSeconds:0} s, {report.BringUp.TotalSeconds:0} s of them to bring the estate up</p>");

        page.Append("<div class=\"tiles\">");
        Tile($"<span class=\"{(failed == 0 ? "good" : "bad")}\">{passed}/{passed + failed}</span>", "drills passed");
        foreach (var (drill, figure, label) in Headlines)
            if (report.Results.FirstOrDefault(r => r.Name == drill)?.Figures.FirstOrDefault(f => f.Name == figure) is { } found && double.IsFinite(found.Value)) Tile(Number(found), label);
        page.Append("</div><nav>");
        foreach (var result in report.Results)
            page.Append(CultureInfo.InvariantCulture, $"<a href=\"#{Text(result.Name)}\"><span class=\"{(result.Passed ? "good" : "bad")}\">{(result.Passed ? "✓" : "✗")}</span> {Text(result.Name)}</a>");
        page.Append("</nav><h2>What was drilled</h2><div class=\"card\">").Append(Wide(TopologyDrawing.Draw(report))).Append("</div><h2>Drills</h2>");
        foreach (var result in report.Results)
            Drill(page, result);

        page.Append("<h2>Otherwise than on RDS</h2><div class=\"card\"><ul>");
        foreach (var note in report.Results.SelectMany(r => r.Notes).Distinct(StringComparer.Ordinal))
            page.Append(CultureInfo.InvariantCulture, $"<li><i class=\"soft\">·</i>{Text(note)}</li>");
        page.Append("</ul></div><h2>Not rehearsed</h2><div class=\"card\"><table><tr><th>What</th><th>Why</th></tr>");
        foreach (var part in report.NotRehearsed)
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(part.What)}</td><td class=\"soft\">{Text(part.Why)}</td></tr>");
        return page.Append("</table></div></main></body></html>\n").ToString();

        void Tile(string value, string label) => page.Append(CultureInfo.InvariantCulture, $"<div class=\"tile\"><b>{value}</b><span class=\"soft\">{label}</span></div>");
    }

    private static void Drill(StringBuilder page, DrillResult result)
    {
        page.Append(CultureInfo.InvariantCulture, $"<section class=\"card\" id=\"{Text(result.Name)}\"><h3>{Text(result.Name)} <span class=\"badge {(result.Passed ? "good\">passed" : "bad\">failed")}</span> <span class=\"soft\" style=\"font-weight:400;font-size:13px\">{result.Took.TotalSeconds:0.0} s</span></h3><p class=\"soft\">{Text(result.Proves)}</p>");
        page.Append(Wide(TimelineDrawing.Draw(result))).Append("<div class=\"two\"><ol class=\"marks\">");
        var number = 1;
        foreach (var mark in result.Timeline.Marks)
            page.Append(CultureInfo.InvariantCulture, $"<li><i class=\"{mark.Kind.ToString().ToLowerInvariant()}\">{number++}</i>{Text(mark.What)} <span class=\"soft\">{mark.At.TotalSeconds:0.00} s</span></li>");
        page.Append("</ol><ul>");
        foreach (var check in result.Checks)
            page.Append(CultureInfo.InvariantCulture, $"<li><i class=\"{(check.Holds ? "good\">✓" : "bad\">✗")}</i>{Text(check.What)}<br><span class=\"soft\">{Text(check.Seen)}</span></li>");
        page.Append("</ul></div><div class=\"figures\">");
        foreach (var figure in result.Figures.Where(f => double.IsFinite(f.Value)))
            page.Append(CultureInfo.InvariantCulture, $"<span><span class=\"soft\">{Text(figure.Name)}</span> <b>{Number(figure)}</b></span>");
        page.Append("</div></section>");
    }

    // On a narrow screen a drawing is moved sideways: shrunk to it, nobody could read it.
    private static string Wide(string drawing) => $"<div class=\"wide\" tabindex=\"0\">{drawing}</div>";

    private static string Number(DrillFigure figure) =>
        string.Create(CultureInfo.InvariantCulture, $"{figure.Value:#,0.##}{(figure.Unit.Length == 0 ? "" : " " + Text(figure.Unit))}");

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
