using System.Collections.Immutable;

namespace TechCorp.PgInfra.Cli.Frame;

/// <summary>What the user gave cannot be worked with; every problem, each a sentence that gives the way out. Exit code 2.</summary>
internal sealed class InputException(params ImmutableArray<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public ImmutableArray<string> Problems { get; } = problems;
}
