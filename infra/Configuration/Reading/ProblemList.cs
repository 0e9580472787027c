using System.Text.RegularExpressions;

namespace TechCorp.PgInfra.Infra.Configuration.Reading;

/// <summary>Problems found so far, in the order of the configuration.</summary>
internal sealed partial class ProblemList
{
    private readonly List<ConfigurationProblem> _problems = [];

    public IReadOnlyList<ConfigurationProblem> All => _problems;

    public void Add(string key, string? value, string allowed, string why) => _problems.Add(new(key, value is null ? null : WebPath().Replace(value, "$1…"), allowed, why));

    // A webhook's path is its password, and these lines end up in a pipeline's log.
    [GeneratedRegex("(https?://[^/\\s\"]*/)[^\\s\"]+", RegexOptions.IgnoreCase)]
    private static partial Regex WebPath();

    /// <summary>True when the key, something inside it or something around it is already wrong: a rule on it would only repeat that.</summary>
    public bool Touch(string key) => _problems.Exists(p => Within(p.Key, key) || Within(key, p.Key));

    private static bool Within(string inner, string outer) =>
        inner.StartsWith(outer, StringComparison.Ordinal) && (inner.Length == outer.Length || inner[outer.Length] is '.' or '[');
}
