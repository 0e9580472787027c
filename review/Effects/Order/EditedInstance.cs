using System.Collections.Immutable;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Review.Effects;

/// <summary>One instance over an edit.</summary>
/// <param name="Name">Logical name.</param>
/// <param name="Before">As it is; null when it is new.</param>
/// <param name="After">As it will be; null when it goes.</param>
/// <param name="IsReplaced">A new one takes its place.</param>
/// <param name="Moves">It is given another parameter group.</param>
/// <param name="Waits">Values of its parameter group, or that group, count after a restart.</param>
/// <param name="Restarts">Inputs whose change restarts it during the update.</param>
/// <param name="InWindow">Inputs whose change restarts it in its maintenance window.</param>
internal sealed record EditedInstance(
    string Name, JudgedInstance? Before, JudgedInstance? After, bool IsReplaced, bool Moves, bool Waits,
    ImmutableArray<string> Restarts, ImmutableArray<string> InWindow)
{
    public JudgedInstance Judged => After ?? Before!;

    /// <summary>The same instance before and after.</summary>
    public bool Stays => Before is not null && After is not null && !IsReplaced;

    /// <summary>It is deleted, for good or to be made anew.</summary>
    public bool Goes => Before is not null && !Stays;

    /// <summary>The update itself restarts, makes or deletes it.</summary>
    public bool IsOfUpdate => !Stays || !Restarts.IsEmpty;

    /// <summary>Somebody has to reboot it.</summary>
    public bool IsByHand => Stays && Waits && Restarts.IsEmpty && InWindow.IsEmpty;

    /// <summary>It is gone before the update, since its source goes in the middle of it or is gone by then.</summary>
    public bool GoesFirst(IReadOnlyDictionary<string, EditedInstance> all) =>
        Goes && Before!.SourceInstance is { } source && all.GetValueOrDefault(source.Name) is { } its && (its.IsReplaced || its.GoesFirst(all));

    /// <summary>Every instance of either side.</summary>
    public static ImmutableSortedDictionary<string, EditedInstance> Of(JudgedEstate from, JudgedEstate to, ImmutableArray<Effect> effects)
    {
        var (before, after) = (from.Instances.ToDictionary(i => i.Name), to.Instances.ToDictionary(i => i.Name));
        var ofInstances = effects.Where(e => e.Type == AwsTypes.Instance).ToLookup(e => e.Resource);
        var groups = effects.Where(e => e is { Type: AwsTypes.ParameterGroup, Time: EffectTime.NextReboot }).Select(e => e.Resource).ToHashSet();
        return before.Keys.Union(after.Keys).ToImmutableSortedDictionary(name => name, name =>
        {
            var own = ofInstances[name].ToList();
            var moves = own.Exists(e => e.Time == EffectTime.NextReboot);
            return new EditedInstance(
                name, before.GetValueOrDefault(name), after.GetValueOrDefault(name), own.Exists(e => e.Kind == EffectKind.Replace), moves,
                moves || (after.GetValueOrDefault(name)?.ParameterGroup is { } group && groups.Contains(group.Name)),
                [.. own.Where(e => e is { Kind: EffectKind.Restart, Time: EffectTime.AtOnce }).Select(e => e.Property)],
                [.. own.Where(e => e.Time == EffectTime.MaintenanceWindow).Select(e => e.Property)]);
        }, StringComparer.Ordinal);
    }
}
