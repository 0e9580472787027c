using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Combines several outputs: unknown or secret when any of them is, depending on what all of them depend on.</summary>
internal sealed class Gather
{
    private ImmutableHashSet<Resource> _resources = ImmutableHashSet<Resource>.Empty;
    private bool _isKnown = true;
    private bool _isSecret;

    public static Output<T> Run<T>(Func<Gather, Task<T>> combine)
    {
        return new Output<T>(RunAsync());

        async Task<OutputData<T>> RunAsync()
        {
            var gather = new Gather();
            var value = await combine(gather).ConfigureAwait(false);
            return new OutputData<T>(gather._resources, value, gather._isKnown, gather._isSecret);
        }
    }

    public async ValueTask<T> Take<T>(Output<T> output)
    {
        var data = await output.DataTask.ConfigureAwait(false);
        _resources = Join(_resources, data.Resources);
        _isKnown &= data.IsKnown;
        _isSecret |= data.IsSecret;
        return data.Value;
    }

    /// <summary>The value behind an input or output; anything else stands for itself.</summary>
    public async ValueTask<object?> TakeAny(object? value)
    {
        var output = value is IInput input ? input.ToOutput() : value as IOutput;
        if (output is null)
            return value;

        var data = await output.GetDataAsync().ConfigureAwait(false);
        _resources = Join(_resources, data.Resources);
        _isKnown &= data.IsKnown;
        _isSecret |= data.IsSecret;
        return data.Value;
    }

    public static ImmutableHashSet<Resource> Join(ImmutableHashSet<Resource> left, ImmutableHashSet<Resource> right)
        => right.IsEmpty || ReferenceEquals(left, right) ? left : left.IsEmpty ? right : left.Union(right);
}
