using System.CommandLine;
using TechCorp.PgInfra.Cli.Frame;

namespace TechCorp.PgInfra.Cli.Ops;

/// <summary>One subcommand of <c>./pg ops</c>. It may add subcommands of its own; <see cref="VerbRun.Command"/> says which was chosen.</summary>
/// <param name="name">The word on the command line.</param>
/// <param name="summary">One line without a full stop.</param>
internal abstract class OpsCommand(string name, string summary)
{
    /// <summary>The word on the command line.</summary>
    public string Name { get; } = name;

    /// <summary>One line without a full stop.</summary>
    public string Summary { get; } = summary;

    /// <summary>Adds arguments, options and subcommands.</summary>
    public virtual void Describe(Command command)
    {
    }

    /// <summary>Does the work; bad input is thrown as <see cref="InputException"/>.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public abstract Task<int> RunAsync(VerbRun run, CancellationToken cancellation);
}
