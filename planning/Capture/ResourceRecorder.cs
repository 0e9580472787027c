using Pulumi;

namespace TechCorp.PgInfra.Planning.Capture;

/// <summary>
/// Sees every resource of a run with its arguments and options. Mocks see neither options nor which inputs are secret; a resource
/// transformation on the stack sees both, after the resource's own transformations have had their say.
/// </summary>
internal sealed class ResourceRecorder
{
    private readonly Dictionary<Resource, RecordedResource> _byResource = new(ReferenceEqualityComparer.Instance);
    private readonly List<RecordedResource> _inOrder = [];

    /// <summary>Options for the stack of the run.</summary>
    public StackOptions Options => new() { ResourceTransformations = { Record } };

    /// <summary>In the order of declaration.</summary>
    public IReadOnlyList<RecordedResource> Resources => _inOrder;

    /// <summary>What was recorded of this resource, or null for the stack itself.</summary>
    public RecordedResource? Find(Resource? resource) => resource is null ? null : _byResource.GetValueOrDefault(resource);

    private ResourceTransformationResult? Record(ResourceTransformationArgs args)
    {
        if (args.Resource is not Stack)
        {
            var recorded = new RecordedResource(args.Resource, args.Args, args.Options);
            lock (_inOrder)
            {
                _byResource.Add(args.Resource, recorded);
                _inOrder.Add(recorded);
            }
        }

        return null;
    }
}

/// <summary>One resource as the program constructed it.</summary>
internal sealed record RecordedResource(Resource Resource, ResourceArgs Args, ResourceOptions Options)
{
    public string Type { get; } = Resource.GetResourceType();

    public string Name { get; } = Resource.GetResourceName();

    public bool IsComponent => Resource is ComponentResource;
}
