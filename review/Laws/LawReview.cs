using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Projects;

namespace TechCorp.PgInfra.Review.Laws;

/// <summary>Captures the plans of a stack and of the stacks it is one estate with, and asks the laws.</summary>
public static class LawReview
{
    /// <summary>The report of a stack of the project in this folder.</summary>
    /// <param name="root">Folder that holds Pulumi.yaml.</param>
    /// <param name="stack">Stack name.</param>
    /// <param name="file">Configuration file to read instead of the stack's own, or null.</param>
    /// <exception cref="ConfigurationException">The configuration has problems, an exception for an unknown law included.</exception>
    /// <inheritdoc cref="EstatePlan.CaptureAsync(string, string, string)"/>
    public static async Task<LawReport> RunAsync(string root, string stack, string? file = null)
    {
        var project = PulumiProject.Load(root);
        return LawReport.Of(await EstateAsync(project, project.LoadStack(stack, file)));
    }

    /// <inheritdoc cref="EstateAsync(PulumiProject, PlanCapture, StackConfiguration)"/>
    public static Task<JudgedEstate> EstateAsync(PulumiProject project, StackConfiguration configuration) =>
        EstateAsync(project, EstatePlan.Capture(project), configuration);

    /// <summary>The stack with this configuration, its source and its copies as their files say.</summary>
    public static async Task<JudgedEstate> EstateAsync(PulumiProject project, PlanCapture capture, StackConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(capture);
        ArgumentNullException.ThrowIfNull(configuration);
        var own = await JudgedAsync(capture, configuration);
        if (own.Settings.DisasterRecovery is { } recovery && StackOf(project, recovery) is { } source)
        {
            return own with { Source = await JudgedAsync(capture, project.LoadStack(source)) };
        }

        var copies = ImmutableArray.CreateBuilder<JudgedEstate>();
        foreach (var other in project.Stacks.Where(s => s != configuration.Stack).Select(s => project.LoadStack(s)))
        {
            // A file with a problem of its own is that stack's matter, and its own report names it.
            if (EstatePlan.ReadSettings(other).Settings is { DisasterRecovery: { } reference } && StackOf(project, reference) == configuration.Stack)
            {
                copies.Add(await JudgedAsync(capture, other));
            }
        }

        return own with { Copies = copies.ToImmutable() };
    }

    private static async Task<JudgedEstate> JudgedAsync(PlanCapture capture, StackConfiguration configuration)
    {
        var plan = await capture.RunAsync(configuration);
        var settings = EstatePlan.ReadSettings(configuration).Settings!;
        var unknown = settings.Exceptions.Index().Where(e => LawBook.All.All(l => l.Id != e.Item.Law)).ToList();
        return unknown.Count == 0
            ? new(plan, settings, ServiceCatalog.TechCorp)
            : throw new ConfigurationException(configuration.Stack, [.. unknown.Select(e => Unknown(e.Index, e.Item))]);
    }

    private static ConfigurationProblem Unknown(int index, LawExemption exception) => new(
        $"exceptions[{index}].law", exception.Law,
        $"the name of a law{Nearest.Hint(exception.Law, LawBook.All.Select(l => l.Id))}",
        "there is no such law, so it would excuse nothing; './pg laws --coverage' lists them");

    // organization/project/stack: only a stack of this project has a file here.
    private static string? StackOf(PulumiProject project, DisasterRecoverySettings recovery) =>
        recovery.SourceStack.Split('/') is [_, var name, var stack] && name == project.Name && project.Stacks.Contains(stack) ? stack : null;
}
