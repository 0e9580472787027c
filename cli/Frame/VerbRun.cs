using System.CommandLine;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace TechCorp.PgInfra.Cli.Frame;

/// <summary>What a verb works with: the parsed command line, the two streams, and where the repository is.</summary>
/// <param name="parsed">The parsed command line.</param>
/// <param name="output">Results, and nothing else.</param>
/// <param name="error">Progress and problems.</param>
/// <param name="root">Folder of the repository.</param>
internal sealed class VerbRun(ParseResult parsed, TextWriter output, TextWriter error, string root)
{
    private IAnsiConsole? _console;

    /// <summary>The global <c>--json</c>.</summary>
    public static Option<bool> JsonOption { get; } = new("--json")
    {
        Description = "Print the result as JSON on standard output, and nothing else there.",
        Recursive = true,
    };

    /// <summary>True when the result is wanted as JSON.</summary>
    public bool Json => parsed.GetValue(JsonOption);

    /// <summary>Standard output: results, and nothing else.</summary>
    public TextWriter Out => output;

    /// <summary>Standard error: progress and problems.</summary>
    public TextWriter Error => error;

    /// <summary>Folder of the repository this program was built from.</summary>
    public string Root => root;

    /// <summary>Standard output for trees and tables; plain and as wide as its content unless it is a terminal.</summary>
    public IAnsiConsole Console => _console ??= Terminal.On(output);

    /// <summary>The parsed command line itself, for a verb whose options another assembly reads.</summary>
    public ParseResult Parsed => parsed;

    /// <summary>The value of an option that is required or has a default.</summary>
    public T Value<T>(Option<T> option) => parsed.GetRequiredValue(option);

    /// <summary>The value of an option, or the type's default when it was not given.</summary>
    public T? ValueOrDefault<T>(Option<T> option) => parsed.GetValue(option);

    /// <summary>The value of an argument.</summary>
    public T Value<T>(Argument<T> argument) => parsed.GetRequiredValue(argument);

    /// <summary>The subcommand that was chosen, by name, or the verb's own name.</summary>
    public string Command => parsed.CommandResult.Command.Name;

    /// <summary>Prints a JSON result.</summary>
    public void WriteJson(JsonNode? json) => Out.WriteLine(json?.ToJsonString(JsonText.Indented) ?? "null");
}
