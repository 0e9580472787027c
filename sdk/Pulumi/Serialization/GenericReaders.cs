using System.Collections.Immutable;

namespace Pulumi.Serialization;

/// <summary>Reads lists.</summary>
internal sealed class ArrayReader<T> : ValueReader
{
    private readonly Lazy<ValueReader> _element = new(() => Of(typeof(T)));

    protected override object? Absent => default(ImmutableArray<T>);

    protected override (object? Value, string? Error) Read(object value, string context, Action<string> warn)
    {
        if (value is not ImmutableArray<object> items)
            return (null, Expected(typeof(ImmutableArray<object>).FullName!, value, context));
        if (typeof(T) == typeof(object))
            return (items, null);

        var result = ImmutableArray.CreateBuilder<T>(items.Length);
        foreach (var item in items)
            result.Add(_element.Value.ReadOrWarn(item, context, warn) is T read ? read : default!);
        return (result.MoveToImmutable(), null);
    }
}

/// <summary>Reads maps.</summary>
internal sealed class MapReader<T> : ValueReader
{
    private readonly Lazy<ValueReader> _element = new(() => Of(typeof(T)));

    protected override (object? Value, string? Error) Read(object value, string context, Action<string> warn)
    {
        if (value is not ImmutableDictionary<string, object> items)
            return (null, Expected(typeof(ImmutableDictionary<string, object>).FullName!, value, context));
        if (typeof(T) == typeof(object))
            return (items, null);

        var result = ImmutableDictionary.CreateBuilder<string, T>();
        foreach (var (key, item) in items)
            result.Add(key, _element.Value.ReadOrWarn(item, context, warn) is T read ? read : default!);
        return (result.ToImmutable(), null);
    }
}

/// <summary>Reads unions: the first type that fits.</summary>
internal sealed class UnionReader<T0, T1> : ValueReader
{
    private readonly Lazy<ValueReader> _first = new(() => Of(typeof(T0)));
    private readonly Lazy<ValueReader> _second = new(() => Of(typeof(T1)));

    protected override object? Absent => default(Union<T0, T1>);

    protected override (object? Value, string? Error) Read(object value, string context, Action<string> warn)
    {
        var (first, firstError) = _first.Value.TryRead(value, $"{context}.AsT0", warn);
        if (firstError is null)
            return (Union<T0, T1>.FromT0((T0)first!), null);
        var (second, secondError) = _second.Value.TryRead(value, $"{context}.AsT1", warn);
        return secondError is null
            ? (Union<T0, T1>.FromT1((T1)second!), null)
            : (null, Expected($"{typeof(T0).FullName} or {typeof(T1).FullName}", value, context));
    }
}

/// <summary>Reads outputs nested in output types.</summary>
internal sealed class OutputReader<T> : ValueReader
{
    private readonly Lazy<ValueReader> _value = new(() => Of(typeof(T)));

    protected override (object? Value, string? Error) Read(object value, string context, Action<string> warn)
    {
        var (read, error) = _value.Value.TryRead(value, context, warn);
        return error is null ? (Output.Create((T)read!), null) : (null, error);
    }
}
