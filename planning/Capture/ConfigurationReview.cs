using System.Collections.Immutable;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Planning;

/// <summary>What there is to say about a stack's configuration before anything is declared from it.</summary>
/// <param name="Problems">Reasons to stop.</param>
/// <param name="Warnings">What to know before an update.</param>
public sealed record ConfigurationReview(ImmutableArray<ConfigurationProblem> Problems, ImmutableArray<PlanWarning> Warnings)
{
    /// <summary>Nothing to say.</summary>
    public static ConfigurationReview Nothing { get; } = new([], []);
}

/// <summary>A stack's configuration has problems; all of them, none hides another.</summary>
public sealed class ConfigurationException(string stack, ImmutableArray<ConfigurationProblem> problems, string? where = null)
    : Exception($"The configuration of stack '{stack}' has {problems.Length} problem(s):{Environment.NewLine}{string.Join(Environment.NewLine, problems)}")
{
    /// <summary>The stack whose file is to be mended: not always the one asked for, since stacks refer to each other.</summary>
    public string Stack { get; } = stack;

    /// <summary>Which of several versions of it, such as a git revision; null when there is only one.</summary>
    public string? Where { get; } = where;

    /// <summary>Key, value, what is allowed and why.</summary>
    public ImmutableArray<ConfigurationProblem> Problems { get; } = problems;
}
