namespace TechCorp.PgInfra.Infra.Configuration;

/// <summary>One thing that is wrong with a stack's configuration.</summary>
/// <param name="Key">Where, in the notation of <c>pulumi config set --path</c>: <c>replicas[1].instanceClass</c>, <c>aws:region</c>.</param>
/// <param name="Value">What stands there; null when nothing does.</param>
/// <param name="Allowed">What may stand there.</param>
/// <param name="Why">What would happen otherwise, or where the limit comes from.</param>
public sealed record ConfigurationProblem(string Key, string? Value, string Allowed, string Why)
{
    public override string ToString() =>
        $"{Key} {(Value is null ? "is missing" : $"= {Shorten(Value)}")}: allowed is {Allowed} ({Why})";

    private static string Shorten(string value)
    {
        // One line per problem, whatever somebody pasted into the file.
        var line = string.Concat(value.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length > 100 ? $"'{line[..100]}…'" : $"'{line}'";
    }
}
