using System.Collections.Immutable;
using TechCorp.PgInfra.Planning.Schema;

namespace TechCorp.PgInfra.Planning;

/// <summary>The program declares something that cannot become a plan; every problem found.</summary>
public sealed class PlanException(string stack, ImmutableArray<PlanProblem> problems)
    : Exception($"The plan of stack '{stack}' has {problems.Length} problem(s):{Environment.NewLine}{string.Join(Environment.NewLine, problems)}")
{
    /// <summary>Each names the resource, the property and the way out.</summary>
    public ImmutableArray<PlanProblem> Problems { get; } = problems;
}

/// <summary>The program itself failed while it was run on mocks.</summary>
public sealed class ProgramException(string stack, string message, Exception inner) : Exception($"The program of stack '{stack}' failed: {message}", inner);
