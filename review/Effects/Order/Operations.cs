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

    // What is there once the first departures are gone.
    private Plan Standing => _from.Plan with { Resources = [.. _from.Plan.Resources.Where(r => r.Type != AwsTypes.Instance || !_all[r.Name].GoesFirst(_all))] };

    private void Tell()
    {
        if (PromotionSteps.Among(_effects) is { } promotion)
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
        var atOnce = _all.Values.Any(i => !i.InWindow.IsEmpty && i.Waits && (order.Binds(i) || (i.Judged.IsWriter && lowered.Count > 0 && !Copies.IsEmpty)));
        if (atOnce)
        {
            _all = _all.ToImmutableSortedDictionary(p => p.Key, p => p.Value with { Restarts = p.Value.Restarts.AddRange(p.Value.InWindow), InWindow = [] }, StringComparer.Ordinal);
            order = new RestartOrder(_all);
        }

        if (order.Sorted() is not { } sorted || (raised.Count > 0 && lowered.Count > 0 && !Copies.IsEmpty))
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
        Others(raised, (has, value) => has < value, "before its source has more, or it stops replaying and does not start again");

        _steps.AddRange(Departures.Of(_from, _to, _all));
        var why = raised.Count > 0 || order.RaisedParameters.Count > 0 ? RaisedWhy : lowered.Count > 0 || order.LoweredParameters.Count > 0 ? LoweredWhy
            : "replicas first, so that a value that does not start is found there";
        Restarts([.. sorted.Where(n => n.IsByHand || n.IsOfUpdate)], order, why);
        Others(lowered, (has, value) => has > value, "after its source has less");

        Windows();
    }

    // What the update does by itself it does in an order of its own: what must come before goes alone, what may come after waits.
    private void Restarts(ImmutableArray<EditedInstance> sorted, RestartOrder order, string why)
    {
        var last = sorted.LastOrDefault(n => n.Stays && n.IsOfUpdate);
        // One that goes takes those along that name it, and what these name instead: so all go together, or none.
        var leaving = sorted.Any(n => n.Goes && !n.GoesFirst(_all) && order.LeadsToUpdate(n)) ? sorted.Where(n => n.Goes && !n.GoesFirst(_all) && !order.Follows(n)).ToList() : [];
        var early = sorted.Where(n => n.Stays && (order.LeadsToUpdate(n) || (n.IsOfUpdate && n != last))).ToList();
        if ((leaving.Count > 0 || early.Exists(n => n.Waits)) && Groups() is { Length: > 0 } groups)
        {
            Add($"Update the parameter groups of stack {Stack} alone", "each restart from here on brings their values to one instance, in the order of these steps",
                Commands.UpdateOnly(Standing, _to.Plan, groups));
        }

        if (leaving.Count > 0)
        {
            var (gone, anew) = (leaving.Where(n => n.After is null).Select(n => n.Name), leaving.Where(n => n.After is not null).Select(n => n.Name));
            Add(string.Join(" and ", ((string[])[Phrase("remove ", gone, ""), Phrase("make ", anew, " anew")]).Where(p => p.Length > 0)) is var what ? char.ToUpperInvariant(what[0]) + what[1..] : "",
                "with what names them: they have less than their source is about to get",
                Commands.UpdateWithDependents(Standing, _to.Plan, [.. leaving.Select(n => n.Judged.Resource)]));
        }

        foreach (var node in early)
        {
            Early(node, order.Binds(node) ? why : null);
        }

        var rest = sorted.Where(n => !early.Contains(n) && !leaving.Contains(n)).ToList();
        var restarting = rest.Where(n => n.Stays && n.IsOfUpdate).ToList();
        Update(string.Join("; ", (string[])
        [
            early.Count + leaving.Count > 0 ? "all that is left of the edit" : "parameter groups, keys and network come before the instances by themselves",
            .. restarting.Select(n => $"it restarts {n.Name} for {string.Join(" and ", n.Restarts)}"),
        ]));
        foreach (var node in restarting.Where(n => n.Waits))
        {
            Add($"Reboot {node.Name} if it still waits", "its restart brings the waiting parameters unless it was a failover: this asks RDS", Commands.RebootIfWaiting(node.After!));
        }

        foreach (var node in rest.Where(n => n.IsByHand))
        {
            Add($"Reboot {node.Name}", why, Commands.Reboot(node.After!));
        }
    }

    private void Early(EditedInstance node, string? why)
    {
        if (node.IsByHand && !node.Moves)
        {
            Add($"Reboot {node.Name}", why ?? "replicas first, so that a value that does not start is found there", Commands.Reboot(node.After!));
        }
        else
        {
            Add($"Update {node.Name} alone{(node.Waits ? ", and reboot it if it still waits" : "")}", why ?? "one instance after the other, the writer last, so that somebody always answers",
                [Commands.UpdateOnly(Standing, _to.Plan, [node.After!.Resource]), .. node.Waits ? Commands.RebootIfWaiting(node.After) : []]);
        }
    }

    private static string Phrase(string verb, IEnumerable<string> names, string rest) => string.Join(", ", names) is { Length: > 0 } all ? $"{verb}{all}{rest}" : "";

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

    private ImmutableArray<PlannedResource> Groups() =>
    [
        .. _effects.Where(e => e is { Type: AwsTypes.ParameterGroup, Kind: not (EffectKind.Delete or EffectKind.Replace) }).Select(e => e.Resource).Distinct()
            .Select(name => _to.Plan.Find(AwsTypes.ParameterGroup, name)!).OrderBy(g => g.Name, StringComparer.Ordinal),
    ];

    private List<(string Parameter, long Value)> OfWriter(bool higher)
    {
        var (before, after) = (_from.Writer, _to.Writer);
        return [.. StandbyOrder.Parameters.Select(p => (Parameter: p, Was: before?.WholeParameter(p), Is: after?.WholeParameter(p)))
            .Where(p => higher ? p.Is > p.Was : p.Is < p.Was).Select(p => (p.Parameter, p.Is!.Value))];
    }

    private ImmutableArray<JudgedInstance> Copies => [.. _to.Copies.SelectMany(c => c.Instances).Where(i => i.IsCrossRegionCopy)];

    // The copies of this stack's writer are in stacks of their own: one reboot for all that differs.
    private void Others(List<(string Parameter, long Value)> changes, Func<long?, long, bool> differs, string why)
    {
        foreach (var copy in Copies)
        {
            var stack = copy.Estate.Plan.Stack;
            if (changes.Where(c => differs(copy.WholeParameter(c.Parameter), c.Value)).ToList() is { Count: > 0 } own)
            {
                Add($"Set {string.Join(" and ", own.Select(c => $"{c.Parameter} to {PromotionSteps.Person(c.Parameter, c.Value)}"))} in stack {stack} and reboot {copy.Name}", why,
                    [.. own.Select(c => PromotionSteps.SetParameter(stack, c.Parameter, c.Value)), Commands.Update(stack), .. Commands.Reboot(copy)]);
            }
        }
    }

    private void Update(string why) => Add($"Update stack {Stack}", why, Commands.Update(Stack));

    private void Add(string what, string why, params ImmutableArray<string> commands) => _steps.Add(new(what, why, commands));
}
