using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Planning.Projects;

namespace TechCorp.PgInfra.Planning;

/// <summary>Plans of the estate: the entry of every verb that reads what is declared.</summary>
public static class EstatePlan
{
    /// <summary>Captures a stack of the project in this folder.</summary>
    /// <param name="root">Folder that holds Pulumi.yaml.</param>
    /// <param name="stack">Stack name.</param>
    /// <param name="file">Configuration file to read instead of the stack's own, or null.</param>
    /// <exception cref="ProjectException">The project or a stack file cannot be read.</exception>
    /// <exception cref="ConfigurationException">The configuration has problems; all of them.</exception>
    /// <exception cref="PlanException">The declaration cannot become a plan; all reasons.</exception>
    /// <exception cref="ProgramException">The program failed.</exception>
    public static Task<Plan> CaptureAsync(string root, string stack, string? file = null)
    {
        var project = PulumiProject.Load(root);
        return CaptureAsync(project, project.LoadStack(stack, file));
    }

    /// <summary>Captures a stack with this configuration, for example one changed by <see cref="StackConfiguration.With"/>.</summary>
    /// <inheritdoc cref="CaptureAsync(string, string, string?)"/>
    public static Task<Plan> CaptureAsync(PulumiProject project, StackConfiguration configuration) =>
        Capture(project).RunAsync(configuration);

    /// <summary>For several stacks of one project, each captured once however often another refers to it.</summary>
    public static PlanCapture Capture(PulumiProject project) => new(project, (_, options) => new EstateStack(options), Review);

    /// <summary>Captures given settings and a given catalogue, beside the configured project; for benchmarks and what-if questions.</summary>
    public static Task<Plan> CaptureAsync(PulumiProject project, EstateSettings settings, ServiceCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var configuration = project.LoadStack(settings.Stack);
        return new PlanCapture(project, (_, options) => new EstateStack(settings, catalog, options)).RunAsync(configuration);
    }

    /// <summary>The settings a configuration stands for, or everything that is wrong with it; nothing is captured.</summary>
    public static SettingsResult ReadSettings(StackConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var scope = configuration.Project + ":";
        return EstateSettings.Read(
            configuration.Stack,
            key => configuration.Get(key == EstateSettings.RegionKey ? key : scope + key),
            keys: configuration.Values.Keys.Where(k => k.StartsWith(scope, StringComparison.Ordinal)).Select(k => k[scope.Length..]));
    }

    private static ConfigurationReview Review(StackConfiguration configuration)
    {
        var result = ReadSettings(configuration);
        return new ConfigurationReview(result.Problems, result.IsValid ? Warnings(result.Settings) : []);
    }

    private static ImmutableArray<PlanWarning> Warnings(EstateSettings settings) =>
    [
        .. settings.Risks().Select(r => new PlanWarning("risk", settings.Stack, r)),
        .. settings.ExampleValues().Select(key => new PlanWarning("example-value", key, "still the committed example; write the real one before an update.")),
    ];
}
