using System.Collections.Immutable;

namespace Pulumi;

/// <content>What assigns to a list argument.</content>
public sealed partial class InputList<T>
{
    private static InputList<T> Of<TItem>(IEnumerable<TItem> items, Func<TItem, Input<T>> toInput)
        => new([.. items.Select(toInput)]);

    private static InputList<T> Of<TItems>(Output<TItems> values)
        where TItems : IEnumerable<T>
        => new(values.Apply(items => ImmutableArray.CreateRange(items.Select(item => (Input<T>)item))));

    /// <summary>One value.</summary>
    public static implicit operator InputList<T>(T value) => new([(Input<T>)value]);

    /// <summary>One output.</summary>
    public static implicit operator InputList<T>(Output<T> value) => new([(Input<T>)value]);

    /// <summary>One input.</summary>
    public static implicit operator InputList<T>(Input<T> value) => new([value]);

    /// <summary>Values.</summary>
    public static implicit operator InputList<T>(T[] values) => Of(values, value => value);

    /// <summary>Outputs.</summary>
    public static implicit operator InputList<T>(Output<T>[] values) => Of(values, value => value);

    /// <summary>Inputs.</summary>
    public static implicit operator InputList<T>(Input<T>[] values) => new([.. values]);

    /// <summary>Values.</summary>
    public static implicit operator InputList<T>(List<T> values) => Of(values, value => value);

    /// <summary>Outputs.</summary>
    public static implicit operator InputList<T>(List<Output<T>> values) => Of(values, value => value);

    /// <summary>Inputs.</summary>
    public static implicit operator InputList<T>(List<Input<T>> values) => new([.. values]);

    /// <summary>Values.</summary>
    public static implicit operator InputList<T>(ImmutableArray<T> values) => Of(values, value => value);

    /// <summary>Outputs.</summary>
    public static implicit operator InputList<T>(ImmutableArray<Output<T>> values) => Of(values, value => value);

    /// <summary>Inputs.</summary>
    public static implicit operator InputList<T>(ImmutableArray<Input<T>> values) => new(values);

    /// <summary>An output of values.</summary>
    public static implicit operator InputList<T>(Output<T[]> values) => Of(values);

    /// <summary>An output of values.</summary>
    public static implicit operator InputList<T>(Output<List<T>> values) => Of(values);

    /// <summary>An output of values.</summary>
    public static implicit operator InputList<T>(Output<IEnumerable<T>> values) => Of(values);

    /// <summary>An output of values; an absent array counts as empty.</summary>
    public static implicit operator InputList<T>(Output<ImmutableArray<T>> values)
        => new(values.Apply(items => items.IsDefault
            ? ImmutableArray<Input<T>>.Empty
            : ImmutableArray.CreateRange(items.Select(item => (Input<T>)item))));
}
