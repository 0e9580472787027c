using System.Text.RegularExpressions;

namespace TechCorp.PgInfra.Operations.Runbooks.Instances;

/// <summary>What RDS takes as a DB instance or snapshot identifier (CreateDBInstance, DBInstanceIdentifier).</summary>
internal static partial class Identifiers
{
    public static IEnumerable<RunbookCheck> Check(string identifier, int most = 63)
    {
        if (!Form().IsMatch(identifier) || identifier.Length > most || identifier.Contains("--", StringComparison.Ordinal) || identifier.EndsWith('-'))
            yield return RunbookCheck.Fail("name", $"'{identifier}' is no identifier: 1 to {most} lower-case letters, digits and hyphens, a letter first, no hyphen last and no two together");
    }

    [GeneratedRegex("^[a-z][a-z0-9-]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
