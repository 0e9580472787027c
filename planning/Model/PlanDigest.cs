using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace TechCorp.PgInfra.Planning;

/// <summary>
/// The name of what a plan declares: the same for two plans that declare the same, wherever and against whichever Pulumi packages they
/// were captured.
/// </summary>
public static class PlanDigest
{
    private const string Algorithm = "sha256:";

    /// <summary><c>sha256:</c> and 64 hexadecimal digits, of project, stack, resources and outputs. Warnings and packages declare nothing.</summary>
    public static string Of(Plan plan)
    {
        var json = JsonNode.Parse(PlanJson.Write(plan))!.AsObject();
        json.Remove("sdk");
        json.Remove("warnings");
        return Of(json);
    }

    /// <summary>The digest of any value, member order and white space aside.</summary>
    public static string Of(JsonNode json) => Algorithm + Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Of(json)));

    /// <summary>The first 16 digits, for file names and messages.</summary>
    public static string Abbreviate(string digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        var digits = digest.StartsWith(Algorithm, StringComparison.Ordinal) ? digest[Algorithm.Length..] : digest;
        return digits[..Math.Min(16, digits.Length)];
    }
}
