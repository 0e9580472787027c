using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A map argument: values and outputs mixed, or one output of a map.</summary>
public sealed class InputMap<TValue> : Input<ImmutableDictionary<string, TValue>>, IEnumerable, IAsyncEnumerable<Input<KeyValuePair<string, TValue>>>
{
    private Output<ImmutableDictionary<string, Input<TValue>>> _items;

    /// <summary>An empty map.</summary>
    public InputMap()
        : this(Output.Create(ImmutableDictionary<string, Input<TValue>>.Empty))
    {
    }

    private InputMap(Output<ImmutableDictionary<string, Input<TValue>>> items)
        : base(null)
        => _items = items;

    private protected override IOutput? Parts => _items;

    private protected override Output<ImmutableDictionary<string, TValue>> Resolve()
        => _items.Apply(items => Gather.Run(async gather =>
        {
            var values = ImmutableDictionary.CreateBuilder<string, TValue>();
            foreach (var (key, input) in items)
                values.Add(key, await gather.Take(input.ToOutput()).ConfigureAwait(false));
            return values.ToImmutable();
        }));

    /// <summary>Adds a value; a key that is there already is an error.</summary>
    public Input<TValue> this[string key]
    {
        set => Add(key, value);
    }

    /// <inheritdoc cref="this[string]"/>
    public void Add(string key, Input<TValue> value)
        => Set(_items.Apply(items => items.Add(key, value)));

    /// <summary>Adds all values of a map.</summary>
    public void Add(InputMap<TValue> values) => AddRange(values);

    /// <summary>Adds all values of a map; a key that is there already is an error.</summary>
    public void AddRange(InputMap<TValue> values)
        => Set(Output.Tuple(_items, values._items).Apply(both => both.Item1.AddRange(both.Item2)));

    private void Set(Output<ImmutableDictionary<string, Input<TValue>>> items)
    {
        _items = items;
        _output = null;
    }

    /// <summary>Both maps as a new one; the second wins where both have a key.</summary>
    public static InputMap<TValue> Merge(InputMap<TValue> first, InputMap<TValue> second)
        => new(Output.Tuple(first._items, second._items).Apply(both => both.Item1.SetItems(both.Item2)));

    private static InputMap<TValue> Of<TMap>(Output<TMap> values)
        where TMap : IEnumerable<KeyValuePair<string, TValue>>
        => new(values.Apply(items => items is null
            ? ImmutableDictionary<string, Input<TValue>>.Empty
            : items.ToImmutableDictionary(item => item.Key, item => (Input<TValue>)item.Value)));

    /// <summary>Values.</summary>
    public static implicit operator InputMap<TValue>(Dictionary<string, TValue> values) => Of(Output.Create(values));

    /// <summary>Values.</summary>
    public static implicit operator InputMap<TValue>(ImmutableDictionary<string, TValue> values) => Of(Output.Create(values));

    /// <summary>An output of values.</summary>
    public static implicit operator InputMap<TValue>(Output<Dictionary<string, TValue>> values) => Of(values);

    /// <summary>An output of values.</summary>
    public static implicit operator InputMap<TValue>(Output<IDictionary<string, TValue>> values) => Of(values);

    /// <summary>An output of values.</summary>
    public static implicit operator InputMap<TValue>(Output<ImmutableDictionary<string, TValue>> values) => Of(values);

    IEnumerator IEnumerable.GetEnumerator()
        => throw new NotSupportedException($"A {GetType().FullName} cannot be synchronously enumerated. Use {nameof(GetAsyncEnumerator)} instead.");

    /// <summary>The entries, once the map is known.</summary>
    public async IAsyncEnumerator<Input<KeyValuePair<string, TValue>>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        foreach (var item in await Value.GetValueAsync(whenUnknown: ImmutableDictionary<string, TValue>.Empty).ConfigureAwait(false))
            yield return item;
    }
}
