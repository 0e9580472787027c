namespace Pulumi;

/// <summary>The type token of a resource class; provider packages derive their own from it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class ResourceTypeAttribute(string type, string? version) : Attribute
{
    /// <summary>The token, such as <c>aws:rds/instance:Instance</c>.</summary>
    public string Type { get; } = type;

    /// <summary>The version of the provider package.</summary>
    public string? Version { get; } = version;
}
