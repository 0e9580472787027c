using System.Text.RegularExpressions;

namespace TechCorp.PgInfra.Infra.Configuration;

/// <summary>
/// Values that stand in the committed configuration until somebody writes the real ones: ids whose digits start with ten zeros,
/// the documentation account 123456789012, digests of zeros, names with <c>example</c>.
/// </summary>
internal static partial class ExampleValue
{
    public static bool Is(string value) => Pattern().IsMatch(value);

    [GeneratedRegex(@"\A((vpc|subnet|sg)-|Z)0{10}|123456789012|sha256:0{64}|(\A|[^a-z])example([^a-z]|\z)", RegexOptions.IgnoreCase)]
    private static partial Regex Pattern();
}
