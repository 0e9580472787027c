using System.Text.RegularExpressions;

namespace TechCorp.PgInfra.Migrations.Apply;

/// <summary>Last line of defence for messages that quote a statement.</summary>
internal static partial class Redaction
{
    /// <summary>The statement without verifiers, cut to a readable length.</summary>
    public static string Hide(string statement)
    {
        var text = Verifier().Replace(statement, "[verifier]");
        return text.Length <= 400 ? text : text[..400] + " ...";
    }

    [GeneratedRegex(@"SCRAM-SHA-256\$[^']*")]
    private static partial Regex Verifier();
}
