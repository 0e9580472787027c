namespace PulumiSdk.Generator.Schema;

/// <summary>The type of a property.</summary>
public abstract record TypeSchema
{
    /// <summary>Lists and maps are never null as arguments: they create themselves on first use.</summary>
    public bool IsCollection => this is ListType or MapType;
}

/// <summary><c>string</c>, <c>int</c>, <c>double</c> or <c>bool</c>.</summary>
public sealed record ScalarType(string CSharp) : TypeSchema;

/// <summary>Any JSON value (<c>pulumi.json#/Any</c>).</summary>
public sealed record AnyType : TypeSchema;

/// <summary>An array.</summary>
public sealed record ListType(TypeSchema Element) : TypeSchema;

/// <summary>An object with any names and one type of value.</summary>
public sealed record MapType(TypeSchema Element) : TypeSchema;

/// <summary>A reference to a nested object or an enum, by token.</summary>
public sealed record ReferenceType(string Token) : TypeSchema;

/// <summary>One of several types as an argument; as a result always <paramref name="Result"/>.</summary>
public sealed record UnionType(IReadOnlyList<TypeSchema> Alternatives, TypeSchema Result) : TypeSchema;
