using System.Collections.Immutable;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Review.Effects;

/// <summary>What an edit will do, and in which order to do it.</summary>
/// <param name="Stack">The stack.</param>
/// <param name="Effects">The worst first.</param>
/// <param name="Operations">In order; empty when nothing changes, or when the change must not be made.</param>
public sealed record EffectsReport(string Stack, ImmutableArray<Effect> Effects, ImmutableArray<Operation> Operations)
{
    /// <summary>Protected resources that would be replaced or deleted.</summary>
    public ImmutableArray<Effect> Forbidden => [.. Effects.Where(e => e.IsForbidden)];

    /// <summary>The report between two states of one stack.</summary>
    public static EffectsReport Between(JudgedEstate from, JudgedEstate to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var effects = PlanEffects.Between(from.Plan, to.Plan);
        return new(to.Plan.Stack, effects, effects.Any(e => e.IsForbidden) ? [] : Review.Effects.Operations.Of(from, to, effects));
    }
}
