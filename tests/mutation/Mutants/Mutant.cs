namespace TechCorp.PgInfra.Mutation;

/// <summary>One step away from the program.</summary>
/// <param name="Number">Where the switch finds it; numbers change with the sources, <see cref="Name"/> does not.</param>
/// <param name="File">Path below the repository.</param>
/// <param name="Line">1-based.</param>
/// <param name="Member">Method, property or law it stands in.</param>
/// <param name="Was">The text.</param>
/// <param name="Becomes">The text instead.</param>
/// <param name="Ordinal">Which of several equal ones in the member, from 1.</param>
/// <param name="IsAlone">True where the language wants a constant: such a mutant needs a build of its own.</param>
public sealed record Mutant(int Number, string File, int Line, string Member, string Was, string Becomes, int Ordinal, bool IsAlone)
{
    /// <summary>Stays the same while other parts of the file change.</summary>
    public string Name => $"{File[(File.LastIndexOf('/') + 1)..]} {Member}: {Was} => {Becomes}{(Ordinal > 1 ? $" ({Ordinal})" : "")}";
}
