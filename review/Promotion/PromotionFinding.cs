using System.Collections.Immutable;

namespace TechCorp.PgInfra.Review.Promotion;

/// <summary>A difference between two stacks that nothing excuses.</summary>
/// <param name="Difference">Where, and both values.</param>
/// <param name="ToName">The resource's name in the stack it is promoted to.</param>
/// <param name="Keys">Configuration keys that drive it and may not differ; none when configuration does not drive it.</param>
/// <param name="Cause">What makes them differ.</param>
/// <param name="WayOut">What to do.</param>
public sealed record PromotionFinding(PlanDifference Difference, string ToName, ImmutableArray<string> Keys, string Cause, string WayOut);

/// <summary>A configuration key that differs as it may, and what follows from it.</summary>
/// <param name="Difference">Key, both values, and why it may.</param>
/// <param name="Values">How many values of the plans it takes part in making different.</param>
public sealed record AllowedDifference(ConfigurationDifference Difference, int Values);

/// <summary>Two stacks side by side.</summary>
/// <param name="From">Stack it is promoted from.</param>
/// <param name="To">Stack it is promoted to.</param>
/// <param name="Allowed">What differs as configuration says it may.</param>
/// <param name="Findings">What else differs.</param>
/// <param name="Compared">Values that were held against each other.</param>
public sealed record PromotionComparison(
    string From, string To, ImmutableArray<AllowedDifference> Allowed, ImmutableArray<PromotionFinding> Findings, int Compared)
{
    /// <summary>True when everything that differs may.</summary>
    public bool IsClean => Findings.IsEmpty;
}
