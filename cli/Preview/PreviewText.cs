using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Cli.Preview;

/// <summary>A plan for people: the tree, a count per type, the outputs and the warnings.</summary>
internal static class PreviewText
{
    public static void Write(Plan plan, IAnsiConsole console)
    {
        var declared = plan.Resources.Count(r => !r.IsComponent);
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold]{plan.Project}[/] stack [bold]{plan.Stack}[/], {Regions(plan)}, Pulumi packages: {plan.Sdk}");
        console.WriteLine("No cloud was asked and no state is known: this is what the program declares, not what an update would change.");
        console.WriteLine();
        console.Write(PlanTree.Of(plan));
        console.WriteLine();

        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold]{declared} resources[/] in {plan.Resources.Length - declared} components");
        Rows(console, plan.Resources.Where(r => !r.IsComponent)
            .GroupBy(r => r.Type).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Count().ToString(CultureInfo.InvariantCulture).PadLeft(4), TypeName.Short(g.Key))));

        if (plan.Outputs.Count > 0)
        {
            console.WriteLine();
            console.MarkupLine("[bold]Outputs[/]");
            Rows(console, plan.Outputs.SelectMany(o => Flatten(o.Key, o.Value)));
        }

        if (!plan.Warnings.IsEmpty)
        {
            console.WriteLine();
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold yellow]{plan.Warnings.Length} warning{(plan.Warnings.Length == 1 ? "" : "s")}[/]");
            foreach (var warning in plan.Warnings)
            {
                console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"  [yellow]{warning.Code}[/] {warning.Subject}: {warning.Message}");
            }
        }
    }

    private static string Regions(Plan plan)
    {
        var regions = plan.Resources.Select(r => r.Region).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        return regions.Count == 0 ? "no region" : string.Join(", ", regions);
    }

    private static IEnumerable<(string, string)> Flatten(string name, JsonNode? value) => value is JsonObject members
        ? members.SelectMany(m => Flatten($"{name}.{m.Key}", m.Value))
        : [(name, ValueText.Of(value))];

    private static void Rows(IAnsiConsole console, IEnumerable<(string Left, string Right)> rows)
    {
        var all = rows.ToList();
        var width = all.Count == 0 ? 0 : all.Max(r => r.Left.Length);
        foreach (var (left, right) in all)
        {
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"  {left.PadRight(width)}  [dim]{right}[/]");
        }
    }
}
