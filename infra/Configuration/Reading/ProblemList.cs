using System.Text.RegularExpressions;

namespace TechCorp.PgInfra.Infra.Configuration.Reading;

/// <summary>Problems found so far, in the order of the configuration.</summary>
internal sealed partial class ProblemList
{
    private readonly List<ConfigurationProblem> _problems = [];
    private readonly List<string> _explained = [];

    public IReadOnlyList<ConfigurationProblem> All => _problems;

    public void Add(string key, string? value, string allowed, string why) => _problems.Add(new(key, value is null ? null : WithoutWebPath(value), allowed, why));

    /// <summary>Forgets that a key is missing: it is there, with a typing mistake in its name, and that is one problem and not two.</summary>
    public void Explained(string key)
    {
        _problems.RemoveAll(p => p.Key == key && p.Value is null);
        _explained.Add(key);
    }

    // A webhook's path is its password, and these lines end up in a pipeline's log.
    public static string WithoutWebPath(string value) => WebPath().Replace(value, "$1…");

    [GeneratedRegex("(https?://[^/\\s\"]*/)[^\\s\"]+", RegexOptions.IgnoreCase)]
    private static partial Regex WebPath();

    /// <summary>True when the key, something inside it or something around it is already wrong: a rule on it would only repeat that.</summary>
    public bool Touch(string key) => _problems.Select(p => p.Key).Concat(_explained).Any(k => Within(k, key) || Within(key, k));

    private static bool Within(string inner, string outer) =>
        inner.StartsWith(outer, StringComparison.Ordinal) && (inner.Length == outer.Length || inner[outer.Length] is '.' or '[');
}
