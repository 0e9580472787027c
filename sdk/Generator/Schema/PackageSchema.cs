using System.Text.Json;

namespace PulumiSdk.Generator.Schema;

/// <summary>A provider package as its schema excerpt describes it (Pulumi's package-schema format).</summary>
public sealed record PackageSchema(
    string Name,
    string Version,
    IReadOnlyList<ResourceSchema> Resources,
    IReadOnlyList<FunctionSchema> Functions,
    IReadOnlyDictionary<string, ObjectSchema> Objects,
    IReadOnlyDictionary<string, EnumSchema> Enums)
{
    /// <summary>C# namespace of the package: <c>Pulumi.Aws</c> for <c>aws</c>.</summary>
    public string RootNamespace => "Pulumi." + Names.Pascal(Name);
}

/// <summary>A resource or, under the token <c>pulumi:providers:NAME</c>, the provider itself.</summary>
/// <param name="Inputs">What a program may set.</param>
/// <param name="Outputs">What a program may read; an input comes back as an output unless the schema says <c>inputOnly</c>.</param>
/// <param name="State">What a lookup of an existing resource may be qualified by.</param>
public sealed record ResourceSchema(
    string Token,
    string Namespace,
    string Name,
    IReadOnlyList<PropertySchema> Inputs,
    IReadOnlyList<PropertySchema> Outputs,
    IReadOnlyList<PropertySchema> State,
    IReadOnlyList<string> SecretOutputs,
    IReadOnlyList<string> Aliases)
{
    /// <summary>The provider has no state to look up and its arguments travel as JSON strings.</summary>
    public bool IsProvider => Token.StartsWith("pulumi:providers:", StringComparison.Ordinal);
}

/// <summary>A function (data source) of the provider.</summary>
public sealed record FunctionSchema(
    string Token,
    string Namespace,
    string Name,
    IReadOnlyList<PropertySchema> Inputs,
    IReadOnlyList<PropertySchema> Outputs);

/// <summary>A nested object type.</summary>
/// <param name="Inputs">Its members as an argument.</param>
/// <param name="Outputs">Its members as a result, where more of them may be certain to be there.</param>
public sealed record ObjectSchema(
    string Token,
    string Namespace,
    string Name,
    IReadOnlyList<PropertySchema> Inputs,
    IReadOnlyList<PropertySchema> Outputs);

/// <summary>A set of known strings; arguments of this type accept any other string too.</summary>
public sealed record EnumSchema(string Token, string Namespace, string Name, IReadOnlyList<EnumValue> Values);

/// <summary>One known value: its C# member and the string the provider receives.</summary>
public sealed record EnumValue(string Name, string Value);

/// <summary>One property of a resource, function or nested type.</summary>
/// <param name="WireName">The name the provider receives.</param>
/// <param name="Name">The C# member.</param>
/// <param name="Default">Set by the constructor of the arguments, so mocks see it too.</param>
/// <param name="Environment">Variables the default is read from, first set one wins.</param>
/// <param name="Json">Sent as a JSON string (arguments of a provider).</param>
public sealed record PropertySchema(
    string WireName,
    string Name,
    TypeSchema Type,
    bool Required,
    JsonElement? Default,
    IReadOnlyList<string> Environment,
    bool Secret,
    bool Json,
    bool Deprecated);
