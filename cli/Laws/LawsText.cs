using System.Collections.Immutable;
using System.Globalization;
using Spectre.Console;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Review.Laws.Coverage;

namespace TechCorp.PgInfra.Cli.Laws;

/// <summary>A report of the laws for people.</summary>
internal static class LawsText
{
    public static void Write(LawReport report, bool coverage, IAnsiConsole console)
    {
        foreach (var group in report.Violations.GroupBy(v => v.Law))
        {
            var law = group.Key;
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[red]broken[/]   [bold]{law.Id}[/]: {law.Title}{Ids(law)}");
            Findings(console, group.Select(v => v.Finding));
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"         why: {law.Why}");
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"         way out: {law.WayOut}");
            console.WriteLine();
        }

        foreach (var group in report.Excused.GroupBy(e => e.Exception))
        {
            var law = group.First().Violation.Law;
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[yellow]excused[/]  [bold]{law.Id}[/]: {group.Key.Reason} ({group.Key.Owner}){Ids(law)}");
            Findings(console, group.Select(e => e.Violation.Finding));
        }

        foreach (var idle in report.Idle)
        {
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[red]idle[/]     [bold]{idle.Law}[/]: the exception {Where(idle)} excuses nothing; the law is kept there. Remove it from 'exceptions'.");
        }

        if (coverage)
        {
            console.WriteLine();
            Coverage(report, console);
        }

        console.WriteLine();
        var judged = report.Answers.Count(a => a.Answer.Judged > 0);
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture,
            $"stack [bold]{report.Stack}[/]: {report.Answers.Length} laws, {judged} with something to judge, [bold]{Count(report.Violations.Length, "violation")}[/], {report.Excused.Length} excused, {Count(report.Idle.Length, "idle exception")}");
    }

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    // Twelve secrets without rotation are one line and not twelve.
    private static void Findings(IAnsiConsole console, IEnumerable<Finding> findings)
    {
        foreach (var same in findings.GroupBy(f => (f.Property, f.Value)))
        {
            console.Line(($"         {string.Join(", ", same.Select(f => f.Resource))}: {same.Key.Property} = {same.Key.Value}", Style.Plain));
        }
    }

    private static void Coverage(LawReport report, IAnsiConsole console)
    {
        var rows = CoverageLine.Of(report).Select(line => (line.Control.Id, State: Word(line.State), Laws: line.Control.NotApplicable ?? string.Join(", ", line.Laws.Select(l => l.Id)), line.Control.Asks)).ToList();
        var (id, state, laws) = (rows.Max(r => r.Id.Length), rows.Max(r => r.State.Length), rows.Where(r => r.State != Word(ControlState.NotApplicable)).Max(r => r.Laws.Length));
        foreach (var row in rows)
        {
            console.WriteLine($"{row.Id.PadRight(id)}  {row.State.PadRight(state)}  {row.Laws.PadRight(laws)}  {row.Asks}".TrimEnd());
        }

        var own = report.Answers.Where(a => a.Law.Covers.IsEmpty).ToImmutableArray();
        console.WriteLine();
        console.WriteLine("Laws no scanner has:");
        foreach (var (law, _) in own)
        {
            console.WriteLine($"{string.Join(" ", law.Requirements).PadRight(id)}  {Word(CoverageLine.StateOf(report, law)).PadRight(state)}  {law.Id.PadRight(laws)}  {law.Title}");
        }
    }

    public static string Word(ControlState state) => state switch
    {
        ControlState.NotApplicable => "not applicable",
        ControlState.NothingToJudge => "nothing to judge",
        ControlState.Kept => "kept",
        ControlState.Excused => "excused",
        _ => "broken",
    };

    private static string Where(LawExemption exemption) => exemption.Resource is { } resource ? $"for '{resource}'" : "for every resource";

    private static string Ids(Law law) => law.Covers.IsEmpty ? "" : $" ({string.Join(", ", law.Covers)})";
}
