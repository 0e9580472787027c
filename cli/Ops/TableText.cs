using Spectre.Console;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Operations.Checks;

namespace TechCorp.PgInfra.Cli.Ops;

/// <summary>
/// An answer in columns: figures to the right, text to the left, nothing behind the last word of a line, so that a statement of kilobytes
/// does not widen every other row.
/// </summary>
internal static class TableText
{
    // A statement is told by its beginning; --json has it whole.
    private const int Longest = 160;

    private const string Gap = "   ";

    public static void Write(AnswerTable answers, IAnsiConsole console)
    {
        var headings = answers.Columns.Select(Amount.Heading).ToArray();
        var rows = answers.Rows.Select(row => answers.Columns.Select((c, i) => Cut(Amount.Of(c, row.Values[i]), Longest)).ToArray()).ToList();
        var isFigure = answers.Columns.Select((_, i) => answers.Rows.All(r => r.Values[i] is long or double or null)).ToArray();
        // A column without a single value says nothing.
        int[] shown = [.. Enumerable.Range(0, headings.Length).Where(i => rows.Any(r => r[i].Length > 0))];
        var widths = headings.Select((h, i) => rows.Select(r => r[i].Length).Append(h.Length).Max()).ToArray();
        var isCut = false;
        Line(headings, new Style(decoration: Decoration.Underline));
        foreach (var row in rows)
            Line(row, Style.Plain);
        if (isCut) console.Line(("  … is wider than the terminal: | less -S shows it whole", new Style(Color.Grey)));

        void Line(string[] cells, Style style)
        {
            var text = ("  " + string.Join(Gap, shown.Select(i => isFigure[i] ? cells[i].PadLeft(widths[i]) : cells[i].PadRight(widths[i])))).TrimEnd();
            isCut |= text.Length > console.Profile.Width;
            console.Line((Cut(text, console.Profile.Width), style));
        }
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}
