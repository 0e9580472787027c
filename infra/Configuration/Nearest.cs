namespace TechCorp.PgInfra.Infra.Configuration;

/// <summary>Finds what a mistyped word most likely means.</summary>
public static class Nearest
{
    /// <summary>The known word closest to <paramref name="word"/>, or null when none is close enough to be a slip of the keyboard.</summary>
    public static string? Find(string word, IEnumerable<string> known) =>
        known.Select(k => (Word: k, Distance: Distance(word.ToUpperInvariant(), k.ToUpperInvariant())))
            .Where(k => k.Distance <= Math.Max(1, Math.Max(word.Length, k.Word.Length) / 3))
            .OrderBy(k => k.Distance).ThenBy(k => k.Word, StringComparer.Ordinal)
            .Select(k => k.Word).FirstOrDefault();

    /// <summary>The same as a sentence to put behind a message: <c> Did you mean 'x'?</c>, or nothing.</summary>
    public static string Hint(string word, IEnumerable<string> known) => Find(word, known) is { } found ? $" Did you mean '{found}'?" : "";

    // A word is never longer than this; a pasted file may be, and edits are counted for every pair of letters.
    private const int Longest = 80;

    // Edits between two words; two neighbouring letters in the wrong order count as one.
    private static int Distance(string a, string b)
    {
        a = a.Length > Longest ? a[..Longest] : a;
        b = b.Length > Longest ? b[..Longest] : b;
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }

                rows[i, j] = Math.Min(
                    Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1),
                    rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }
}
