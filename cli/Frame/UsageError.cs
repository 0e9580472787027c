using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Migrations.Connection;

namespace TechCorp.PgInfra.Cli.Frame;

/// <summary>What is wrong with a command line, and what is allowed in its place; exit code 2, also for programs.</summary>
internal static class UsageError
{
    /// <summary>Every problem, and where all that is allowed is told; nothing when there is none.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var subcommands = command.Subcommands.Select(c => c.Name).ToList();
        var problems = new List<string>();
        foreach (var error in parsed.Errors)
        {
            if (parsed.UnmatchedTokens.FirstOrDefault(t => error.Message.EndsWith($"'{t}'.", StringComparison.Ordinal)) is { } word)
            {
                var known = word.StartsWith('-') ? OptionsOf(parsed.CommandResult) : subcommands;
                problems.Add($"{error.Message}{(Meant(word) is { } option ? $" Did you mean '{option} {word}'?" : Nearest.Hint(word, known))}{(word.StartsWith('-') ? "" : ThereAre())}");
            }
            else if (error.SymbolResult is OptionResult { Option: { } option } given && given.Tokens.Count > 0 && Kind(option.ValueType) is { } kind)
            {
                problems.Add($"{option.Name} is '{given.Tokens[0].Value}'; it is {kind}.");
            }
            else if (error.SymbolResult == parsed.CommandResult && error.Message == MissingSubcommand)
            {
                // A misspelt one is not missing: that it is unknown says it.
                if (parsed.UnmatchedTokens.Count == 0) problems.Add($"{error.Message}{ThereAre()}");
            }
            else
            {
                // The parser knows that it is missing, and not what it is.
                problems.Add(Missing(error)?.Description?.Split('\n')[0].TrimEnd(':') is { } what ? $"{error.Message} {what.TrimEnd('.')}." : error.Message);
            }
        }

        // A variable a pipeline does not set: for git nothing is a revision too, and a gate that compares with nothing lets everything pass.
        var options = OptionsOf(parsed.CommandResult).ToHashSet();
        foreach (var given in Results(parsed.CommandResult).SelectMany(c => c.Children).OfType<OptionResult>())
        {
            var (way, names) = (given.Option.Required ? "give it a value" : "give it a value, or leave it out", given.Tokens.Select(t => t.Value).ToList());
            if (names.Contains("")) problems.Add($"{given.Option.Name} is empty; {way}.");
            if (names.Find(options.Contains) is { } next) problems.Add($"{given.Option.Name} has no value, since '{next}' behind it is an option; {way}.");
        }

        return problems.Count == 0 ? [] : [.. problems.Select(CommandLineSecret.Hide).Distinct(StringComparer.Ordinal), $"'{string.Join(' ', Path(parsed.CommandResult))} --help' shows what is allowed."];

        Symbol? Missing(ParseError error) => error.SymbolResult switch
        {
            OptionResult { Option: var option } => option,
            ArgumentResult { Argument: var argument } => argument,
            _ => command.Options.FirstOrDefault(o => error.Message == $"Option '{o.Name}' is required."),
        };

        // `preview prod`: one word too many, and one option that is missing.
        string? Meant(string word) =>
            !word.StartsWith('-') && parsed.UnmatchedTokens.Count == 1 && parsed.Errors.Select(Missing).OfType<Option>().ToList() is [{ Required: true, Name: var name }] ? name : null;

        string ThereAre() => subcommands.Count == 0 ? "" : $" There are: {string.Join(", ", subcommands)}.";
    }

    /// <summary>Tells them, as JSON too where that was asked for.</summary>
    /// <returns><see cref="ExitCodes.BadInput"/>.</returns>
    public static int Report(IReadOnlyList<string> problems, IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        if (args.Contains(VerbRun.JsonOption.Name))
        {
            var json = new JsonObject { ["problems"] = new JsonArray([.. problems.Select(p => (JsonNode)new JsonObject { ["message"] = p })]) };
            output.WriteLine(json.ToJsonString(JsonText.Indented));
        }

        foreach (var problem in problems)
        {
            error.WriteLine($"pg: {problem}");
        }

        return ExitCodes.BadInput;
    }

    // The parser's own sentence.
    private const string MissingSubcommand = "Required command was not provided.";

    // The parser would name the type as .NET does.
    private static string? Kind(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.Int32 => "a whole number",
        TypeCode.Double => "a number",
        _ => null,
    };

    private static IEnumerable<string> OptionsOf(CommandResult at) => Commands(at).SelectMany(c => c.Options.Where(o => c == at.Command || o.Recursive)).Select(o => o.Name);

    private static IEnumerable<string> Path(CommandResult at) => Commands(at).Where(c => c is not RootCommand).Select(c => c.Name).Prepend("./pg");

    private static IEnumerable<Command> Commands(CommandResult at) => Results(at).Select(c => c.Command);

    private static List<CommandResult> Results(CommandResult at)
    {
        var results = new List<CommandResult>();
        for (SymbolResult? result = at; result is CommandResult command; result = result.Parent)
        {
            results.Insert(0, command);
        }

        return results;
    }
}
