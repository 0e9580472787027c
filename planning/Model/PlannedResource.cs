using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace TechCorp.PgInfra.Planning;

/// <summary>One declared resource with what the program passed to it.</summary>
/// <param name="Urn">Its URN as the engine would name it: every ancestor's type, unlike the mocks', which keep the outermost only.</param>
/// <param name="Type">Type token, for example <c>aws:rds/instance:Instance</c>.</param>
/// <param name="Name">Logical name; unique together with <paramref name="Type"/>.</param>
/// <param name="Parent">URN of the parent, or null for a child of the stack itself.</param>
/// <param name="Provider">URN of the explicit provider, or null for the default one.</param>
/// <param name="Region">AWS region it is declared in; null for resources of other packages and components.</param>
/// <param name="Inputs">
/// By the provider's wire names. A string that another resource computes stands as a reference, <c>${type::name.output}</c>
/// (see <see cref="PlanReference"/>). A secret stands as <c>[secret]</c>, or <c>[secret: ${…}]</c> with the references it is made of.
/// </param>
/// <param name="SecretInputs">Paths in <paramref name="Inputs"/> whose values are secret, for example <c>password</c> or <c>parameters[0].value</c>.</param>
/// <param name="Options">The resource options in force, inherited ones included.</param>
public sealed record PlannedResource(
    string Urn,
    string Type,
    string Name,
    string? Parent,
    string? Provider,
    string? Region,
    JsonObject Inputs,
    ImmutableArray<string> SecretInputs,
    PlannedOptions Options)
{
    /// <summary>True for a component: it groups resources and exists in no provider.</summary>
    public bool IsComponent { get; init; }
}
