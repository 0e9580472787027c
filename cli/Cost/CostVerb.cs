using System.Collections.Immutable;
using System.CommandLine;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Views.Cost;

namespace TechCorp.PgInfra.Cli.Cost;

/// <summary><c>./pg cost --stack prod</c>: what a stack costs a month at list prices. Exit code 1 when a price is unknown.</summary>
internal sealed class CostVerb() : Verb("cost", "Estimates what a stack costs a month, with every formula, asking no cloud")
{
    private static readonly Option<string?> Compare = new("--compare")
    {
        Description = "Another stack: both side by side, the largest difference first.",
        HelpName = "name",
    };

    private static readonly Option<string[]> Assume = new("--assume")
    {
        Description = "Another value for an assumption, for example --assume usedPercent=80; may be given several times.",
        HelpName = "key=value",
        DefaultValueFactory = _ => [],
    };

    /// <summary>The option <c>--offers</c>, which the sheet has too.</summary>
    internal static readonly Option<string?> Offers = new("--offers")
    {
        Description = "What 'aws rds describe-reserved-db-instances-offerings' printed, or - for standard input: when reserving the instances pays off.",
        HelpName = "file",
    };

    public override void Describe(Command command)
    {
        command.Add(StackOptions.Stack);
        command.Add(StackOptions.File);
        command.Add(Compare);
        command.Add(Assume);
        command.Add(Offers);
    }

    public override async Task<int> RunAsync(VerbRun run, CancellationToken cancellation)
    {
        var (assumptions, problems) = Assumptions.Read(run.Value(Assume));
        if (!problems.IsEmpty)
        {
            throw new InputException(problems);
        }

        if (run.ValueOrDefault(Offers) is not null && run.ValueOrDefault(Compare) is not null)
        {
            throw new InputException("--offers says when reserving one stack's instances pays off, and --compare sets two side by side: give one of them.");
        }

        var project = PulumiProject.Load(run.Root);
        var estimate = await EstimateAsync(project, run.Value(StackOptions.Stack), run.ValueOrDefault(StackOptions.File), assumptions);
        if (run.ValueOrDefault(Compare) is not { } other)
        {
            var offers = await OffersAsync(run.ValueOrDefault(Offers), estimate, cancellation);
            Write(run, () => CostJson.Of(estimate, offers), () => CostText.Write(estimate, offers, run.Console));
            return ExitCodes.Done;
        }

        var theirs = await EstimateAsync(project, other, null, assumptions);
        Write(run, () => CostJson.Of(estimate, theirs), () => CostText.Write(estimate, theirs, run.Console));
        return ExitCodes.Done;
    }

    internal static async Task<CostEstimate> EstimateAsync(PulumiProject project, string stack, string? file, Assumptions assumptions) =>
        CostEstimate.Of(await LawReview.EstateAsync(project, project.LoadStack(stack, file)), assumptions);

    private static void Write(VerbRun run, Func<System.Text.Json.Nodes.JsonObject> json, Action text)
    {
        if (run.Json)
        {
            run.WriteJson(json());
        }
        else
        {
            text();
        }
    }

    /// <summary>Reads the file of <see cref="Offers"/>; null when none was given.</summary>
    internal static async Task<ImmutableArray<Reservation>?> OffersAsync(string? path, CostEstimate estimate, CancellationToken cancellation)
    {
        if (path is null)
        {
            return null;
        }

        try
        {
            return Reservation.Read(path == "-" ? await Console.In.ReadToEndAsync(cancellation) : await File.ReadAllTextAsync(path, cancellation));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--offers {path}: {e.Message.TrimEnd('.')}. It is the answer of: {InstanceGroup.OffersCommand(estimate.Region, estimate.Groups)}");
        }
    }
}
