using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Schema;

namespace TechCorp.PgInfra.Review.Conformance;

/// <summary>References of a plan as Terraform expressions.</summary>
internal sealed partial class ReferenceExpressions(Plan plan, ProviderSchema schema, Labels labels, Placeholders placeholders, ICollection<string> notes)
{
    /// <summary>
    /// <c>aws_kms_key.database.arn</c> for an output of a resource of the same file, <c>local.…</c> for anything else, so that nothing
    /// is asked of the cloud.
    /// </summary>
    public string Of(PlanReference reference)
    {
        if (plan.Find(reference) is not { } resource || labels.Find(resource.Urn) is not { } address)
        {
            return placeholders.Expression(reference);
        }

        if (Attribute(schema.Resource(resource.Type)!, address.Type, reference.Output) is { } attribute)
        {
            return $"{address.Type}.{address.Label}.{attribute}";
        }

        var note = $"{resource.Type} '{resource.Name}' has no output {reference.Output} in this version of the provider; a placeholder stands for it.";
        if (!notes.Contains(note))
        {
            notes.Add(note);
        }

        return placeholders.Expression(reference);
    }

    // Null for an output this version of the provider does not have.
    private string? Attribute(ResourceSchema resource, string terraformType, string output)
    {
        if (output == "id")
        {
            return "id";
        }

        var expression = new StringBuilder();
        var (schemaPath, shape, isFirst) = ("", (Shape?)null, true);
        foreach (Match part in Part().Matches(output))
        {
            if (part.Groups["index"] is { Success: true } index)
            {
                expression.Append('[').Append(index.Value).Append(']');
                shape = shape?.Element;
                continue;
            }

            var name = part.Groups["name"].Value;
            if (shape?.Kind == ShapeKind.Map)
            {
                expression.Append(CultureInfo.InvariantCulture, $"[\"{name}\"]");
                shape = shape.Element;
                continue;
            }

            schemaPath = isFirst ? name : $"{schemaPath}.{name}";
            shape = isFirst ? resource.Output(name) : shape?.Members?.Find(name);
            if (shape?.Terraform.Name is not { } terraformName || schema.IsLaterInTerraform("aws", terraformType, schemaPath))
            {
                return null;
            }

            expression.Append(isFirst ? "" : ".").Append(terraformName);
            if (shape.Terraform.Form == TerraformForm.SingleBlock && part.Index + part.Length < output.Length)
            {
                expression.Append("[0]");
            }

            isFirst = false;
        }

        return expression.ToString();
    }

    [GeneratedRegex(@"\[(?<index>\d+)\]|(?<name>[^.\[\]]+)")]
    private static partial Regex Part();
}
