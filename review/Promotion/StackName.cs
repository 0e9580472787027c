namespace TechCorp.PgInfra.Review.Promotion;

/// <summary>The one thing besides configuration that a stack is different by: its name.</summary>
internal sealed class StackName(string from, string to)
{
    /// <summary>True when one text becomes the other by writing the other stack's name in some of the places where the one's stands.</summary>
    public bool Explains(string? before, string? after) =>
        before is not null && after is not null && before.Contains(from, StringComparison.Ordinal) && Fits(before, after);

    private bool Fits(ReadOnlySpan<char> before, ReadOnlySpan<char> after)
    {
        var at = before.IndexOf(from, StringComparison.Ordinal);
        if (at < 0)
        {
            return before.SequenceEqual(after);
        }

        if (!after.StartsWith(before[..at], StringComparison.Ordinal))
        {
            return false;
        }

        var rest = before[(at + from.Length)..];
        var left = after[at..];
        return (left.StartsWith(to, StringComparison.Ordinal) && Fits(rest, left[to.Length..]))
            || (left.StartsWith(from, StringComparison.Ordinal) && Fits(rest, left[from.Length..]));
    }
}
