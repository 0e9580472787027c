namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>How bad it is, worst first. What could not be asked stands before what is fine: nobody knows that it is.</summary>
public enum Level
{
    /// <summary>Clients notice, or will within the hour.</summary>
    Critical,

    /// <summary>Past a limit that was set so that somebody looks.</summary>
    Warning,

    /// <summary>Not asked, or not answered: never to be taken for fine.</summary>
    Skipped,

    /// <summary>Asked, answered and within every limit.</summary>
    Ok,
}

/// <summary>The words people and JSON see.</summary>
public static class LevelWords
{
    /// <summary><c>critical</c>, <c>warning</c>, <c>skipped</c> or <c>ok</c>.</summary>
    public static string Word(this Level level) => level switch
    {
        Level.Critical => "critical",
        Level.Warning => "warning",
        Level.Skipped => "skipped",
        _ => "ok",
    };
}
