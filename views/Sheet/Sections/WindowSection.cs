using System.Collections.Immutable;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Views.Sheet.Sections;

/// <summary>When backups are taken and maintenance may come, over a week in UTC, for the stack and those it is one estate with.</summary>
internal static class WindowSection
{
    private const int DayMinutes = 24 * 60;
    private const int Left = 220;
    private const int DayWidth = 154;
    private const int RowHeight = 34;
    private const int Head = 30;

    private static readonly ImmutableArray<DayOfWeek> Week =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    public static Markup Render(SheetInput input)
    {
        var estates = new[] { input.Estate.Source, input.Estate }.Concat(input.Estate.Copies).OfType<JudgedEstate>().ToList();
        var rows = estates.SelectMany(Rows).ToList();
        var height = Head + (rows.Count * RowHeight) + 6;
        var width = Left + (7 * DayWidth) + 8;
        return Markup.Of($"""
            <section id="windows"><h2>Backups and windows</h2>
            <figure tabindex="0" aria-label="Windows over a week; the table below says the same"><svg class="week" viewBox="0 0 {width} {height}" style="max-width:{width}px" role="img" aria-label="Backup and maintenance windows over a week, UTC">
            {Markup.Each(Week.Index(), d => $"<line class=\"grid\" x1=\"{Left + (d.Index * DayWidth)}\" y1=\"{Head - 6}\" x2=\"{Left + (d.Index * DayWidth)}\" y2=\"{height - 6}\"/><text class=\"day\" x=\"{Left + (d.Index * DayWidth) + 6}\" y=\"18\">{d.Item.ToString()[..3]}</text>")}
            {Markup.Each(rows.Index(), r => $"<text x=\"0\" y=\"{Head + (r.Index * RowHeight) + 20}\">{Drawing.PictureSvg.Fit($"{r.Item.Stack}: {r.Item.What}", Left - 10, 6.8)}</text>{Markup.Each(r.Item.Spans, s => Bar(r.Item.Kind, s, r.Index))}")}
            </svg></figure>
            <div class="wide"><table><thead><tr><th>stack<th>what<th>when, UTC<th>keeps</thead><tbody>{Markup.Each(rows, r => $"<tr><th scope=\"row\">{r.Stack}<td>{r.What}<td>{r.When}<td>{r.Keeps}</tr>")}</tbody></table></div>
            </section>
            """);
    }

    private static IEnumerable<WindowRow> Rows(JudgedEstate estate)
    {
        var (stack, settings) = (estate.Plan.Stack, estate.Settings);
        if (estate.Writer?.Resource is { } writer && Planning.PlanResolution.Number(writer, "backupRetentionPeriod") is > 0 and var days)
        {
            yield return new(stack, "daily snapshot", "backup", $"{settings.Backup.Window} every day", $"{Plural.Of(days, "day")}, to any moment but the last 5 minutes", [.. Enumerable.Range(0, 7).SelectMany(d => Spans((d * DayMinutes) + Minutes(settings.Backup.Window.Start), Length(settings.Backup.Window.Start, settings.Backup.Window.End)))]);
        }

        foreach (var copied in estate.Plan.OfType(AwsTypes.BackupsReplication))
        {
            yield return new(stack, "copied backups", "copy", "as they are taken", Plural.Of(Planning.PlanResolution.Number(copied, "retentionPeriod") ?? 0, "day"), [(0, 7 * DayMinutes)]);
        }

        var window = settings.MaintenanceWindow;
        var start = (Week.IndexOf(window.StartDay) * DayMinutes) + Minutes(window.Start);
        var end = (Week.IndexOf(window.EndDay) * DayMinutes) + Minutes(window.End);
        yield return new(stack, "maintenance", "maintenance", $"{window}", settings.ApplyImmediately ? "changes do not wait for it" : "changes that restart wait for it", [.. Spans(start, end > start ? end - start : end + (7 * DayMinutes) - start)]);
    }

    private static int Minutes(TimeOnly time) => (time.Hour * 60) + time.Minute;

    private static int Length(TimeOnly start, TimeOnly end) => (Minutes(end) - Minutes(start) + DayMinutes) % DayMinutes;

    // What passes the end of the week comes back at its beginning.
    private static IEnumerable<(int Start, int Length)> Spans(int start, int length)
    {
        const int week = 7 * DayMinutes;
        yield return (start, Math.Min(length, week - start));
        if (start + length > week)
        {
            yield return (0, start + length - week);
        }
    }

    private static FormattableString Bar(string kind, (int Start, int Length) span, int row) =>
        $"<rect class=\"{kind}\" x=\"{Left + ((double)span.Start * DayWidth / DayMinutes)}\" y=\"{Head + (row * RowHeight) + 6}\" width=\"{Math.Max(4, (double)span.Length * DayWidth / DayMinutes)}\" height=\"20\" rx=\"3\"/>";

    private sealed record WindowRow(string Stack, string What, string Kind, string When, string Keeps, ImmutableArray<(int Start, int Length)> Spans);
}
