using Spectre.Console;

namespace TechCorp.PgInfra.Cli.Frame;

/// <summary>Colours and widths: a terminal's own on a terminal; in a pipe no colour, and lines as long as they are.</summary>
internal static class Terminal
{
    // Wide enough that nothing is wrapped in a pipe, where a wrapped line cannot be searched for.
    public const int Unlimited = 10_000;

    /// <summary>False in a pipe, and on a terminal that only adds lines, such as a shell within an editor: it shows what would erase one as text.</summary>
    public static bool CanErase(bool redirected, string? term) => !redirected && term is not (null or "" or "dumb");

    public static IAnsiConsole On(TextWriter output)
    {
        var isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        // https://no-color.org: set and not empty means no colour.
        var isColoured = isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isColoured ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        if (!isTerminal)
        {
            console.Profile.Width = Unlimited;
        }

        return console;
    }
}
