using System.Collections.Immutable;
using TechCorp.PgInfra.Rehearsal.Estates;

namespace TechCorp.PgInfra.Operations.Targets;

/// <summary>The estate, or the one server, that a command works on.</summary>
/// <param name="Name">For headings: <c>rehearsal of stack prod</c>, a host.</param>
/// <param name="Nodes">Every server that can be asked, the writer first; a Multi-AZ standby is none of them, nobody can connect to it.</param>
/// <param name="Chosen">The one that questions about one server go to.</param>
public sealed record Target(string Name, ImmutableArray<TargetNode> Nodes, TargetNode Chosen)
{
    /// <summary>The login every connection is made as.</summary>
    public string Login => Chosen.Connection.Username;

    /// <summary>The rehearsal it is; null for a server elsewhere.</summary>
    public RunningEstate? Rehearsal { get; init; }

    /// <summary>How the command line named it, for the commands that advice gives: empty for a rehearsal.</summary>
    public string Arguments { get; init; } = "";

    /// <summary>Another subcommand on the same target, about a node: the chosen one unless said otherwise. Unless one is said, the first is asked.</summary>
    public string Command(string rest, string? node = null)
    {
        var about = node ?? Chosen.Identifier;
        return $"./pg ops {rest}{(about == Nodes[0].Identifier ? "" : $" --node {about}")}{Arguments}";
    }
}
