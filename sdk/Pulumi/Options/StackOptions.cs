namespace Pulumi;

/// <summary>Options of a whole stack.</summary>
public class StackOptions
{
    /// <summary>Called for every resource of the stack.</summary>
    public List<ResourceTransformation> ResourceTransformations { get; set; } = [];
}
