using System.Collections.Immutable;

namespace TechCorp.PgInfra.Operations.Connect;

/// <summary>Nothing to connect to, or not by this way; every reason, each a sentence that gives the way out.</summary>
public sealed class ConnectException(params ImmutableArray<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>The reasons.</summary>
    public ImmutableArray<string> Problems { get; } = problems;
}
