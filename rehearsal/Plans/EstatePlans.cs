using System.Text.Json;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Plans;

/// <summary>The plans that are brought up as one estate.</summary>
/// <param name="Estate">The stack that declares the writer.</param>
/// <param name="DisasterRecovery">The stack that copies it into another region; null when none does.</param>
public sealed record EstatePlans(Plan Estate, Plan? DisasterRecovery)
{
    /// <summary>Captures a stack and the one whose <c>disasterRecovery.sourceStack</c> names it.</summary>
    /// <param name="root">Folder that holds Pulumi.yaml.</param>
    /// <param name="stack">Stack with the writer.</param>
    /// <param name="file">Configuration file to read instead of the stack's own, or null.</param>
    /// <exception cref="ProjectException">The project or a stack file cannot be read.</exception>
    /// <exception cref="ConfigurationException">The configuration has problems.</exception>
    /// <exception cref="TopologyException">The stack is itself a copy, or two stacks copy it.</exception>
    public static Task<EstatePlans> CaptureAsync(string root, string stack, string? file = null)
    {
        var project = PulumiProject.Load(root);
        return CaptureAsync(project, project.LoadStack(stack, file));
    }

    /// <inheritdoc cref="CaptureAsync(string, string, string?)"/>
    public static async Task<EstatePlans> CaptureAsync(PulumiProject project, StackConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(configuration);
        if (SourceOf(configuration) is { } source)
            throw new TopologyException([$"stack {configuration.Stack} copies {source}; an estate is rehearsed by the stack that has the writer: ./pg rehearse --stack {StackOf(source)}"]);

        var copies = project.Stacks.Where(s => s != configuration.Stack).Select(s => project.LoadStack(s))
            .Where(c => SourceOf(c) is { } copied && StackOf(copied) == configuration.Stack).ToList();
        if (copies.Count > 1)
            throw new TopologyException([$"{string.Join(" and ", copies.Select(c => c.Stack))} both copy {configuration.Stack}; one copy is rehearsed. Keep one disasterRecovery.sourceStack that names it"]);

        // One after the other: a capture sets the environment that the engine would.
        var estate = await EstatePlan.CaptureAsync(project, configuration);
        return new(estate, copies.Count == 0 ? null : await EstatePlan.CaptureAsync(project, copies[0]));
    }

    /// <summary>
    /// The major a stack declares, known before it is captured; that of S1 when it declares none, or nothing that is a version, which the
    /// capture refuses.
    /// </summary>
    public static int MajorOf(StackConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration.Get($"{configuration.Project}:engineVersion") is { } version && EngineVersions.MajorOf(version) is { } major ? major : Database.MajorVersion;
    }

    /// <summary>The servers they declare.</summary>
    public EstateTopology Topology => EstateTopology.From(Estate, DisasterRecovery);

    private static string? SourceOf(StackConfiguration configuration)
    {
        if (configuration.Get($"{configuration.Project}:disasterRecovery") is not { } text || !text.StartsWith('{')) return null;
        using var section = JsonDocument.Parse(text);
        return section.RootElement.TryGetProperty("sourceStack", out var source) && source.ValueKind == JsonValueKind.String ? source.GetString() : null;
    }

    // organization/project/stack
    private static string StackOf(string qualified) => qualified[(qualified.LastIndexOf('/') + 1)..];
}
