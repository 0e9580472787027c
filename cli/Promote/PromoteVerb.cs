using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Review.Conformance;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Review.Promotion;
using TechCorp.PgInfra.Review.Promotion.Records;

namespace TechCorp.PgInfra.Cli.Promote;

/// <summary><c>./pg promote --from staging --to prod</c>: may what runs in the one stack be deployed to the other? Exit code 3 when something is missing.</summary>
internal sealed class PromoteVerb() : Verb("promote", "Tells whether what was tried in one stack may go to the next, and the commands that bring it there")
{
    private readonly Option<string> _from = new("--from") { Description = "The stack it was tried in.", HelpName = "stack", Required = true };

    private readonly Option<string> _to = new("--to") { Description = "The stack it goes to.", HelpName = "stack", Required = true };

    private readonly Option<bool> _check = new("--check") { Description = "Only judge; print no commands." };

    private readonly Option<string?> _record = new("--record")
    {
        Description = "The record of the rehearsal. Left out, .pg/records/STACK-rehearsal-DIGEST.json, where './pg rehearse --record' writes it.", HelpName = "file",
    };

    private readonly Option<string?> _drills = new("--drills")
    {
        Description = "Demand a record of all drills too: this one, or without a file the one './pg drill all --record' writes.", HelpName = "file", Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<TimeSpan> _maxAge = new("--max-age")
    {
        Description = "How old a record may be, e.g. 12h, 7d.", HelpName = "time", CustomParser = Age.Parse, DefaultValueFactory = _ => TimeSpan.FromDays(7),
    };

    public override void Describe(Command command)
    {
        foreach (var option in (Option[])[_from, _to, _check, _record, _drills, _maxAge])
        {
            command.Add(option);
        }
    }

    public override async Task<int> RunAsync(VerbRun run, CancellationToken cancellation)
    {
        var project = PulumiProject.Load(run.Root);
        var (from, to) = (project.LoadStack(run.Value(_from)), project.LoadStack(run.Value(_to)));
        var comparison = await PromotionReview.RunAsync(project, from, to);
        var plan = await EstatePlan.CaptureAsync(project, to);
        var checkout = await GitCheckout.ReadAsync(run.Root, cancellation);
        var review = new PromotionAnswer(
            comparison,
            PlanDigest.Of(plan),
            checkout.Commit,
            [
                OfCheckout(checkout),
                OfDifferences(comparison),
                OfLaws(LawReport.Of(await LawReview.EstateAsync(project, to))),
                await OfConformanceAsync(run, plan, cancellation),
                .. OfRecords(run, to, plan, checkout),
            ],
            EstatePlan.ReadSettings(to).Settings!,
            plan.Warnings.Count(w => w.Code == "example-value"));
        if (run.Json)
        {
            run.WriteJson(PromoteJson.Of(review, run.ValueOrDefault(_check)));
        }
        else
        {
            PromoteText.Write(review, run.ValueOrDefault(_check), run.Out);
        }

        return review.IsMet ? ExitCodes.Done : ExitCodes.Found;
    }

    private static Demand OfCheckout(GitCheckout checkout) => checkout.Changes.IsEmpty
        ? new("checkout", $"clean at {checkout.Commit[..12]}", [], "")
        : new("checkout", null, [$"changes that are in no commit, so that nobody could deploy them again: {string.Join(", ", checkout.Changes.Take(5))}{(checkout.Changes.Length > 5 ? $" and {checkout.Changes.Length - 5} more" : "")}"], "git commit, or git stash");

    private static Demand OfDifferences(PromotionComparison comparison) => comparison.IsClean
        ? new("differences", string.Create(CultureInfo.InvariantCulture, $"{comparison.Compared:#,0} values compared; {comparison.Allowed.Length} configuration keys differ, all as they may"), [], "")
        : new("differences", null, [$"{comparison.Findings.Length} value{(comparison.Findings.Length == 1 ? " differs" : "s differ")} and may not; listed below"], "review/Promotion/README.md tells what may");

    private static Demand OfLaws(LawReport report) => report.Holds
        ? new("laws", $"{report.Answers.Length} laws kept, {report.Excused.Length} findings excused", [], "")
        : new("laws", null,
            [
                .. report.Violations.Select(v => $"{v.Law.Id}: {v.Finding}"),
                .. report.Idle.Select(e => $"the exception for {e.Law}{(e.Resource is null ? "" : " of " + e.Resource)} excuses nothing"),
            ],
            $"./pg laws --stack {report.Stack}");

    private static async Task<Demand> OfConformanceAsync(VerbRun run, Plan plan, CancellationToken cancellation)
    {
        var wayOut = $"./pg conform --stack {plan.Stack}";
        try
        {
            run.Error.WriteLine($"pg: asking the AWS provider about stack {plan.Stack} ...");
            var report = await new ConformanceCheck(TerraformInstallation.Find()).RunAsync(plan, cancellation: cancellation);
            return report.IsClean
                ? new("conform", $"all {report.Resources} AWS resources planned by hashicorp/aws {report.Provider}", [], wayOut)
                : new("conform", null, report.Findings.IsEmpty ? [$"only {report.Planned} of {report.Resources} AWS resources planned"] : [.. report.Findings.Select(f => f.ToString())], wayOut);
        }
        catch (ConformanceException e)
        {
            return new("conform", null, [e.Message], wayOut);
        }
    }

    private IEnumerable<Demand> OfRecords(VerbRun run, StackConfiguration to, Plan plan, GitCheckout checkout)
    {
        // A copy is rehearsed by the stack that has the writer, and lies under that one's plan.
        var writer = PromotedPlans.SourceOf(to) ?? to.Stack;
        var digest = PlanDigest.Of(plan);
        var lies = writer == to.Stack ? digest : PlanDigest.Of(EstatePlan.CaptureAsync(run.Root, writer).GetAwaiter().GetResult());
        yield return Judge(RehearsalRecord.Rehearsal, run.ValueOrDefault(_record));
        if (run.Parsed.GetResult(_drills) is not null)
        {
            yield return Judge(RehearsalRecord.Drills, run.ValueOrDefault(_drills));
        }

        Demand Judge(string kind, string? given) => RecordReview.Judge(
            new(kind, to.Stack, digest, writer, EstatePlan.ReadSettings(to).Settings!.EngineMajorVersion, run.Value(_maxAge)),
            given ?? Path.GetRelativePath(Environment.CurrentDirectory, RecordFile.DefaultPath(run.Root, kind, writer, lies)), checkout, DateTimeOffset.UtcNow);
    }
}

/// <summary>Everything a promotion answers.</summary>
/// <param name="Comparison">The two stacks side by side.</param>
/// <param name="Digest">Of the plan that would be deployed.</param>
/// <param name="Commit">What it would be deployed from.</param>
/// <param name="Demands">What it wants, met or not.</param>
/// <param name="Settings">Of the stack it goes to.</param>
/// <param name="Examples">Values of the committed example that are left; the cloud would refuse them.</param>
internal sealed record PromotionAnswer(
    PromotionComparison Comparison, string Digest, string Commit, ImmutableArray<Demand> Demands, EstateSettings Settings, int Examples)
{
    public bool IsMet => Demands.All(d => d.IsMet);
}
