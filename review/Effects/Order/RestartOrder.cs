using System.Collections.Immutable;
using TechCorp.PgInfra.Planning.Parameters;

namespace TechCorp.PgInfra.Review.Effects;

/// <summary>
/// Which instance has to restart, be made or be gone before which other, so that at no moment a standby has less than its source of what
/// it needs as much of (PostgreSQL 15 manual, "Hot Standby Parameter Reference").
/// </summary>
internal sealed class RestartOrder
{
    private readonly ImmutableArray<EditedInstance> _nodes;
    private readonly HashSet<(string First, string Then)> _edges = [];
    private readonly HashSet<(string First, string Then)> _leaving;
    private readonly SortedSet<string> _raised = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _lowered = new(StringComparer.Ordinal);

    public RestartOrder(ImmutableSortedDictionary<string, EditedInstance> all)
    {
        _nodes = [.. all.Values.Where(n => n.IsByHand || n.IsOfUpdate || (n.Stays && n.Waits))];
        foreach (var parameter in StandbyOrder.Parameters)
        {
            foreach (var follower in _nodes)
            {
                Raised(all, follower, parameter);
                Lowered(all, follower, parameter);
            }
        }

        // The engine keeps this by itself within one update.
        _leaving = [.. from follower in _nodes
                       where follower.Goes && !follower.GoesFirst(all) && follower.Before!.SourceInstance is { } at && all.GetValueOrDefault(at.Name) is { Goes: true }
                       select (follower.Name, follower.Before!.SourceInstance!.Name)];
        IsBound = _edges.Count > 0;
        if (!IsBound)
        {
            // Nothing binds: a value that does not start is better found on a replica.
            _edges.UnionWith(from replica in _nodes
                             where replica.IsByHand && replica.Judged.FollowsInRegion
                             from writer in _nodes
                             where writer is { Stays: true, Waits: true, Restarts.IsEmpty: false } && writer.Judged.IsWriter
                             select (replica.Name, writer.Name));
        }
    }

    /// <summary>True when an order must be kept.</summary>
    public bool IsBound { get; }

    /// <summary>Parameters that a follower must have before its source.</summary>
    public IReadOnlyCollection<string> RaisedParameters => _raised;

    /// <summary>Parameters that a source must have before its follower.</summary>
    public IReadOnlyCollection<string> LoweredParameters => _lowered;

    /// <summary>True when this instance must keep an order with another.</summary>
    public bool Binds(EditedInstance node) => IsBound && _edges.Any(e => e.First == node.Name || e.Then == node.Name);

    /// <summary>True when something that the update does must come after this one.</summary>
    public bool LeadsToUpdate(EditedInstance node) =>
        After(node.Name).Any(name => Node(name).IsOfUpdate) || _leaving.Any(l => l.First == node.Name && LeadsToUpdate(Node(l.Then)));

    /// <summary>True when something must come before this one.</summary>
    public bool Follows(EditedInstance node) => _edges.Any(e => e.Then == node.Name);

    /// <summary>All of them in order, the writer as late as can be; null when there is none.</summary>
    public ImmutableArray<EditedInstance>? Sorted()
    {
        var left = _nodes.OrderBy(n => n.Stays).ThenBy(n => !n.Judged.FollowsInRegion).ThenBy(n => n.Restarts.IsEmpty).ThenBy(n => n.Name, StringComparer.Ordinal).ToList();
        var sorted = ImmutableArray.CreateBuilder<EditedInstance>();
        while (left.Count > 0)
        {
            if (left.Find(n => !left.Exists(m => _edges.Contains((m.Name, n.Name)) || _leaving.Contains((m.Name, n.Name)))) is not { } next)
            {
                return null;
            }

            left.Remove(next);
            sorted.Add(next);
        }

        return sorted.ToImmutable();
    }

    // A follower that stands, or goes during the update, has its old value until then.
    private void Raised(ImmutableSortedDictionary<string, EditedInstance> all, EditedInstance follower, string parameter)
    {
        if (!follower.GoesFirst(all) && follower.Before?.SourceInstance is { } at && all.GetValueOrDefault(at.Name) is { Stays: true } source && IsNode(source)
            && follower.Before.WholeParameter(parameter) < source.After!.WholeParameter(parameter))
        {
            _edges.Add((follower.Name, source.Name));
            _raised.Add(parameter);
        }
    }

    // A follower that is made has its new value from the start.
    private void Lowered(ImmutableSortedDictionary<string, EditedInstance> all, EditedInstance follower, string parameter)
    {
        if (follower.After?.SourceInstance is { } at && all.GetValueOrDefault(at.Name) is { Stays: true } source && IsNode(source)
            && follower.After.WholeParameter(parameter) < source.Before!.WholeParameter(parameter))
        {
            _edges.Add((source.Name, follower.Name));
            _lowered.Add(parameter);
        }
    }

    private EditedInstance Node(string name) => _nodes.First(n => n.Name == name);

    private bool IsNode(EditedInstance instance) => _nodes.Any(n => n.Name == instance.Name);

    private HashSet<string> After(string name)
    {
        var (found, queue) = (new HashSet<string>(), new Queue<string>([name]));
        while (queue.TryDequeue(out var first))
        {
            foreach (var (_, then) in _edges.Where(e => e.First == first && found.Add(e.Then)))
            {
                queue.Enqueue(then);
            }
        }

        return found;
    }
}
