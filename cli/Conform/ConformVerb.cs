using System.CommandLine;
using System.Text;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Planning.Schema;
using TechCorp.PgInfra.Review.Conformance;

namespace TechCorp.PgInfra.Cli.Conform;

/// <summary><c>./pg conform --stack prod</c>: what the real AWS provider says about the plan, without a cloud.</summary>
internal sealed class ConformVerb() : Verb("conform", "Lets the real AWS provider judge what a stack declares, without a cloud")
{
    private readonly Option<string?> _keep = new("--keep")
    {
        Description = "Keep the Terraform file the plan became, as main.tf.json in this folder.", HelpName = "folder",
    };

    public override void Describe(Command command)
    {
        command.Add(StackOptions.Stack);
        command.Add(StackOptions.File);
        command.Add(_keep);
    }

    public override async Task<int> RunAsync(VerbRun run, CancellationToken cancellation)
    {
        var plan = await StackOptions.PlanAsync(run);
        if (run.ValueOrDefault(_keep) is { } keep)
        {
            Keep(keep, PlanTranslation.Translate(plan, KeptVersion()));
        }

        var check = new ConformanceCheck(TerraformInstallation.Find());
        var report = await check.RunAsync(plan, progress: run.Json ? null : new Steps(run.Error), cancellation: cancellation);
        if (run.Json)
        {
            run.WriteJson(ConformJson.Of(report));
        }
        else
        {
            ConformText.Write(report, run.Out);
        }

        return report.IsClean ? ExitCodes.Done : ExitCodes.Found;
    }

    // The file is worth having where the provider is not: it is what one takes to a machine that has it.
    private static string KeptVersion()
    {
        try
        {
            return TerraformInstallation.Find().ProviderVersion;
        }
        catch (ConformanceException)
        {
            return ProviderSchema.Shared.TerraformVersion("aws")!;
        }
    }

    private static void Keep(string folder, TerraformConfiguration configuration)
    {
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "main.tf.json"), configuration.Text, new UTF8Encoding(false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--keep {folder}: cannot be written: {e.Message} Give a folder you may write to.");
        }
    }

    private sealed class Steps(TextWriter error) : IProgress<string>
    {
        public void Report(string value) => error.WriteLine($"pg: {value} ...");
    }
}
