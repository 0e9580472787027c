using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Schema;

namespace TechCorp.PgInfra.Review.Conformance;

/// <summary>References of a plan as Terraform expressions.</summary>
internal sealed partial class ReferenceExpressions(Plan plan, ProviderSchema schema, Labels labels, Placeholders placeholders)
{
    /// <summary>
    /// <c>aws_kms_key.database.arn</c> for an output of a resource of the same file, <c>local.…</c> for anything else, so that nothing
    /// is asked of the cloud.
    /// </summary>
    public string Of(PlanReference reference) =>
        plan.Find(reference) is { } resource && labels.Find(resource.Urn) is { } address
        && Attribute(schema.Resource(resource.Type)!, address.Type, reference.Output) is { } attribute
            ? $"{address.Type}.{address.Label}.{attribute}"
            : placeholders.Expression(reference);

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
            if (!isFirst && shape?.Kind == ShapeKind.Map)
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
