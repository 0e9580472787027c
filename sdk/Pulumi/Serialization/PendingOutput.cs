using System.Collections.Immutable;

namespace Pulumi.Serialization;

/// <summary>An output of a resource that is being registered.</summary>
internal abstract class PendingOutput
{
    public abstract object Output { get; }

    public abstract void Resolve(object? value, bool isKnown);

    /// <summary>Reads what came back; a value of another type leaves the default and warns.</summary>
    public abstract void Read(object? value, bool isSecret, string context, Action<string> warn);

    public abstract void Fail(Exception error);
}

internal sealed class PendingOutput<T> : PendingOutput
{
    private readonly TaskCompletionSource<OutputData<T>> _source = new();
    private readonly ImmutableHashSet<Resource> _resources;

    public PendingOutput(ImmutableHashSet<Resource> resources)
    {
        _resources = resources;
        Output = new Output<T>(_source.Task, tracked: false);
    }

    public override Output<T> Output { get; }

    public override void Resolve(object? value, bool isKnown)
        => _source.TrySetResult(new OutputData<T>(_resources, value is null ? default! : (T)value, isKnown, IsSecret: false));

    public override void Read(object? value, bool isSecret, string context, Action<string> warn)
    {
        var converted = ValueReader.Of(typeof(T)).ReadOrWarn(value, context, warn);
        _source.TrySetResult(new OutputData<T>(_resources, converted is null ? default! : (T)converted, IsKnown: true, isSecret));
    }

    public override void Fail(Exception error)
    {
        // The registration itself reports the error; nobody need look at this one.
        if (_source.TrySetException(error))
            _ = _source.Task.Exception;
    }
}
