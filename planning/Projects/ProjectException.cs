using System.Collections.Immutable;

namespace TechCorp.PgInfra.Planning.Projects;

/// <summary>The project or stack files cannot be read as such; every problem found, each with the file, the place and the way out.</summary>
public sealed class ProjectException(ImmutableArray<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>One problem.</summary>
    public ProjectException(string problem)
        : this([problem])
    {
    }

    /// <summary>One sentence each.</summary>
    public ImmutableArray<string> Problems { get; } = problems;
}
