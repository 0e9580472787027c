using Spectre.Console;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Cli.Preview;

/// <summary>The plan as a tree of components and resources, each with the values that matter for its type.</summary>
internal static class PlanTree
{
    public static Tree Of(Plan plan)
    {
        var children = plan.Resources.ToLookup(r => r.Parent);
        var tree = new Tree(Markup.FromInterpolated($"[bold]{plan.Project}-{plan.Stack}[/]"));
        Add(tree, null);
        return tree;

        void Add(IHasTreeNodes parent, string? urn)
        {
            foreach (var resource in children[urn].OrderBy(r => r.IsComponent).ThenBy(r => r.Type, StringComparer.Ordinal).ThenBy(r => r.Name, StringComparer.Ordinal))
            {
                var node = parent.AddNode(Line(resource));
                foreach (var detail in KeyValues.Details(resource))
                {
                    node.AddNode(Markup.FromInterpolated($"[dim]{detail}[/]"));
                }

                Add(node, resource.Urn);
            }
        }
    }

    private static Markup Line(PlannedResource resource)
    {
        var values = string.Join("  ", KeyValues.Of(resource));
        var options = string.Join("  ", Options(resource));
        return Markup.FromInterpolated($"{TypeName.Short(resource.Type)} [bold]{resource.Name}[/]{(values.Length > 0 ? "  " : "")}[dim]{values}[/]{(options.Length > 0 ? "  " : "")}[green]{options}[/]");
    }

    private static IEnumerable<string> Options(PlannedResource resource)
    {
        // A component's options are told where they take effect: on its resources.
        if (resource.IsComponent)
        {
            yield break;
        }

        if (resource.Options.Protect == true)
        {
            yield return "protected";
        }

        if (resource.Options.RetainOnDelete == true)
        {
            yield return "retained on delete";
        }

        if (!resource.Options.IgnoreChanges.IsEmpty)
        {
            yield return $"ignores changes of {string.Join(", ", resource.Options.IgnoreChanges)}";
        }
    }
}
