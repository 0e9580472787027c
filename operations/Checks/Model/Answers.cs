using System.Collections.Immutable;
using TechCorp.PgInfra.Operations.Targets;

namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>Everything the servers answered to one check.</summary>
public sealed record Answers
{
    /// <summary>Whom was asked.</summary>
    public required Target Target { get; init; }

    /// <summary>Options of the command line.</summary>
    public required CheckOptions Options { get; init; }

    /// <summary>Limits by node.</summary>
    public required ImmutableDictionary<string, Limits> Limits { get; init; }

    /// <summary>Facts of every node that answered.</summary>
    public required ImmutableDictionary<string, ServerFacts> Facts { get; init; }

    /// <summary>Nodes that did not answer, with the reason.</summary>
    public ImmutableArray<(TargetNode Node, string Why)> Silent { get; init; } = [];

    /// <summary>Tables by the name of their query; a query that was skipped everywhere has none.</summary>
    public ImmutableDictionary<string, AnswerTable> Tables { get; init; } = ImmutableDictionary<string, AnswerTable>.Empty;

    /// <summary>Rows of a query; none when it was skipped.</summary>
    public ImmutableArray<Row> Rows(string query) => Tables.TryGetValue(query, out var table) ? table.Rows : [];

    /// <summary>True when the query was answered by somebody.</summary>
    public bool Has(string query) => Tables.ContainsKey(query);

    /// <summary>Limits of the chosen node.</summary>
    public Limits Chosen => Limits[Target.Chosen.Identifier];

    /// <summary>Facts of the chosen node.</summary>
    public ServerFacts ChosenFacts => Facts[Target.Chosen.Identifier];

    /// <inheritdoc cref="Targets.Target.Command"/>
    public string Command(string rest, string? node = null) => Target.Command(rest, node);
}
