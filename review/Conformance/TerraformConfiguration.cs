using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TechCorp.PgInfra.Review.Conformance;

/// <summary>Where a value of the Terraform file comes from.</summary>
/// <param name="Urn">URN of the resource; the provider's for a provider block.</param>
/// <param name="Property">Input path by wire names, for example <c>parameters[0].value</c>; empty for the resource itself.</param>
public sealed record Origin(string Urn, string Property);

/// <summary>A stack in Terraform's JSON syntax, complete in one file and without a secret.</summary>
/// <param name="Json">The document.</param>
/// <param name="Origins">Where each value comes from, by its JSON pointer in <paramref name="Json"/>.</param>
/// <param name="Addresses">URN by Terraform address.</param>
/// <param name="Notes">What could not be handed to this version of the provider, one sentence each.</param>
public sealed record TerraformConfiguration(
    JsonObject Json,
    ImmutableDictionary<string, Origin> Origins,
    ImmutableDictionary<string, string> Addresses,
    ImmutableArray<string> Notes)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document as text.</summary>
    public string Text => Json.ToJsonString(Indented) + "\n";

    /// <summary>The origin of the value at this JSON pointer, or of the nearest one around it; null when nothing of the plan is around it.</summary>
    public Origin? OriginOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        for (var at = path; at.Length > 0; at = at[..at.LastIndexOf('/')])
        {
            if (Origins.TryGetValue(at, out var origin))
            {
                return origin;
            }
        }

        return null;
    }
}
