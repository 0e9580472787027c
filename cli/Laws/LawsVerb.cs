using System.CommandLine;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Cli.Laws;

/// <summary><c>./pg laws --stack prod</c>: is what this stack declares sound? Exit code 3 when a law is broken or an exception is idle.</summary>
internal sealed class LawsVerb() : Verb("laws", "Judges a stack's plan by the laws of the estate, asking no cloud")
{
    private static readonly Option<bool> Coverage = new("--coverage")
    {
        Description = "Also list the controls of AWS Foundational Security Best Practices, Checkov and Trivy for what is declared, each with its law and state.",
    };

    public override void Describe(Command command)
    {
        command.Add(StackOptions.Stack);
        command.Add(StackOptions.File);
        command.Add(Coverage);
    }

    public override async Task<int> RunAsync(VerbRun run, CancellationToken cancellation)
    {
        var report = await LawReview.RunAsync(run.Root, run.Value(StackOptions.Stack), run.ValueOrDefault(StackOptions.File));
        if (run.Json)
        {
            run.WriteJson(LawsJson.Of(report, run.Value(Coverage)));
        }
        else
        {
            LawsText.Write(report, run.Value(Coverage), run.Console);
        }

        return report.Holds ? ExitCodes.Done : ExitCodes.Found;
    }
}
