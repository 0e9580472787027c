using System.Text.RegularExpressions;

namespace TechCorp.PgInfra.Views.Readme;

/// <summary>
/// Parts of a document that are written by the program: between <c>&lt;!-- generated: NAME --&gt;</c> and <c>&lt;!-- end --&gt;</c>,
/// each alone on its line.
/// </summary>
public static partial class GeneratedSections
{
    /// <summary>The document with every generated part as it should be now.</summary>
    /// <exception cref="FormatException">A part has no end, or a name nobody generates; every problem, with its line.</exception>
    public static string Replace(string document, IReadOnlyDictionary<string, string> parts)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(parts);
        var problems = new List<string>();
        var result = new List<string>();
        string? open = null;
        foreach (var (index, line) in document.Split('\n').Index())
        {
            if (Start().Match(line) is { Success: true } start)
            {
                var name = start.Groups[1].Value;
                if (open is not null) problems.Add($"line {index + 1}: '{name}' begins before '{open}' ends; write <!-- end --> between them");
                if (!parts.ContainsKey(name)) problems.Add($"line {index + 1}: nothing generates '{name}'; known are {string.Join(", ", parts.Keys.Order(StringComparer.Ordinal))}");
                open = name;
                result.Add(line);
                result.Add(parts.GetValueOrDefault(name, "").TrimEnd('\n'));
            }
            else if (line.Trim() == End)
            {
                if (open is null) problems.Add($"line {index + 1}: ends what never began");
                open = null;
                result.Add(line);
            }
            else if (open is null)
            {
                result.Add(line);
            }
        }

        if (open is not null) problems.Add($"'{open}' never ends; write {End} after it");
        return problems.Count == 0 ? string.Join('\n', result) : throw new FormatException(string.Join(Environment.NewLine, problems));
    }

    private const string End = "<!-- end -->";

    [GeneratedRegex(@"^\s*<!-- generated: ([\w-]+) -->\s*$")]
    private static partial Regex Start();
}
