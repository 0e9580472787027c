using System.Collections.Immutable;

namespace TechCorp.PgInfra.Operations.Targets;

/// <summary>Which server is meant, or as whom, cannot be told from what was given; every problem gives the way out. Exit code 2.</summary>
public sealed class TargetException(params ImmutableArray<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>Each a sentence.</summary>
    public ImmutableArray<string> Problems { get; } = problems;
}
