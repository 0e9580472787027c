using System.Globalization;
using Spectre.Console;
using TechCorp.PgInfra.Rehearsal.Drills;

namespace TechCorp.PgInfra.Cli.Drill;

/// <summary>Drills for people.</summary>
internal static class DrillText
{
    public static void Write(DrillReport report, IAnsiConsole console, string? page)
    {
        foreach (var result in report.Results)
        {
            console.MarkupLine(string.Create(CultureInfo.InvariantCulture,
                $"{(result.Passed ? "[green]passed[/]" : "[red]FAILED[/]")}  {Markup.Escape(result.Name)} ({result.Took.TotalSeconds:0.0} s): {Markup.Escape(result.Proves)}"));
            if (!result.Figures.IsEmpty) console.WriteLine($"        {string.Join(", ", result.Figures)}");
            foreach (var check in result.Checks.Where(c => !c.Holds))
                console.WriteLine($"        not so: {check.What}: {check.Seen}");
        }

        console.WriteLine();
        console.WriteLine("Otherwise than on RDS:");
        foreach (var note in report.Results.SelectMany(r => r.Notes).Distinct(StringComparer.Ordinal))
            console.WriteLine($"  {note}");
        console.WriteLine("Not rehearsed:");
        foreach (var part in report.NotRehearsed)
            console.WriteLine($"  {part.What}: {part.Why}");
        console.WriteLine();
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Results.Count(r => r.Passed)} passed, {report.Results.Count(r => !r.Passed)} failed in {report.Took.TotalSeconds:0} s, {report.BringUp.TotalSeconds:0} of them for bringing stack {report.Stack} up on PostgreSQL {report.PostgreSqlVersion}"));
        if (page is not null) console.WriteLine($"report: {page}");
    }
}
