using System.Collections.Immutable;

namespace TechCorp.PgInfra.Review.Conformance;

/// <summary>What the provider says about one value or resource of a plan.</summary>
/// <param name="Urn">URN of the resource, or null when the provider names none.</param>
/// <param name="Type">Its type token.</param>
/// <param name="Name">Its logical name.</param>
/// <param name="Property">Input path by wire names; empty when it is about the resource itself.</param>
/// <param name="Message">The provider's own sentences, with its own names.</param>
public sealed record ConformanceFinding(string? Urn, string? Type, string? Name, string Property, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{(Name is null ? "the stack" : $"{Type} '{Name}'")}{(Property.Length == 0 ? "" : $", {Property}")}: {Message}";
}

/// <summary>How long a step took.</summary>
/// <param name="Name">translate, init, validate or plan.</param>
/// <param name="Duration">Wall-clock time.</param>
public sealed record ConformancePhase(string Name, TimeSpan Duration);

/// <summary>The real provider's word on a plan.</summary>
/// <param name="Stack">Stack name.</param>
/// <param name="Terraform">Version of Terraform.</param>
/// <param name="Provider">Version of hashicorp/aws.</param>
/// <param name="Resources">How many resources were handed over.</param>
/// <param name="Planned">How many the provider planned to create; null when it was not asked, for example because validation found something.</param>
/// <param name="Findings">What the provider refuses.</param>
/// <param name="Warnings">What the provider accepts and advises against.</param>
/// <param name="Notes">What could not be judged.</param>
/// <param name="Phases">In the order they ran.</param>
public sealed record ConformanceReport(
    string Stack,
    string Terraform,
    string Provider,
    int Resources,
    int? Planned,
    ImmutableArray<ConformanceFinding> Findings,
    ImmutableArray<ConformanceFinding> Warnings,
    ImmutableArray<string> Notes,
    ImmutableArray<ConformancePhase> Phases)
{
    /// <summary>True when the provider refuses nothing and, where it was asked for a plan, planned everything.</summary>
    public bool IsClean => Findings.IsEmpty && (Planned ?? Resources) == Resources;
}
