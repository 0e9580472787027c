namespace TechCorp.PgInfra.Operations;

/// <summary>Words as a POSIX shell reads them back.</summary>
public static class ShellText
{
    private const string Plain = "-_./:=+@,%";

    /// <summary>The word as it is where a shell leaves it alone, else in single quotes.</summary>
    public static string Quote(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || Plain.Contains(c, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }
}
