using Spectre.Console;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Operations.Runbooks;

namespace TechCorp.PgInfra.Cli.Ops;

/// <summary>A runbook's plan for a person: what was found, what it costs, the commands, what comes afterwards.</summary>
internal static class RunbookText
{
    public static void Write(RunbookPlan plan, IAnsiConsole console, TextWriter output, bool execute)
    {
        console.Line((plan.Title, new Style(decoration: Decoration.Bold)), ($"  stack {plan.Stack}, {plan.Region}", Style.Plain));
        output.WriteLine();
        var width = plan.Checks.Select(c => c.Subject.Length).DefaultIfEmpty(0).Max();
        foreach (var check in plan.Checks)
        {
            var (word, colour) = check.State switch
            {
                CheckState.Ok => ("ok     ", Color.Green),
                CheckState.Warning => ("warning", Color.Yellow),
                _ => ("FAILED ", Color.Red),
            };
            console.Unbroken((word, new Style(colour)), ($" {check.Subject.PadRight(width)}  {check.Found}", Style.Plain));
        }

        output.WriteLine();
        width = plan.Costs.Max(c => c.Of.Length);
        foreach (var cost in plan.Costs) console.Unbroken(($"{cost.Of.PadRight(width)}  ", new Style(decoration: Decoration.Dim)), (cost.Amount, Style.Plain));
        for (var i = 0; i < plan.Steps.Length; i++)
            WriteStep($"{i + 1}. ", plan.Steps[i], console, output);
        if (!execute) WriteLines(plan, console, output);
        output.WriteLine();
        if (plan.MayExecute && !execute) output.WriteLine(plan.IsDone ? "nothing left to do" : "nothing was changed; --execute does it");
    }

    /// <summary>After the hours of an execution: what is left to a person, once more, and what comes then.</summary>
    public static void WriteAfterwards(RunbookPlan plan, IAnsiConsole console, TextWriter output)
    {
        foreach (var step in plan.Steps.Where(s => s.IsManual)) WriteStep("", step, console, output);
        WriteLines(plan, console, output);
    }

    private static void WriteStep(string number, RunbookStep step, IAnsiConsole console, TextWriter output)
    {
        output.WriteLine();
        console.Unbroken(($"# {number}{step.Title}{(step.IsDone ? " (done before)" : step.IsManual ? " (yours to do)" : "")}", new Style(Color.Aqua)));
        // Never through the console: it would wrap a command that is to be pasted.
        output.WriteLine(step.Text);
    }

    private static void WriteLines(RunbookPlan plan, IAnsiConsole console, TextWriter output)
    {
        if (plan.Afterwards.IsEmpty) return;
        output.WriteLine();
        console.Line(("afterwards", new Style(decoration: Decoration.Bold)));
        foreach (var line in plan.Afterwards) output.WriteLine($"  {line}");
    }
}
