using PulumiSdk.Generator.Schema;

namespace PulumiSdk.Generator.CSharp;

/// <summary>The C# type of a property in a role, by the rules of the official generator.</summary>
internal sealed class TypeNames(PackageSchema schema)
{
    /// <summary>Namespace of a part of the package; the root one for an empty <paramref name="part"/>.</summary>
    public string Namespace(string part) => part.Length == 0 ? schema.RootNamespace : $"{schema.RootNamespace}.{part}";

    /// <summary>Name of a nested object type in a role, without its namespace.</summary>
    public static string Object(ObjectSchema type, TypeRole role) => type.Name + role switch
    {
        TypeRole.Input or TypeRole.PlainInput => "Args",
        TypeRole.State => "GetArgs",
        TypeRole.InvokeInput => "InputArgs",
        TypeRole.FunctionOutput => "Result",
        _ => "",
    };

    /// <summary>Type of a property without its question mark.</summary>
    public string Property(TypeSchema type, TypeRole role) => role switch
    {
        TypeRole.Output or TypeRole.FunctionOutput => Value(type, role),
        TypeRole.PlainInput => type switch
        {
            ListType list => $"List<{Value(list.Element, role)}>",
            MapType map => $"Dictionary<string, {Value(map.Element, role)}>",
            _ => Value(type, role),
        },
        _ => type switch
        {
            ListType list => $"InputList<{Value(list.Element, role)}>",
            MapType map => $"InputMap<{Value(map.Element, role)}>",
            UnionType { Alternatives.Count: 2 } union => $"InputUnion<{Pair(union, role)}>",
            // Three alternatives and more have no input type of their own in the official package.
            UnionType => "object",
            _ => $"Input<{Value(type, role)}>",
        },
    };

    private string Value(TypeSchema type, TypeRole role) => type switch
    {
        ScalarType scalar => scalar.CSharp,
        AnyType => "object",
        ListType list => $"ImmutableArray<{Value(list.Element, role)}>",
        MapType map => $"ImmutableDictionary<string, {Value(map.Element, role)}>",
        UnionType union when role is TypeRole.Output or TypeRole.FunctionOutput => Value(union.Result, role),
        UnionType { Alternatives.Count: 2 } union => $"Union<{Pair(union, role)}>",
        UnionType => "object",
        ReferenceType reference => Reference(reference.Token, role),
        _ => throw new InvalidOperationException($"no C# type for {type}"),
    };

    private string Pair(UnionType union, TypeRole role) =>
        $"{Value(union.Alternatives[0], role)}, {Value(union.Alternatives[1], role)}";

    private string Reference(string token, TypeRole role)
    {
        if (schema.Enums.TryGetValue(token, out var values))
        {
            return $"global::{Namespace(values.Namespace)}.{values.Name}";
        }

        var type = schema.Objects[token];
        var side = role is TypeRole.Output or TypeRole.FunctionOutput ? "Outputs" : "Inputs";
        return $"global::{Namespace(type.Namespace)}.{side}.{Object(type, role)}";
    }
}
