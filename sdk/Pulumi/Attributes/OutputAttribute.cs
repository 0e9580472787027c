namespace Pulumi;

/// <summary>Names the wire property a resource output is read from; without a name, the C# name.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputAttribute(string? name = null) : Attribute
{
    /// <summary>The wire name, or null for the C# name.</summary>
    public string? Name { get; } = name;
}
