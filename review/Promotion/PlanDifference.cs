namespace TechCorp.PgInfra.Review.Promotion;

/// <summary>Where two plans differ.</summary>
/// <param name="Type">Type token of the resource, or <see cref="Output"/>.</param>
/// <param name="Name">Logical name, as the stack it is promoted from has it.</param>
/// <param name="Property">Path of the value; <see cref="Existence"/> when only one plan has the resource.</param>
/// <param name="From">The one value, or null when there is none.</param>
/// <param name="To">The other, or null.</param>
public sealed record PlanDifference(string Type, string Name, string Property, string? From, string? To)
{
    /// <summary>Stands as the type of a stack output.</summary>
    public const string Output = "output";

    /// <summary>Stands as the property of a resource that is declared in one plan only.</summary>
    public const string Existence = "(declared)";
}
