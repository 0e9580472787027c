using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using TechCorp.PgInfra.Cli.Frame;

namespace TechCorp.PgInfra.Cli.Ops;

/// <summary><c>./pg ops ...</c>: what people do at night. A new subcommand is a class and a line here.</summary>
internal sealed class OpsVerb() : Verb("ops", "Says what is wrong with a running database, and does what the runbooks say")
{
    /// <summary>Every subcommand, in the order of <c>./pg ops --help</c>.</summary>
    private readonly ImmutableArray<OpsCommand> _commands =
    [
        CheckCommand.Health,
        CheckCommand.Of("slow-queries"),
        CheckCommand.Of("connections"),
        new TerminateIdleCommand(),
        CheckCommand.Of("locks"),
        CheckCommand.Of("deadlocks"),
        CheckCommand.Of("lag"),
        CheckCommand.Of("bloat"),
        CheckCommand.Of("missing-indexes"),
        CheckCommand.Of("wraparound"),
        CheckCommand.Of("sizes"),
        new RecoverCommand(),
        new PromoteReplicaCommand(),
        new PromoteDrCommand(),
        new FailoverCommand(),
        new SnapshotCommand(),
        new RotateCredentialCommand(),
    ];

    public override void Describe(Command command)
    {
        command.Description += " " + CheckCommand.Codes;
        foreach (var each in _commands)
        {
            var child = new Command(each.Name, each.Summary + ".");
            each.Describe(child);
            command.Add(child);
        }
    }

    public override Task<int> RunAsync(VerbRun run, CancellationToken cancellation)
    {
        // `ops recover table` is run by `recover`.
        var chosen = run.Parsed.CommandResult;
        while (chosen.Parent is CommandResult { Command.Name: var parent } above && parent != Name)
            chosen = above;
        return _commands.Single(c => c.Name == chosen.Command.Name).RunAsync(run, cancellation);
    }
}
