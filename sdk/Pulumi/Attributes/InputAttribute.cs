namespace Pulumi;

/// <summary>Names the wire property an argument is sent as.</summary>
/// <param name="name">The wire name, in camelCase.</param>
/// <param name="required">Registration fails when the argument is left unset.</param>
/// <param name="json">The value travels as a JSON string (provider arguments that are not strings).</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class InputAttribute(string name, bool required = false, bool json = false) : Attribute
{
    internal string Name { get; } = name;
    internal bool IsRequired { get; } = required;
    internal bool Json { get; } = json;
}
