using Pulumi.Serialization;

namespace Pulumi;

/// <summary>What all argument classes share: members with <see cref="InputAttribute"/>.</summary>
public abstract class InputArgs
{
    /// <summary>For argument classes.</summary>
    protected InputArgs()
    {
    }

    internal virtual IEnumerable<KeyValuePair<string, object?>> Members() => ArgsShape.Of(GetType()).Read(this);
}

/// <summary>Arguments of a resource.</summary>
public abstract class ResourceArgs : InputArgs
{
    /// <summary>No arguments.</summary>
    public static readonly ResourceArgs Empty = new None();

    /// <summary>For argument classes.</summary>
    protected ResourceArgs()
    {
    }

    private sealed class None : ResourceArgs;
}

/// <summary>Arguments of a provider function.</summary>
public abstract class InvokeArgs : InputArgs
{
    /// <summary>No arguments.</summary>
    public static readonly InvokeArgs Empty = new None();

    /// <summary>For argument classes.</summary>
    protected InvokeArgs()
    {
    }

    private sealed class None : InvokeArgs;
}
