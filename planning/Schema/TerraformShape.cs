using System.Text.Json;

namespace TechCorp.PgInfra.Planning.Schema;

/// <summary>How a property stands in the Terraform provider that the Pulumi provider is bridged from.</summary>
public enum TerraformForm
{
    /// <summary>An argument: <c>name = value</c>.</summary>
    Argument,

    /// <summary>A nested block that may be repeated.</summary>
    Block,

    /// <summary>A nested block given at most once; Pulumi has it as an object and not as a list.</summary>
    SingleBlock,

    /// <summary>A nested block that is one object to Terraform too, and is addressed without an index.</summary>
    ObjectBlock,

    /// <summary>An argument whose objects must name every member, absent ones as null.</summary>
    Objects,
}

/// <summary>The Terraform side of a property; see <c>sdk/schema/README.md</c>.</summary>
public sealed class TerraformShape
{
    internal TerraformShape(JsonElement property, JsonElement? type)
    {
        Name = Text(property, "terraform");
        Form = (Text(property, "terraformBlock"), Text(property, "terraformNesting"), Text(property, "terraformAttribute")) switch
        {
            (_, "single", _) => TerraformForm.ObjectBlock,
            ("list", _, _) => TerraformForm.Block,
            ("single", _, _) => TerraformForm.SingleBlock,
            (_, _, "objects") => TerraformForm.Objects,
            _ => TerraformForm.Argument,
        };
        IsText = Text(property, "terraformScalar") == "string";
        IsJsonText = type is { } t && t.TryGetProperty("terraformJson", out var json) && json.ValueKind == JsonValueKind.True;
        ArrivesAsJson = property.TryGetProperty("json", out var wire) && wire.ValueKind == JsonValueKind.True;
    }

    /// <summary>The provider's own name, or null where the schema does not know it.</summary>
    public string? Name { get; }

    /// <summary>Argument or block.</summary>
    public TerraformForm Form { get; }

    /// <summary>A number or boolean that Terraform takes as a string.</summary>
    public bool IsText { get; }

    /// <summary>An object that Terraform takes as one JSON string (policy documents).</summary>
    public bool IsJsonText { get; }

    /// <summary>It travels as a JSON string although it is none: the arguments of a Pulumi provider.</summary>
    public bool ArrivesAsJson { get; }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
