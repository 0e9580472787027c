using System.Collections.Immutable;

namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>One question people have at night: what to ask the server, and what to make of the answers.</summary>
/// <param name="Name">The word on the command line.</param>
/// <param name="Asks">What it answers, one line without a full stop.</param>
/// <param name="Queries">What is sent.</param>
/// <param name="Judge">The findings of the answers; pure.</param>
public sealed record Check(string Name, string Asks, ImmutableArray<Query> Queries, Func<Answers, IEnumerable<Finding>> Judge)
{
    /// <summary>What no SELECT tells, for example the server's log; null asks nothing more.</summary>
    public Func<Answers, CancellationToken, Task<ImmutableArray<AnswerTable>>>? Beyond { get; init; }

    /// <summary>Tables as people want them, made of the answers; by default the answers as they are.</summary>
    public Func<Answers, AnswerTable, AnswerTable> Present { get; init; } = (_, table) => table;

    /// <summary>What the answers cannot tell because this login may not see it.</summary>
    public Func<Answers, IEnumerable<Skip>> Unseen { get; init; } = _ => [];

    /// <summary>What it came to when nothing was found, in a few words.</summary>
    public Func<Answers, string> Fine { get; init; } = _ => "";

    /// <summary>What to know when reading the tables.</summary>
    public Func<Answers, IEnumerable<string>> Notes { get; init; } = _ => [];
}
