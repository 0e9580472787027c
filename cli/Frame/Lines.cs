using Spectre.Console;

namespace TechCorp.PgInfra.Cli.Frame;

/// <summary>Lines made of values: markup would turn the <c>:Key:</c> of a type token into a picture of a key.</summary>
internal static class Lines
{
    /// <summary>One line of pieces, each as it is.</summary>
    public static void Line(this IAnsiConsole console, params IEnumerable<(string Text, Style Style)> pieces)
    {
        var line = new Paragraph();
        foreach (var (text, style) in pieces)
        {
            line.Append(text, style);
        }

        console.Write(line);
        console.Write(Text.NewLine);
    }

    /// <summary>
    /// A table with every cell on one line. Where the terminal is too narrow, lines end in an ellipsis: squeezed columns would break ports and
    /// addresses in two, or leave them out without a word.
    /// </summary>
    public static void WriteWhole(this IAnsiConsole console, Table table)
    {
        using var whole = new StringWriter();
        Terminal.On(whole).Write(table);
        foreach (var line in whole.ToString().TrimEnd().Split('\n').Select(l => l.TrimEnd()).SkipWhile(l => l.Length == 0))
        {
            console.WriteLine(line.Length <= console.Profile.Width ? line : line[..(console.Profile.Width - 1)] + "…");
        }
    }
}
