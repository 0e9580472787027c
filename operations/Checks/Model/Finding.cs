namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>Something past a limit.</summary>
/// <param name="Level">Critical or warning.</param>
/// <param name="Text">What, where, how much, and the limit it passed.</param>
/// <param name="Next">Command or statement to run next; null when the text says all.</param>
public sealed record Finding(Level Level, string Text, string? Next = null)
{
    public static Finding Critical(string text, string? next = null) => new(Level.Critical, text, next);

    public static Finding Warning(string text, string? next = null) => new(Level.Warning, text, next);
}

/// <summary>A part of a check that was not answered.</summary>
/// <param name="Part">Name of the query.</param>
/// <param name="Why">What is missing, and the way to have it.</param>
public sealed record Skip(string Part, string Why);
