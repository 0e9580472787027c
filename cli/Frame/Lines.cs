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
}
