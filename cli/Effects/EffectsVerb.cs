using System.CommandLine;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Review.Effects;

namespace TechCorp.PgInfra.Cli.Effects;

/// <summary><c>./pg effects --from HEAD --stack prod</c>: what an edit will do, and in which order. Exit code 3 when protected data would go.</summary>
internal sealed class EffectsVerb() : Verb("effects", "Tells what an edit will do to a stack, what clients notice, and the order of operations")
{
    private static readonly Option<string?> From = new("--from")
    {
        Description = "The stack as it is: a git revision, a configuration file, or a preview as JSON. A revision is its stack file, read by this program.",
        HelpName = "revision|file",
    };

    private static readonly Option<string?> To = new("--to")
    {
        Description = "The stack as it will be, in the same forms. Left out, the stack's file in this folder.",
        HelpName = "revision|file",
    };

    private static readonly Option<string?> Stack = new("--stack", "-s")
    {
        Description = "The stack, where it does not follow from a file.",
        HelpName = "name",
    };

    private static readonly Option<string?> FromPreview = new("--from-preview")
    {
        Description = "Judge what 'pulumi preview --json' printed instead.",
        HelpName = "file",
    };

    public override void Describe(Command command)
    {
        command.Add(From);
        command.Add(To);
        command.Add(Stack);
        command.Add(FromPreview);
    }

    public override async Task<int> RunAsync(VerbRun run, CancellationToken cancellation)
    {
        var report = await ReportAsync(run);
        if (run.Json)
        {
            run.WriteJson(EffectsJson.Of(report));
        }
        else
        {
            EffectsText.Write(report, run.Console);
        }

        return report.Forbidden.IsEmpty ? ExitCodes.Done : ExitCodes.Found;
    }

    private static async Task<EffectsReport> ReportAsync(VerbRun run)
    {
        var (from, to, stack) = (run.ValueOrDefault(From), run.ValueOrDefault(To), run.ValueOrDefault(Stack));
        if (run.ValueOrDefault(FromPreview) is { } preview)
        {
            return from is not null || to is not null ? throw new InputException("--from-preview stands alone: it holds both sides already.")
                : !File.Exists(preview) ? throw new InputException($"There is no file {preview}; write one with 'pulumi preview --json > FILE'.")
                : EnginePreview.Read(preview, await EngineTextAsync(preview)) is var verdict && (stack is null || stack == verdict.Stack) ? verdict
                : throw new InputException($"--stack {stack}: {preview} is a preview of stack {verdict.Stack}.");
        }

        if (from is null)
        {
            throw new InputException("say what the stack is now: --from main --stack prod, --from OLD.yaml, or --from-preview FILE.");
        }

        var sides = new EffectsSide(run.Root);
        // A revision says of no stack which it is; a file does by its name.
        if (stack is null && to is not null && File.Exists(to) && !File.Exists(from))
        {
            stack = (await sides.ReadAsync(to, null)).Plan.Stack;
        }

        var before = await sides.ReadAsync(from, stack);
        var after = await sides.ReadAsync(to ?? Path.Combine(run.Root, $"Pulumi.{stack ?? before.Plan.Stack}.yaml"), stack);
        return before.Plan.Stack == after.Plan.Stack
            ? EffectsReport.Between(before, after)
            : throw new InputException($"--from is stack {before.Plan.Stack} and --to is stack {after.Plan.Stack}; an edit stays within one stack. './pg promote' compares two.");
    }

    private static async Task<string> EngineTextAsync(string file)
    {
        try
        {
            return await File.ReadAllTextAsync(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--from-preview {file}: {e.Message}");
        }
    }
}
