using System.CommandLine;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Cli.Preview;

/// <summary><c>./pg preview --stack prod</c>: what the program declares, without a cloud.</summary>
internal sealed class PreviewVerb() : Verb("preview", "Shows everything a stack declares, asking no cloud and knowing no state")
{
    public override void Describe(Command command)
    {
        command.Add(StackOptions.Stack);
        command.Add(StackOptions.File);
    }

    public override async Task<int> RunAsync(VerbRun run, CancellationToken cancellation)
    {
        var plan = await StackOptions.PlanAsync(run);
        if (run.Json)
        {
            run.Out.WriteLine(PlanJson.Write(plan));
        }
        else
        {
            PreviewText.Write(plan, run.Console);
        }

        return ExitCodes.Done;
    }
}
