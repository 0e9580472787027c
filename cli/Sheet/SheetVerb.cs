using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Cli.Cost;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Views.Cost;
using TechCorp.PgInfra.Views.Sheet;

namespace TechCorp.PgInfra.Cli.Sheet;

/// <summary><c>./pg sheet --stack prod --out prod.html</c>: one page that shows a stack, to look at and to print.</summary>
internal sealed class SheetVerb() : Verb("sheet", "Draws a stack as one page: the estate, parameters, alarms, privileges, laws, cost")
{
    private static readonly Option<string> Out = new("--out", "-o")
    {
        Description = "The page to write; one that is there is replaced.",
        HelpName = "file.html",
        Required = true,
    };

    private static readonly Option<string?> Compare = new("--compare")
    {
        Description = "Another stack, side by side, differing cells marked.",
        HelpName = "name",
    };

    private static readonly Option<string?> Drills = new("--drills")
    {
        Description = "What './pg drill all --json' printed: which drill proved each alarm.",
        HelpName = "file",
    };

    private static readonly Option<string?> Verification = new("--verification")
    {
        Description = "What './pg post-deploy verify --json' printed: which privileges a server showed.",
        HelpName = "file",
    };

    private static readonly Option<string?> Date = new("--date")
    {
        Description = "A date to print on it, yyyy-mm-dd. Without one the same declaration gives the same bytes.",
        HelpName = "date",
    };

    public override void Describe(Command command)
    {
        command.Add(StackOptions.Stack);
        command.Add(StackOptions.File);
        command.Add(Out);
        command.Add(Compare);
        command.Add(Drills);
        command.Add(Verification);
        command.Add(CostVerb.Offers);
        command.Add(Date);
    }

    public override async Task<int> RunAsync(VerbRun run, CancellationToken cancellation)
    {
        var target = Target(run.Value(Out));
        var date = DateOf(run.ValueOrDefault(Date));
        var drills = await ReadAsync("--drills", run.ValueOrDefault(Drills), SheetInput.ReadDrills, cancellation);
        var verified = await ReadAsync("--verification", run.ValueOrDefault(Verification), VerifiedPrivileges.Read, cancellation);
        var project = PulumiProject.Load(run.Root);
        var input = await InputAsync(project, run.Value(StackOptions.Stack), run.ValueOrDefault(StackOptions.File)) with { Drills = drills, Verified = verified, Date = date };
        input = input with { Offers = await CostVerb.OffersAsync(run.ValueOrDefault(CostVerb.Offers), input.Cost, cancellation) };
        if (run.ValueOrDefault(Compare) is { } other)
        {
            input = input with { Other = await InputAsync(project, other, null) };
        }

        var page = SheetPage.Render(input);
        try
        {
            PageFile.Write(target, page);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--out {target} cannot be written: {e.Message} Name a file where you may write.");
        }

        if (run.Json)
        {
            run.WriteJson(new JsonObject { ["file"] = target, ["stack"] = input.Estate.Plan.Stack, ["plan"] = input.Digest, ["bytes"] = System.Text.Encoding.UTF8.GetByteCount(page) });
        }
        else
        {
            run.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target}: stack {input.Estate.Plan.Stack}, plan {input.Digest}, {System.Text.Encoding.UTF8.GetByteCount(page) / 1024} kB"));
        }

        return ExitCodes.Done;
    }

    private static async Task<SheetInput> InputAsync(PulumiProject project, string stack, string? file)
    {
        var estate = await LawReview.EstateAsync(project, project.LoadStack(stack, file));
        return new(estate, LawReport.Of(estate), CostEstimate.Of(estate, Assumptions.Defaults));
    }

    private static string Target(string path)
    {
        ResultFile.Demand("--out", path);
        return Path.GetFullPath(path);
    }

    private static DateOnly? DateOf(string? text) => text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : throw new InputException($"--date {text} is no date; write it as 2026-01-31.");

    private static async Task<T?> ReadAsync<T>(string option, string? path, Func<string, T> read, CancellationToken cancellation)
        where T : class
    {
        if (path is null)
        {
            return null;
        }

        try
        {
            return read(await File.ReadAllTextAsync(path, cancellation));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{option} {path}: {e.Message.TrimEnd('.')}.");
        }
    }
}
