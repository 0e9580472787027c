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

    /// <summary>A line with a command in it: the terminal wraps it where it ends, so that what is copied is one line still.</summary>
    public static void Unbroken(this IAnsiConsole console, params IEnumerable<(string Text, Style Style)> pieces)
    {
        var width = console.Profile.Width;
        console.Profile.Width = Terminal.Unlimited;
        console.Line(pieces);
        console.Profile.Width = width;
    }

    /// <summary>A sentence behind a label: where the terminal is too narrow it goes on below itself, and the labels are a column by themselves.</summary>
    public static void Hanging(this IAnsiConsole console, IReadOnlyList<(string Text, Style Style)> label, string text)
    {
        var indent = label.Sum(piece => piece.Text.Length);
        var room = console.Profile.Width - indent;
        var lines = new List<string> { "" };
        foreach (var word in text.Split(' '))
        {
            if (lines[^1].Length == 0) lines[^1] = word;
            else if (lines[^1].Length + 1 + word.Length <= room) lines[^1] += " " + word;
            else lines.Add(word);
        }

        console.Unbroken([.. label, (lines[0], Style.Plain)]);
        foreach (var line in lines.Skip(1)) console.Unbroken((new string(' ', indent) + line, Style.Plain));
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
