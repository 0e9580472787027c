namespace PulumiSdk.Generator.Schema;

/// <summary>One thing that is wrong with a schema excerpt.</summary>
/// <param name="Where">The token and the property, for example <c>aws:rds/instance:Instance, property 'port'</c>.</param>
/// <param name="What">What is wrong, what is allowed, and the way out.</param>
public sealed record SchemaProblem(string Where, string What)
{
    /// <inheritdoc/>
    public override string ToString() => Where.Length == 0 ? What : $"{Where}: {What}";
}

/// <summary>A schema excerpt cannot be turned into code; carries every problem found.</summary>
public sealed class SchemaException(IReadOnlyList<SchemaProblem> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>Every problem, in the order of the file.</summary>
    public IReadOnlyList<SchemaProblem> Problems { get; } = problems;
}
