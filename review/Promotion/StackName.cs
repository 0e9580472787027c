using System.Text.RegularExpressions;

namespace TechCorp.PgInfra.Review.Promotion;

/// <summary>The one thing besides configuration that a stack is different by: its name.</summary>
internal sealed class StackName(string from, string to)
{
    private readonly Dictionary<string, Regex> _patterns = new(StringComparer.Ordinal);

    /// <summary>True when one text becomes the other by writing the other stack's name in some of the places where the one's stands.</summary>
    public bool Explains(string? before, string? after)
    {
        if (before is null || after is null || !before.Contains(from, StringComparison.Ordinal))
        {
            return false;
        }

        if (!_patterns.TryGetValue(before, out var pattern))
        {
            var either = $"(?:{Regex.Escape(from)}|{Regex.Escape(to)})";
            pattern = _patterns[before] = new Regex($@"\A{string.Join(either, before.Split(from).Select(Regex.Escape))}\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }

        return pattern.IsMatch(after);
    }
}
