namespace Pulumi;

/// <summary>Sees a resource before it is registered and may change its arguments and options; null changes nothing.</summary>
public delegate ResourceTransformationResult? ResourceTransformation(ResourceTransformationArgs args);

/// <summary>What a transformation sees.</summary>
public readonly struct ResourceTransformationArgs(Resource resource, ResourceArgs args, ResourceOptions options)
{
    /// <summary>The resource; its type and name are set, its outputs are not.</summary>
    public Resource Resource { get; } = resource;

    /// <summary>The arguments it was given.</summary>
    public ResourceArgs Args { get; } = args;

    /// <summary>The options it was given.</summary>
    public ResourceOptions Options { get; } = options;
}

/// <summary>What a transformation makes of it.</summary>
public readonly struct ResourceTransformationResult(ResourceArgs args, ResourceOptions options)
{
    /// <summary>The arguments to use.</summary>
    public ResourceArgs Args { get; } = args;

    /// <summary>The options to use; the parent must stay.</summary>
    public ResourceOptions Options { get; } = options;
}
