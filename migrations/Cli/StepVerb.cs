using System.CommandLine;
using TechCorp.PgInfra.Migrations.Apply;
using TechCorp.PgInfra.Migrations.Reports;

namespace TechCorp.PgInfra.Migrations.Cli;

/// <summary>One verb of the step: its options, its run, and what becomes of a problem.</summary>
public abstract class StepVerb
{
    private readonly RunOptions _options = new();

    protected StepVerb(string name, string description)
    {
        Command = new Command(name, description);
        _options.AddTo(Command);
    }

    /// <summary>The command with its options and without an action: the program around it runs <see cref="RunAsync"/>.</summary>
    public Command Command { get; }

    /// <summary>Runs the verb.</summary>
    /// <param name="output">The result and nothing else.</param>
    /// <param name="error">Progress and problems.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(ParseResult parsed, bool json, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var stack = _options.Stack(parsed);
        try
        {
            var input = _options.Read(parsed, Command.Name);
            return await WorkAsync(new StepRun(parsed, input, stack, json, _options.Timing(parsed), output, error), cancellation);
        }
        catch (PostDeployException problem)
        {
            if (json)
            {
                PlanJson.Write(output, PlanJson.Of(problem, Command.Name, stack));
            }

            foreach (var text in problem.Problems)
            {
                await error.WriteLineAsync($"post-deploy: {text}");
            }

            return problem.ExitCode;
        }
    }

    /// <summary>The work itself.</summary>
    protected abstract Task<int> WorkAsync(StepRun run, CancellationToken cancellation);
}

/// <summary>What a verb works with.</summary>
/// <param name="Timing">True to end with where the time went.</param>
public sealed record StepRun(ParseResult Parsed, RunInput Input, string? Stack, bool Json, bool Timing, TextWriter Output, TextWriter Error)
{
    /// <summary>Tells what is going on.</summary>
    public void Progress(string text) => Error.WriteLine($"post-deploy: {text}");
}
