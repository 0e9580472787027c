using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Operations.Checks;
using TechCorp.PgInfra.Operations.Targets;

namespace TechCorp.PgInfra.Cli.Ops;

/// <summary>What several checks come to.</summary>
internal static class Health
{
    /// <summary>Worst first; of the same level, in the order people go through them.</summary>
    public static IEnumerable<CheckResult> Ranked(IEnumerable<CheckResult> results) => results.OrderBy(r => r.Level);

    /// <summary>The worst a check found, in one line, and what to run next.</summary>
    public static (string Text, string? Next) Line(CheckResult result, Target target) => result switch
    {
        { Findings: [var worst] } => (worst.Text, More(result, target)),
        { Findings: [var worst, .. var others] } => ($"{worst.Text} (and {others.Length} more)", More(result, target)),
        { Skips: [var skip] } => ($"{skip.Part}: {skip.Why}", More(result, target)),
        { Skips: [var skip, .. var others] } => ($"{skip.Part}: {skip.Why} (and {others.Length} more)", More(result, target)),
        _ => (result.Fine, null),
    };

    /// <summary>3 when something was found, 1 when something could not be asked, 0 when everything is fine.</summary>
    public static int ExitCode(IEnumerable<CheckResult> results) => results.Select(r => r.Level).DefaultIfEmpty(Level.Ok).Min() switch
    {
        Level.Critical or Level.Warning => ExitCodes.Found,
        Level.Skipped => ExitCodes.Failed,
        _ => ExitCodes.Done,
    };

    private static string More(CheckResult result, Target target) => target.Command(result.Check.Name);
}
