using System.Collections.Immutable;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Review.Effects;

/// <summary>
/// The update with its reboots. What one update does to several instances it does in an order of its own: what must come before the rest
/// goes alone, and what may come after it waits.
/// </summary>
internal sealed class UpdateSequence
{
    private const string AnyOrder = "replicas first, so that a value that does not start is found there";

    private readonly Plan _standing;
    private readonly Plan _to;
    private readonly ImmutableArray<PlannedResource> _groups;
    private readonly ImmutableArray<EditedInstance> _leaving;
    private readonly ImmutableArray<EditedInstance> _early;
    private readonly ImmutableArray<EditedInstance> _rest;
    private readonly RestartOrder _order;
    private readonly string? _why;

    /// <param name="from">The estate as it is.</param>
    /// <param name="to">The estate as it will be.</param>
    /// <param name="effects">What the edit does.</param>
    /// <param name="all">Every instance of either side.</param>
    /// <param name="sorted">Those that somebody or the update restarts, makes or deletes, in order.</param>
    /// <param name="order">What that order keeps.</param>
    /// <param name="why">Its reason; null when nothing binds.</param>
    public UpdateSequence(
        JudgedEstate from, JudgedEstate to, ImmutableArray<Effect> effects, ImmutableSortedDictionary<string, EditedInstance> all,
        ImmutableArray<EditedInstance> sorted, RestartOrder order, string? why)
    {
        (_order, _why, _to) = (order, why, to.Plan);
        _standing = from.Plan with { Resources = [.. from.Plan.Resources.Where(r => r.Type != AwsTypes.Instance || !all[r.Name].GoesFirst(all))] };
        _groups =
        [
            .. effects.Where(e => e is { Type: AwsTypes.ParameterGroup, Kind: not (EffectKind.Delete or EffectKind.Replace) }).Select(e => e.Resource).Distinct()
                .Select(name => to.Plan.Find(AwsTypes.ParameterGroup, name)!).OrderBy(g => g.Name, StringComparer.Ordinal),
        ];

        // One that goes takes those along that name it, and what these name instead: so all go together, or none.
        var goes = sorted.Where(n => n.Goes && !n.GoesFirst(all)).ToList();
        _leaving = goes.Exists(order.LeadsToUpdate) ? [.. goes.Where(n => !order.Follows(n))] : [];
        var last = sorted.LastOrDefault(n => n.Stays && n.IsOfUpdate);
        _early = [.. sorted.Where(n => n.Stays && (order.LeadsToUpdate(n) || (n.IsOfUpdate && n != last)))];
        _rest = [.. sorted.Where(n => !_early.Contains(n) && !_leaving.Contains(n))];
    }

    public IEnumerable<Operation> Steps()
    {
        var isParted = !_leaving.IsEmpty || !_early.IsEmpty;
        if ((!_leaving.IsEmpty || _early.Any(n => n.Waits)) && !_groups.IsEmpty)
        {
            yield return new($"Update the parameter groups of stack {_to.Stack} alone", "each restart from here on brings their values to one instance, in the order of these steps",
                [Commands.UpdateOnly(_standing, _to, _groups)]);
        }

        if (!_leaving.IsEmpty)
        {
            yield return Leave();
        }

        foreach (var node in _early)
        {
            yield return Early(node);
        }

        var restarting = _rest.Where(n => n.Stays && n.IsOfUpdate).ToList();
        yield return new($"Update stack {_to.Stack}", string.Join("; ", (string[])
        [
            isParted ? "all that is left of the edit" : "parameter groups, keys and network come before the instances by themselves",
            .. restarting.Select(n => $"it restarts {n.Name} for {string.Join(" and ", n.Restarts)}"),
        ]), [Commands.Update(_to.Stack)]);
        foreach (var node in restarting.Where(n => n.Waits))
        {
            yield return new($"Reboot {node.Name} if it still waits", "its restart brings the waiting parameters unless it was a failover: this asks RDS", Commands.RebootIfWaiting(node.After!));
        }

        foreach (var node in _rest.Where(n => n.IsByHand))
        {
            yield return new($"Reboot {node.Name}", _why ?? AnyOrder, Commands.Reboot(node.After!));
        }
    }

    private Operation Leave()
    {
        var (gone, anew) = (_leaving.Where(n => n.After is null).Select(n => n.Name).ToList(), _leaving.Where(n => n.After is not null).Select(n => n.Name).ToList());
        var what = gone.Count == 0 ? $"Make {string.Join(", ", anew)} anew"
            : anew.Count == 0 ? $"Remove {string.Join(", ", gone)}"
            : $"Remove {string.Join(", ", gone)} and make {string.Join(", ", anew)} anew";
        return new(what, "with what names them: they have less than their source is about to get",
            [Commands.UpdateWithDependents(_standing, _to, [.. _leaving.Select(n => n.Judged.Resource)])]);
    }

    private Operation Early(EditedInstance node)
    {
        var why = _order.Binds(node) ? _why : null;
        return node.IsByHand && !node.Moves
            ? new($"Reboot {node.Name}", why ?? AnyOrder, Commands.Reboot(node.After!))
            : new($"Update {node.Name} alone{(node.Waits ? ", and reboot it if it still waits" : "")}", why ?? "one instance after the other, the writer last, so that somebody always answers",
                [Commands.UpdateOnly(_standing, _to, [node.After!.Resource]), .. node.Waits ? Commands.RebootIfWaiting(node.After) : []]);
    }
}
