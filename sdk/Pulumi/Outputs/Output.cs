using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Makes outputs and combines them.</summary>
public static partial class Output
{
    /// <summary>An output that is known at once.</summary>
    public static Output<T> Create<T>(T value) => new(OutputData<T>.Known(value));

    /// <summary>An output of what the task results in.</summary>
    public static Output<T> Create<T>(Task<T> value) => Output<T>.Create(value);

    /// <summary>A secret output that is known at once.</summary>
    public static Output<T> CreateSecret<T>(T value) => new(OutputData<T>.Known(value, isSecret: true));

    /// <summary>A secret output of what the task results in.</summary>
    public static Output<T> CreateSecret<T>(Task<T> value) => Output<T>.Create(value, isSecret: true);

    /// <summary>The same output, secret.</summary>
    public static Output<T> CreateSecret<T>(Output<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.With(data => data with { IsSecret = true });
    }

    /// <summary>The same output, not secret.</summary>
    public static Output<T> Unsecret<T>(Output<T> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.With(data => data with { IsSecret = false });
    }

    /// <summary>Whether the output is secret.</summary>
    public static async Task<bool> IsSecretAsync<T>(Output<T> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return (await output.DataTask.ConfigureAwait(false)).IsSecret;
    }

    /// <summary>All values as one; unknown or secret when any of them is.</summary>
    public static Output<ImmutableArray<T>> All<T>(params Input<T>[] inputs)
        => AllOf<Input<T>, T>(inputs, input => input);

    /// <inheritdoc cref="All{T}(Input{T}[])"/>
    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Input<T>> inputs)
        => AllOf<Input<T>, T>(inputs.ToArray(), input => input);

    /// <inheritdoc cref="All{T}(Input{T}[])"/>
    public static Output<ImmutableArray<T>> All<T>(params Output<T>[] outputs)
        => AllOf(outputs, output => output);

    /// <inheritdoc cref="All{T}(Input{T}[])"/>
    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Output<T>> outputs)
        => AllOf(outputs.ToArray(), output => output);

    private static Output<ImmutableArray<T>> AllOf<TItem, T>(IReadOnlyList<TItem> items, Func<TItem, Output<T>> toOutput)
        => Gather.Run(async gather =>
        {
            var values = ImmutableArray.CreateBuilder<T>(items.Count);
            foreach (var item in items)
                values.Add(await gather.Take(toOutput(item)).ConfigureAwait(false));
            return values.MoveToImmutable();
        });

    /// <summary>Text with inputs and outputs in its holes; unknown or secret when any of them is.</summary>
    public static Output<string> Format(FormattableString formattableString)
    {
        ArgumentNullException.ThrowIfNull(formattableString);
        var holes = formattableString.GetArguments();
        return Gather.Run(async gather =>
        {
            var values = new object?[holes.Length];
            for (var i = 0; i < holes.Length; i++)
                values[i] = await gather.TakeAny(holes[i]).ConfigureAwait(false);
            return string.Format(System.Globalization.CultureInfo.CurrentCulture, formattableString.Format, values);
        });
    }
}
