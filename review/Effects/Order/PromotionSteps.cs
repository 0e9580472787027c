using System.Collections.Immutable;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Parameters;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Review.Effects;

/// <summary>
/// The steps of the promotion of a copy in another region; <see cref="RegionalPromotion"/> has those of a replica beside its writer. RDS reboots it on the way (RDS user guide, "Promoting a read replica"), so one update brings
/// what else of the edit waits for a reboot; but not less of what a standby needs as much of as its source: it starts as a standby once
/// more, and with less it does not start at all.
/// </summary>
internal static class PromotionSteps
{
    /// <summary>The promotion among these effects, or null.</summary>
    public static Effect? Among(ImmutableArray<Effect> effects) =>
        effects.FirstOrDefault(e => (e.Type, e.Property, e.Kind) == (AwsTypes.Instance, "replicateSourceDb", EffectKind.Restart));

    public static IEnumerable<Operation> Of(JudgedEstate to, EditedInstance copy, ImmutableArray<Effect> effects)
    {
        var (promoted, stack) = (copy.After!, to.Plan.Stack);
        var lowered = StandbyOrder.Parameters.Where(p => promoted.WholeParameter(p) < copy.Before!.WholeParameter(p)).ToList();
        if (lowered.Count > 0)
        {
            yield return new($"Leave {string.Join(" and ", lowered)} as before in this edit", "the copy restarts once more as a standby, and with less than its source it does not start",
                [.. lowered.Select(p => Set(stack, p, copy.Before!))]);
        }

        yield return new("Make sure that nobody writes to the source any more", "what is written after the promotion exists in one region only, and can not be merged", []);
        yield return new($"Look at the lag of {copy.Name}", "it is what will be lost",
        [
            Commands.Lag(promoted),
        ]);
        yield return new($"Promote: update stack {stack}", "in place, with a restart of minutes", [Commands.Update(stack)]);
        if (copy.Waits && effects.Any(e => e.Time == EffectTime.NextReboot && !lowered.Contains(e.Property)))
        {
            yield return new($"Reboot {copy.Name} if it still waits", "the promotion restarts it, which brings the waiting parameters: this asks RDS", Commands.RebootIfWaiting(promoted));
        }

        yield return new("Bring roles and grants to the catalogue", "the copy brings the source's; a new pooler needs its own lookup login", [PostDeployCommand.Of("apply", stack)]);
        yield return new("Point the services at the new addresses", "secrets of this region already hold them", []);
        if (lowered.Count > 0)
        {
            yield return new($"Lower {string.Join(" and ", lowered)}, and reboot {copy.Name}", "it follows nobody any more; './pg effects' of that edit has the order when it has replicas by then",
                [.. lowered.Select(p => Set(stack, p, promoted)), Commands.Update(stack), .. Commands.Reboot(promoted)]);
        }
    }

    private static string Set(string stack, string parameter, JudgedInstance instance) =>
        Commands.SetParameter(stack, parameter, instance.WholeParameter(parameter)!.Value);
}
