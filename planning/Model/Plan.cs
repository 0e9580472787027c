using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace TechCorp.PgInfra.Planning;

/// <summary>
/// Everything one stack declares, as captured by running the program on mocks. It knows no cloud and no state: it says what the
/// program asks for, not what an update would change.
/// </summary>
/// <param name="Project">Project name of Pulumi.yaml.</param>
/// <param name="Stack">Stack name: the middle part of Pulumi.&lt;stack&gt;.yaml.</param>
/// <param name="Sdk"><c>official</c> or <c>stand-in</c>: which Pulumi packages the program was built against.</param>
/// <param name="Resources">In order of URN, so that two plans of one program compare line by line.</param>
/// <param name="Outputs">Stack outputs by wire name; secret values are masked as in <see cref="PlannedResource.Inputs"/>.</param>
/// <param name="Warnings">What a reader should know before an update; never an error.</param>
public sealed record Plan(
    string Project,
    string Stack,
    string Sdk,
    ImmutableArray<PlannedResource> Resources,
    JsonObject Outputs,
    ImmutableArray<PlanWarning> Warnings)
{
    /// <summary>The resources of one type token, for example <c>aws:rds/instance:Instance</c>.</summary>
    public IEnumerable<PlannedResource> OfType(string type) => Resources.Where(r => r.Type == type);

    /// <summary>The resource of this type and logical name, or null. Type and name are unique together in a plan.</summary>
    public PlannedResource? Find(string type, string name) => Resources.FirstOrDefault(r => r.Type == type && r.Name == name);

    /// <summary>The resource a reference points at, or null when it is another stack's.</summary>
    public PlannedResource? Find(PlanReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return Find(reference.Type, reference.Name);
    }
}
