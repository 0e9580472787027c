using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A list argument: values and outputs mixed, or one output of a list.</summary>
public sealed partial class InputList<T> : Input<ImmutableArray<T>>, IEnumerable, IAsyncEnumerable<Input<T>>
{
    // Elements stay separate until someone asks for the whole: each keeps its own secretness, and a list of n
    // costs n, not n applies over growing prefixes.
    private Output<ImmutableArray<Input<T>>> _items;

    /// <summary>An empty list.</summary>
    public InputList()
        : this(Output.Create(ImmutableArray<Input<T>>.Empty))
    {
    }

    private InputList(Output<ImmutableArray<Input<T>>> items)
        : base(null)
        => _items = items;

    private InputList(ImmutableArray<Input<T>> items)
        : this(Output.Create(items))
    {
    }

    private protected override IOutput? Parts => _items;

    private protected override Output<ImmutableArray<T>> Resolve() => _items.Apply(items => Output.All(items.AsEnumerable()));

    /// <summary>Whether the list is known now and has nothing in it.</summary>
    internal bool IsEmptyNow => _items.DataTask.IsCompletedSuccessfully && _items.DataTask.Result is { IsKnown: true, Value.IsEmpty: true };

    /// <summary>Appends values.</summary>
    public void Add(params Input<T>[] inputs) => AddRange(new InputList<T>([.. inputs]));

    /// <summary>Appends a list.</summary>
    public void Add(InputList<T> inputs) => AddRange(inputs);

    /// <summary>Appends a list.</summary>
    public void AddRange(InputList<T> inputs)
    {
        _items = Joined(inputs);
        _output = null;
    }

    /// <summary>This list and another, as a new list.</summary>
    public InputList<T> Concat(InputList<T> other) => new(Joined(other));

    private Output<ImmutableArray<Input<T>>> Joined(InputList<T> other)
        => other.IsEmptyNow ? _items
            : IsEmptyNow ? other._items
            : Output.Tuple(_items, other._items).Apply(both => both.Item1.AddRange(both.Item2));

    IEnumerator IEnumerable.GetEnumerator()
        => throw new NotSupportedException($"A {GetType().FullName} cannot be synchronously enumerated. Use {nameof(GetAsyncEnumerator)} instead.");

    /// <summary>The elements, once the list is known.</summary>
    public async IAsyncEnumerator<Input<T>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        foreach (var item in await Value.GetValueAsync(whenUnknown: []).ConfigureAwait(false))
            yield return item;
    }
}
