using System.Collections.Immutable;
using System.CommandLine;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Migrations.Cli;

namespace TechCorp.PgInfra.Cli.PostDeploy;

/// <summary>
/// <c>./pg post-deploy plan|apply|verify</c>: the program in <c>migrations/</c>, which a pipeline can also run on its own.
/// </summary>
internal sealed class PostDeployVerb() : Verb("post-deploy", "Brings schemas, roles, grants and tables of a stack's database to the catalogue, and proves it")
{
    private readonly ImmutableArray<StepVerb> _verbs = StepVerbs.Create();

    public override void Describe(Command command)
    {
        foreach (var verb in _verbs)
        {
            command.Add(verb.Command);
        }
    }

    public override Task<int> RunAsync(VerbRun run, CancellationToken cancellation) =>
        _verbs.Single(v => v.Command.Name == run.Command).RunAsync(run.Parsed, run.Json, run.Out, run.Error, cancellation);
}
