using System.Collections.Immutable;

namespace TechCorp.PgInfra.Operations.Runbooks;

/// <summary>A runbook cannot go on; every reason, each a sentence that gives the way out.</summary>
public class RunbookException(params ImmutableArray<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>The reasons.</summary>
    public ImmutableArray<string> Problems { get; } = problems;
}
