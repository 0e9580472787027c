using System.Text.RegularExpressions;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Schema;

namespace TechCorp.PgInfra.Review.Conformance;

/// <summary>Terraform addresses of a plan's resources: <c>aws_db_instance.techcorp-primary</c>.</summary>
internal sealed partial class Labels
{
    private readonly Dictionary<string, (string Type, string Label)> _byUrn = new(StringComparer.Ordinal);

    public Labels(Plan plan, ProviderSchema schema)
    {
        var taken = new HashSet<(string, string)>();
        foreach (var resource in plan.Resources)
        {
            // Only AWS is judged; what the random provider makes is a placeholder, see Placeholders.
            if (!IsJudged(resource) || schema.Resource(resource.Type)?.TerraformType is not { } type)
            {
                continue;
            }

            var label = Of(resource.Name);
            // "a/b" and "a.b" are two names to Pulumi and would be one label.
            for (var (n, name) = (2, label); !taken.Add((type, label)); n++)
            {
                label = $"{name}_{n}";
            }

            _byUrn.Add(resource.Urn, (type, label));
        }
    }

    /// <summary>Type and label of a resource that Terraform is asked about, or null.</summary>
    public (string Type, string Label)? Find(string urn) => _byUrn.TryGetValue(urn, out var found) ? found : null;

    /// <summary>A Terraform identifier for a name: letters, digits, _ and -, no digit or - first.</summary>
    public static string Of(string name)
    {
        var label = NotAllowed().Replace(name, "_");
        return char.IsAsciiLetter(label[0]) || label[0] == '_' ? label : "_" + label;
    }

    private static bool IsJudged(PlannedResource resource) => !resource.IsComponent && resource.Type.StartsWith("aws:", StringComparison.Ordinal);

    [GeneratedRegex("[^A-Za-z0-9_-]")]
    private static partial Regex NotAllowed();
}
