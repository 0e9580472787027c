using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Cli.Ops;

/// <summary>Times on the command line, in PostgreSQL's own notation.</summary>
internal static class Times
{
    /// <summary>The time; null when none was given, or with a problem when it is none.</summary>
    public static TimeSpan? Read(string option, string? text, List<string> problems)
    {
        if (text is null) return null;
        // Whoever leaves the unit out means seconds, as in --watch.
        var written = text.Length > 0 && text.All(char.IsAsciiDigit) ? text + "s" : text;
        if (Quantity.ToEngine(written, ParameterUnit.Milliseconds, out var problem) is >= 0 and <= 86_400_000_000 and var milliseconds)
            return TimeSpan.FromMilliseconds((double)milliseconds);
        problems.Add($"{option}: '{text}' {problem ?? "is out of range (0 to 1000 days)"}; write for example 500ms, 30s, 5min, 1h.");
        return null;
    }
}
