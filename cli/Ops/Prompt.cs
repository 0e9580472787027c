using TechCorp.PgInfra.Cli.Frame;

namespace TechCorp.PgInfra.Cli.Ops;

/// <summary>A question on the terminal.</summary>
internal static class Prompt
{
    /// <summary>Asks it, and returns the line that was typed; null at the end of input.</summary>
    /// <exception cref="OperationCanceledException">Ctrl-C. Reading a terminal cannot be cancelled: it is left behind, or who takes fright would wait for the frame's patience to end.</exception>
    public static async Task<string?> AskAsync(VerbRun run, string question, CancellationToken cancellation)
    {
        run.Error.Write(question);
        return (await Task.Run(Console.ReadLine, CancellationToken.None).WaitAsync(cancellation))?.Trim();
    }
}
