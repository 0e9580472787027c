using System.CommandLine;

namespace TechCorp.PgInfra.Cli.Frame;

/// <summary>
/// One verb. It adds its own options in <see cref="Describe"/> and works in <see cref="RunAsync"/>; <c>--help</c>, <c>--json</c>, usage
/// errors and what becomes of an exception are the frame's.
/// </summary>
/// <param name="name">The word on the command line.</param>
/// <param name="summary">One line, shown by <c>./pg help</c> and above the verb's own help.</param>
internal abstract class Verb(string name, string summary)
{
    /// <summary>The word on the command line.</summary>
    public string Name { get; } = name;

    /// <summary>One line without a full stop.</summary>
    public string Summary { get; } = summary;

    /// <summary>True when the verb does something by itself although it has subcommands.</summary>
    public virtual bool ActsWithoutSubcommand => false;

    /// <summary>Adds arguments, options and subcommands.</summary>
    public virtual void Describe(Command command)
    {
    }

    /// <summary>Does the work. Bad input is thrown as <see cref="InputException"/>, or as one of planning's exceptions.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public abstract Task<int> RunAsync(VerbRun run, CancellationToken cancellation);
}
