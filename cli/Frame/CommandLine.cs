using System.CommandLine;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Cli.Frame;

/// <summary>Parses a command line, runs its verb, and turns whatever happens into an exit code and a message.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        try
        {
            return await ReadAsync(args, output, error);
        }
        catch (OutputException e)
        {
            error.WriteLine($"pg: {e.Message}");
            return ExitCodes.Failed;
        }
        catch (Exception e)
        {
            // Nothing more may be loaded here: without a file left the program does not find its own parts, nor those that tell a failure.
            error.WriteLine($"pg: {e.Message.Split('\n')[0]}{(e is FileNotFoundException ? " Where it is there, too few files may be open (ulimit -n): raise the limit, and run the same command again." : "")}");
            return ExitCodes.Failed;
        }
    }

    private static async Task<int> ReadAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        if (args is [] or ["help"] or ["help", "help" or "-h" or "--help" or "-?"] or ["-h" or "--help" or "-?"])
        {
            HelpText.Write(output);
            return args.Count == 0 ? ExitCodes.BadInput : ExitCodes.Done;
        }

        if (args is ["help", "--json"] or ["--json", "help"] or ["--json"])
        {
            HelpText.WriteJson(output);
            return args.Count == 1 ? ExitCodes.BadInput : ExitCodes.Done;
        }

        // `help VERB` is what people type; the parser knows `VERB --help`.
        if (args is ["help", var asked, ..])
        {
            args = [asked, .. args.Skip(2), "--help"];
        }

        if (VerbOf(args) is { } word && Verbs.All.All(v => v.Name != word))
        {
            return UsageError.Report([$"there is no verb '{word}'.{Nearest.Hint(word, Verbs.All.Select(v => v.Name).Append("help"))} './pg help' lists them."], args, output, error);
        }

        var parsed = Parse(args, output, error);
        if (UsageError.Of(parsed) is { Count: > 0 } problems)
        {
            return UsageError.Report(problems, args, output, error);
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = CleanUp });
    }

    /// <summary>Reads a command line and runs nothing; its errors are those a user sees.</summary>
    internal static ParseResult Parse(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("TechCorp's PostgreSQL estate.") { VerbRun.JsonOption };
        foreach (var verb in Verbs.All.Where(v => v.Name == VerbOf(args)))
        {
            root.Add(ToCommand(verb, output, error));
        }

        return root.Parse([.. args], ByTheWord);
    }

    // A word that starts with @, such as somebody's name, is that word and no file of more words.
    private static readonly ParserConfiguration ByTheWord = new() { ResponseFileTokenReplacer = null };

    // --json may stand before the verb: it is every verb's.
    private static string? VerbOf(IReadOnlyList<string> args) => args.SkipWhile(a => a == VerbRun.JsonOption.Name).FirstOrDefault() is { } word && !word.StartsWith('-') ? word : null;

    // What runs real servers takes them down before it ends.
    private static readonly TimeSpan CleanUp = TimeSpan.FromSeconds(30);

    private static Command ToCommand(Verb verb, TextWriter output, TextWriter error)
    {
        var command = new Command(verb.Name, verb.Summary + ".");
        verb.Describe(command);
        SetAction(command);
        return command;

        // A subcommand runs the same verb, which asks which one it is. A command that only groups others has no action of its own.
        void SetAction(Command target)
        {
            foreach (var child in target.Subcommands)
            {
                SetAction(child);
            }

            if (target.Subcommands.Count == 0 || (target == command && verb.ActsWithoutSubcommand))
            {
                target.SetAction((parsed, cancellation) => RunVerbAsync(verb, parsed, output, error, cancellation));
            }
        }
    }

    private static async Task<int> RunVerbAsync(Verb verb, ParseResult parsed, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var run = new VerbRun(parsed, output, error, Repository.Root);
        try
        {
            return await verb.RunAsync(run, cancellation);
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            error.WriteLine("pg: interrupted.");
            return 130;
        }
        catch (Exception e) when (e is not OutputException)
        {
            return Failure.Report(e, verb.Name, run);
        }
    }
}
