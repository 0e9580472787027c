using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Review.Promotion;

namespace TechCorp.PgInfra.Cli.Promote;

/// <summary>A promotion for a person: what differs, what is missing, and what to type.</summary>
internal static class PromoteText
{
    private const int Shown = 100;

    public static void Write(PromotionAnswer answer, bool check, TextWriter output)
    {
        var comparison = answer.Comparison;
        output.WriteLine($"stack {comparison.From} -> stack {comparison.To} at {answer.Commit[..12]}, plan {PlanDigest.Abbreviate(answer.Digest)}");
        if (answer.Settings.IsWarmReplica)
        {
            output.WriteLine($"{comparison.To} copies {comparison.From}: compared as it will be on the day it is promoted");
        }

        output.WriteLine();
        var width = comparison.Allowed.Select(a => a.Difference.Key.Length).DefaultIfEmpty().Max();
        foreach (var kind in comparison.Allowed.GroupBy(a => a.Difference.Rule!.Kind).OrderBy(k => k.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"differs in {kind.Key}, as it may");
            foreach (var (key, from, to) in kind.Select(a => (a.Difference.Key, a.Difference.From, a.Difference.To)))
            {
                output.WriteLine($"  {key.PadRight(width)}  {Value(from)} -> {Value(to)}");
            }
        }

        foreach (var finding in comparison.Findings)
        {
            Write(finding, comparison, output);
        }

        output.WriteLine();
        foreach (var demand in answer.Demands)
        {
            Write(demand, output);
        }

        if (answer.Examples > 0)
        {
            output.WriteLine($"note     {answer.Examples} values are still those of the committed example, which no cloud knows; ./pg preview --stack {comparison.To} names them");
        }

        if (!answer.IsMet)
        {
            output.WriteLine();
            output.WriteLine($"{answer.Demands.Count(d => !d.IsMet)} of {answer.Demands.Length} demands are not met: not to be deployed");
        }
        else if (!check)
        {
            output.WriteLine();
            foreach (var step in PromotionCommands.Of(answer.Settings))
            {
                output.WriteLine($"# {step.Why}");
                if (step.Command is not null)
                {
                    output.WriteLine(step.Command);
                }
            }
        }
    }

    private static void Write(PromotionFinding finding, PromotionComparison comparison, TextWriter output)
    {
        var (type, name, property, from, to) = finding.Difference;
        output.WriteLine();
        output.WriteLine($"differs: {type} {finding.ToName}{(finding.ToName == name ? "" : $" ({comparison.From}: {name})")}, {property}");
        output.WriteLine($"  {comparison.From}: {Value(from)}");
        output.WriteLine($"  {comparison.To}: {Value(to)}");
        output.WriteLine($"  {finding.Cause}.");
        output.WriteLine($"  {finding.WayOut}.");
    }

    private static void Write(Demand demand, TextWriter output)
    {
        if (demand.IsMet)
        {
            output.WriteLine($"ok       {demand.Name}: {demand.Met}");
            return;
        }

        foreach (var missing in demand.Missing)
        {
            output.WriteLine($"missing  {demand.Name}: {missing}");
        }

        output.WriteLine($"         {demand.WayOut}");
    }

    private static string Value(string? value) =>
        value is null ? "(none)" : value.ReplaceLineEndings(" ") is var line && line.Length <= Shown ? line : line[..Shown] + "…";
}
