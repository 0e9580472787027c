using System.Collections.Immutable;

namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>Which servers a query is for.</summary>
public enum Asked
{
    /// <summary>The one the command line chose: by default the writer.</summary>
    Chosen,

    /// <summary>Every server of the target; the answer's first column says which.</summary>
    Every,
}

/// <summary>One SELECT of a check. Its text is a file, its columns are those of the text.</summary>
/// <param name="Name">File name below the folder of its check, and the name of the table in JSON.</param>
/// <param name="Title">For people, above the table.</param>
public sealed record Query(string Name, string Title)
{
    /// <summary>Privilege, extension or setting it cannot do without.</summary>
    public Need Need { get; init; } = Need.Nothing;

    /// <summary>Servers it is for.</summary>
    public Asked Asked { get; init; }

    /// <summary>Folder of the text, where another check has it already.</summary>
    public string? Folder { get; init; }

    /// <summary>Values of $1, $2 ...: int, long, double or string[].</summary>
    public Func<CheckOptions, Limits, ImmutableArray<object>> Parameters { get; init; } = (_, _) => [];

    /// <summary>False for an answer that the check works with and nobody reads.</summary>
    public bool Shown { get; init; } = true;
}
