namespace Pulumi;

/// <summary>An error of one resource; <c>hideStack</c> shows its message alone.</summary>
public class ResourceException(string message, Resource? resource, bool hideStack = false) : Exception(message)
{
    internal Resource? Resource { get; } = resource;
    internal bool HideStack { get; } = hideStack;
}
