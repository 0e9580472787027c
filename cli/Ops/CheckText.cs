using System.Globalization;
using Spectre.Console;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Operations.Checks;
using TechCorp.PgInfra.Operations.Targets;

namespace TechCorp.PgInfra.Cli.Ops;

/// <summary>Answers for people.</summary>
internal static class CheckText
{
    /// <summary>One check: its tables, then what is to be said of them.</summary>
    public static void Write(CheckResult result, Target target, IAnsiConsole console)
    {
        Heading(result.Check.Name, target, console);
        foreach (var table in result.Tables)
        {
            console.WriteLine();
            console.Line((table.Title + (table.Rows.IsEmpty ? ": none" : ""), new Style(decoration: Decoration.Bold)));
            if (!table.Rows.IsEmpty) TableText.Write(table, console);
        }

        console.WriteLine();
        foreach (var note in result.Notes)
            console.Unbroken((note, new Style(Color.Grey)));
        foreach (var finding in result.Findings)
            Said(finding.Level, finding.Text, finding.Next, console);
        foreach (var skip in result.Skips)
            Said(Level.Skipped, $"{skip.Part}: {skip.Why}", null, console);
        if (result.Level == Level.Ok)
            Said(Level.Ok, result.Fine, null, console);
    }

    /// <summary>All checks, worst first, a line each.</summary>
    public static void WriteHealth(IReadOnlyList<CheckResult> results, Target target, IAnsiConsole console)
    {
        Heading("health", target, console);
        console.WriteLine();
        foreach (var result in Health.Ranked(results))
        {
            var (text, next) = Health.Line(result, target);
            console.Hanging([(result.Level.Word().PadRight(8), Colour(result.Level)), ("  " + result.Check.Name.PadRight(15), new Style(decoration: Decoration.Bold)), ("  ", Style.Plain)], text);
            if (next is not null) console.Unbroken(($"{"",27}next: {next}", new Style(Color.Grey)));
        }

        console.WriteLine();
        console.WriteLine(string.Join(", ", Enum.GetValues<Level>().Select(l => string.Create(CultureInfo.InvariantCulture, $"{results.Count(r => r.Level == l)} {l.Word()}"))));
    }

    public static Style Colour(Level level) => level switch
    {
        Level.Critical => new Style(Color.Red, decoration: Decoration.Bold),
        Level.Warning => new Style(Color.Yellow),
        Level.Skipped => new Style(Color.Blue),
        _ => new Style(Color.Green),
    };

    private static void Heading(string name, Target target, IAnsiConsole console) =>
        console.WriteLine($"{name}: {target.Name}{(target.Name == target.Chosen.Identifier ? "" : $", {target.Chosen.Identifier}")}, as {target.Login}");

    private static void Said(Level level, string text, string? next, IAnsiConsole console)
    {
        console.Hanging([(level.Word().PadRight(8), Colour(level)), ("  ", Style.Plain)], text);
        if (next is not null) console.Unbroken(($"          next: {next}", new Style(Color.Grey)));
    }
}
