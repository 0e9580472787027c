using System.Collections.Immutable;

namespace TechCorp.PgInfra.Migrations.Baseline;

/// <summary>The baseline cannot be applied as it stands; every problem is in the list, with its way out.</summary>
public sealed class BaselineException(ImmutableArray<string> problems, Exception? inner = null)
    : Exception(string.Join('\n', problems), inner)
{
    /// <summary>One sentence or more each.</summary>
    public ImmutableArray<string> Problems { get; } = problems;
}
