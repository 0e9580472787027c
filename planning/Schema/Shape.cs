using System.Text.Json;

namespace TechCorp.PgInfra.Planning.Schema;

/// <summary>Kinds of values a property takes.</summary>
public enum ShapeKind
{
    /// <summary>Text, an enumeration's value included.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>Any number.</summary>
    Number,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A list of <see cref="Shape.Element"/>.</summary>
    List,

    /// <summary>Free keys with values of <see cref="Shape.Element"/>.</summary>
    Map,

    /// <summary>A nested object with <see cref="Shape.Members"/>.</summary>
    Nested,

    /// <summary>Anything.</summary>
    Any,
}

/// <summary>The shape of one value in a schema.</summary>
public sealed class Shape
{
    private readonly ProviderSchema _schema;
    private readonly JsonElement _element;
    private readonly JsonElement? _type;

    internal Shape(ProviderSchema schema, JsonElement element)
    {
        _schema = schema;
        _element = element;
        var reference = element.TryGetProperty("$ref", out var r) ? r.GetString()! : null;
        _type = reference is null ? null : schema.Type(reference);
        Kind = KindOf(reference);
    }

    /// <summary>What kind of value it takes.</summary>
    public ShapeKind Kind { get; }

    /// <summary>The engine masks it.</summary>
    public bool IsSecret => _element.TryGetProperty("secret", out var secret) && secret.ValueKind == JsonValueKind.True;

    /// <summary>What a list or a map holds.</summary>
    public Shape? Element =>
        _element.TryGetProperty(Kind == ShapeKind.List ? "items" : "additionalProperties", out var inner) ? new Shape(_schema, inner) : null;

    /// <summary>The members of a nested object.</summary>
    public Properties? Members => Kind == ShapeKind.Nested ? new Properties(_schema, _type!.Value.GetProperty("properties")) : null;

    /// <summary>Members without which a nested object is refused.</summary>
    public IReadOnlySet<string> RequiredMembers => _type is { } type ? ResourceSchema.Names(type, "required") : new HashSet<string>();

    /// <summary>The same property in the Terraform provider.</summary>
    public TerraformShape Terraform => new(_element, _type);

    private ShapeKind KindOf(string? reference)
    {
        if (reference is not null)
        {
            return _type switch
            {
                null => ShapeKind.Any,
                { } type when type.TryGetProperty("enum", out _) => ShapeKind.Text,
                _ => ShapeKind.Nested,
            };
        }

        // A union here is always "an enumeration or free text", and repeats the common type beside it.
        return (_element.TryGetProperty("type", out var kind) ? kind.GetString() : null) switch
        {
            "string" => ShapeKind.Text,
            "integer" => ShapeKind.Whole,
            "number" => ShapeKind.Number,
            "boolean" => ShapeKind.Boolean,
            "array" => ShapeKind.List,
            "object" => ShapeKind.Map,
            _ => ShapeKind.Any,
        };
    }
}
