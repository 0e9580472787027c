using System.Text.RegularExpressions;

namespace TechCorp.PgInfra.Rehearsal.Alarms;

/// <summary>
/// CloudWatch Logs filter pattern for plain text: all terms must occur, of those with <c>?</c> one, of those with <c>-</c> none; a
/// quoted term is those characters in that order, blanks included; case counts (CloudWatch Logs user guide, "Filter pattern syntax").
/// </summary>
public static partial class LogFilterPattern
{
    /// <summary>True when the pattern is one this knows: not for JSON (<c>{…}</c>), fields (<c>[…]</c>) or regular expressions (<c>%…%</c>).</summary>
    public static bool IsSupported(string pattern) => pattern.TrimStart() is not ['{' or '[' or '%', ..];

    /// <summary>True when the line matches.</summary>
    /// <exception cref="NotSupportedException">The pattern is of another kind.</exception>
    public static bool Matches(string pattern, string line)
    {
        if (!IsSupported(pattern)) throw new NotSupportedException($"Filter pattern {pattern} is not one for plain text.");
        var terms = Term().Matches(pattern)
            .Select(m => (Mark: m.Groups["mark"].Value, Text: m.Groups["quoted"].Success ? m.Groups["quoted"].Value : m.Groups["word"].Value)).ToList();
        var optional = terms.Where(t => t.Mark == "?").ToList();
        return terms.Where(t => t.Mark == "").All(t => Contains(t.Text))
            && !terms.Any(t => t.Mark == "-" && Contains(t.Text))
            && (optional.Count == 0 || optional.Any(t => Contains(t.Text)));

        bool Contains(string term) => line.Contains(term, StringComparison.Ordinal);
    }

    [GeneratedRegex("""(?<mark>[?-]?)(?:"(?<quoted>[^"]*)"|(?<word>[^\s"]+))""")]
    private static partial Regex Term();
}
