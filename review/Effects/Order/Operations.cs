using System.Collections.Immutable;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Parameters;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Review.Effects;

/// <summary>
/// The steps of a change in the order that keeps every replica replaying and every zone but one serving. The engine orders resources of
/// one update; it knows neither reboots nor the other region.
/// </summary>
internal sealed class Operations
{
    private const string RaisedWhy = "a standby with less than its source stops replaying: raise the replicas first";
    private const string LoweredWhy = "a standby with less than its source does not start: lower the source first";

    private readonly JudgedEstate _from;
    private readonly JudgedEstate _to;
    private readonly ImmutableArray<Effect> _effects;
    private readonly List<Operation> _steps = [];
    private ImmutableSortedDictionary<string, EditedInstance> _all;

    private Operations(JudgedEstate from, JudgedEstate to, ImmutableArray<Effect> effects) =>
        (_from, _to, _effects, _all) = (from, to, effects, EditedInstance.Of(from, to, effects));

    public static ImmutableArray<Operation> Of(JudgedEstate from, JudgedEstate to, ImmutableArray<Effect> effects)
    {
        if (effects.IsEmpty)
        {
            return [];
        }

        var operations = new Operations(from, to, effects);
        operations.Tell();
        return [.. operations._steps];
    }

    private string Stack => _to.Plan.Stack;

    private void Tell()
    {
        if (RegionalPromotion.Among(_all.Values) is { IsEmpty: false } replicas)
        {
            _steps.AddRange(RegionalPromotion.Of(_from, _to, [.. _all.Values], replicas));
        }
        else if (PromotionSteps.Among(_effects) is { } promotion)
        {
            _steps.AddRange(PromotionSteps.Of(_to, _all[promotion.Resource], _effects));
        }
        else if (MajorUpgrade.Among(_effects) is { } major)
        {
            Upgrade(major);
        }
        else
        {
            Change();
        }
    }

    private void Upgrade(Effect major)
    {
        var changed = StandbyOrder.Parameters.Where(p => _all.Values.Any(i => i.Stays && i.Before!.WholeParameter(p) is { } was && i.After!.WholeParameter(p) is { } now && was != now)).ToList();
        if (changed.Count > 0)
        {
            Add($"Make two edits of this one: first {string.Join(" and ", changed)}, then engineVersion {major.To}",
                "the upgrade gives the writer its new values before any replica, and in no order of ours");
            return;
        }

        _steps.AddRange(MajorUpgrade.Before(_to, major));
        _steps.AddRange(Departures.Of(_from, _to, _all));
        Update("parameter groups, keys and network come before the instances by themselves");
        _steps.AddRange(MajorUpgrade.After(_to, major, _all));
    }

    private void Change()
    {
        var (raised, lowered) = (OfWriter(higher: true), OfWriter(higher: false));
        var order = new RestartOrder(_all);
        var atOnce = _all.Values.Any(i => !i.InWindow.IsEmpty && i.Waits && (order.Binds(i) || (i.Judged.IsWriter && lowered.Count > 0 && !Copies.Of(_to).IsEmpty)));
        if (atOnce)
        {
            _all = _all.ToImmutableSortedDictionary(p => p.Key, p => p.Value with { Restarts = p.Value.Restarts.AddRange(p.Value.InWindow), InWindow = [] }, StringComparer.Ordinal);
            order = new RestartOrder(_all);
        }

        if (order.Sorted() is not { } sorted || (raised.Count > 0 && lowered.Count > 0 && !Copies.Of(_to).IsEmpty))
        {
            var (up, down) = (order.RaisedParameters.Union(raised.Select(r => r.Parameter)).Order(), order.LoweredParameters.Union(lowered.Select(l => l.Parameter)).Order());
            Add($"Make two edits of this one: first {string.Join(" and ", up)} higher, then {string.Join(" and ", down)} lower",
                "one reboot brings both, and there is no order in which every standby keeps as much as its source");
            return;
        }

        if (atOnce)
        {
            Add("Set applyImmediately: true in the same edit, and make it at an hour of your choice",
                "left for the maintenance window, RDS would restart these instances in an order of its own, with the new values waiting");
        }

        SourceElsewhere();
        var sourceGoes = _from.Writer is { } writer && _all[writer.Name].Goes;
        if (!sourceGoes)
        {
            _steps.AddRange(Copies.Set(_to, raised, (has, value) => has < value, "before its source has more, or it stops replaying and does not start again"));
        }

        _steps.AddRange(Departures.Of(_from, _to, _all));
        var why = raised.Count > 0 || order.RaisedParameters.Count > 0 ? RaisedWhy : lowered.Count > 0 || order.LoweredParameters.Count > 0 ? LoweredWhy : null;
        _steps.AddRange(new UpdateSequence(_from, _to, _effects, _all, [.. sorted.Where(n => n.IsByHand || n.IsOfUpdate)], order, why).Steps());
        _steps.AddRange(sourceGoes ? Copies.Of(_to).Select(c => Rebuilt(c, [.. raised, .. lowered])) : Copies.Set(_to, lowered, (has, value) => has > value, "after its source has less"));

        Windows();
    }

    // RDS terminates a replica in another region when its source is deleted.
    private Operation Rebuilt(JudgedInstance copy, IEnumerable<(string, long)> changes)
    {
        var major = _to.Writer is { } writer && _from.Writer is { } was && MajorUpgrade.FamilyOf(_to.Plan, writer.Resource) is { } now && now != MajorUpgrade.FamilyOf(_from.Plan, was.Resource) ? now : (int?)null;
        return Copies.Rebuild(copy, "", "its source is another instance now, and RDS has ended its replication",
            [.. major is { } version ? Copies.SetMajor(copy, version) : [], .. Copies.SetParameters(copy, changes)]);
    }

    private void Windows()
    {
        foreach (var node in _all.Values.Where(n => !n.InWindow.IsEmpty))
        {
            Add($"Wait for the maintenance window of {node.Name}, {_to.Plan.Text(node.After!.Resource, "maintenanceWindow")} UTC: {string.Join(", ", node.InWindow)}",
                "applyImmediately is false; until then every preview shows the change as still to be made");
        }

        foreach (var node in _all.Values.Where(n => n is { Stays: true, Waits: true } && !n.InWindow.IsEmpty))
        {
            Add($"Reboot {node.Name} if it still waits", "the window's restart brings the waiting parameters unless it was a failover: this asks RDS", Commands.RebootIfWaiting(node.After!));
        }
    }

    // A copy of another stack's writer is the follower, and its source is in another plan.
    private void SourceElsewhere()
    {
        if (_to is not { Source: { Writer: { } source } elsewhere, Writer: { IsCrossRegionCopy: true } copy })
        {
            return;
        }

        foreach (var (parameter, value) in OfWriter(higher: false).Where(l => l.Value < source.WholeParameter(l.Parameter)))
        {
            Add($"Lower {parameter} in stack {elsewhere.Plan.Stack} first, and reboot {source.Name}",
                $"{copy.Name} replays it, and with {value} it does not start beside {source.WholeParameter(parameter)}; './pg effects --stack {elsewhere.Plan.Stack}' of that edit has the order");
        }
    }

    private List<(string Parameter, long Value)> OfWriter(bool higher)
    {
        var (before, after) = (_from.Writer, _to.Writer);
        return [.. StandbyOrder.Parameters.Select(p => (Parameter: p, Was: before?.WholeParameter(p), Is: after?.WholeParameter(p)))
            .Where(p => higher ? p.Is > p.Was : p.Is < p.Was).Select(p => (p.Parameter, p.Is!.Value))];
    }

    private void Update(string why) => Add($"Update stack {Stack}", why, Commands.Update(Stack));

    private void Add(string what, string why, params ImmutableArray<string> commands) => _steps.Add(new(what, why, commands));
}
