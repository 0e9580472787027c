using System.Text.RegularExpressions;

namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>
/// Statements as they may be shown. pg_stat_activity and the log hold them as they were sent, literals and all: a statement that has to
/// do with a credential is shown without any of its literals and comments, since which of them is the secret cannot be told.
/// </summary>
public static partial class StatementText
{
    /// <summary>What stands in place of a literal.</summary>
    public const string Hidden = "'[hidden]'";

    /// <summary>The statement, on one line, without secrets.</summary>
    public static string Safe(string statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var text = Credential().IsMatch(statement) ? Pieces().Replace(statement, m => m.Groups["literal"].Success ? Hidden : m.Groups["comment"].Success ? " " : m.Value) : statement;
        // Also where nobody would look for one: a connection string in a comment, a verifier in a plain column.
        text = InUrl().Replace(Verifier().Replace(text, "[hidden]"), "$1[hidden]@");
        return Space().Replace(text, " ").Trim();
    }

    /// <summary>What the statement is: its first words, for example <c>SELECT</c> or <c>ALTER ROLE</c>.</summary>
    public static string Kind(string statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var words = Comment().Replace(statement, " ").Split([' ', '\n', '\t', '\r', ';', '('], StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [] => "",
            [var first, var second, ..] when first.ToUpperInvariant() is "CREATE" or "ALTER" or "DROP" => $"{first} {second}".ToUpperInvariant(),
            [var first, ..] => first.ToUpperInvariant(),
        };
    }

    // The words of the estate's own tables among them: users_credentials, tokens, sessions.
    [GeneratedRegex("passw|passphrase|pwd|secret|token|credential|verifier|crypt|api_?key|private_?key|scram|session", RegexOptions.IgnoreCase)]
    private static partial Regex Credential();

    // Quoted names are passed over whole and comments left out, so that an apostrophe in them opens nothing. What the server cut off
    // (track_activity_query_size) ends without its quote.
    [GeneratedRegex("""(?<name>"(?:[^"]|"")*"?)|(?<comment>--[^\n]*|/\*.*?(?:\*/|\z))|(?<literal>\$(?<tag>[A-Za-z_]\w*|)\$.*?(?:\$\k<tag>\$|\z)|[eE]'(?:[^'\\]|''|\\.)*(?:'|\\?\z)|(?:[uU]&|[bBxXnN])?'(?:[^']|'')*(?:'|\z))""", RegexOptions.Singleline)]
    private static partial Regex Pieces();

    [GeneratedRegex(@"SCRAM-SHA-256\$[^\s']*|\bmd5[0-9a-f]{32}\b")]
    private static partial Regex Verifier();

    [GeneratedRegex(@"(://[^\s:/@']+:)[^\s@']+@")]
    private static partial Regex InUrl();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"--[^\n]*|/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();
}
