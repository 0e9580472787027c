using System.CommandLine;
using TechCorp.PgInfra.Cli.Frame;

namespace TechCorp.PgInfra.Cli.Test;

/// <summary>
/// <c>./pg test</c>. The launcher carries it out (<c>tests/run.sh</c>), since it builds what this program cannot build of itself; here is
/// its help only.
/// </summary>
internal sealed class TestVerb() : Verb("test", "Installs what the tests need, builds and runs them, and ends with 'N passed, N failed'")
{
    public override void Describe(Command command)
    {
        command.Add(new Argument<string[]>("part") { Description = "Folders of tests/ to run; all of them when none is named.", Arity = ArgumentArity.ZeroOrMore });
        command.Add(new Option<string>("--filter") { Description = "Only tests that match this expression of 'dotnet test --filter'." });
        command.Add(new Option<bool>("--update-plans") { Description = "Rewrite the expected plans in tests/planning/plans instead of comparing with them." });
        command.Add(new Option<bool>("--update-docs") { Description = "Rewrite the generated files and tables of docs/ and README.md instead of comparing with them." });
    }

    public override Task<int> RunAsync(VerbRun run, CancellationToken cancellation) =>
        throw new InputException("the tests are run by the launcher: ./pg test.");
}
