using System.Text.RegularExpressions;
using TechCorp.PgInfra.Views.Tests.Support;

namespace TechCorp.PgInfra.Views.Tests.Readme;

/// <summary>One document of the repository.</summary>
/// <param name="Path">Relative to the checkout.</param>
/// <param name="Text">Its Markdown.</param>
internal sealed partial record Document(string Path, string Text)
{
    /// <summary>Every document a reader is sent to.</summary>
    public static IReadOnlyList<Document> All { get; } =
    [
        .. Directory.EnumerateFiles(Checkout.Root, "*.md", SearchOption.AllDirectories)
            .Select(f => System.IO.Path.GetRelativePath(Checkout.Root, f))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or ".pg" or "node_modules"))
            .Order(StringComparer.Ordinal)
            .Select(path => new Document(path, File.ReadAllText(Checkout.Path(path)))),
    ];

    public static IEnumerable<Document> Runbooks => All.Where(d => d.Path.StartsWith("docs/runbooks/", StringComparison.Ordinal) && !d.Path.EndsWith("README.md", StringComparison.Ordinal));

    /// <summary>Lines between fences, without diagrams.</summary>
    public IEnumerable<string> BlockLines => Fence().Matches(Text).Where(m => m.Groups[1].Value != "mermaid").SelectMany(m => m.Groups[2].Value.Split('\n'));

    /// <summary>What stands between single backticks outside of the fences.</summary>
    public IEnumerable<string> Inline => Code().Matches(Fence().Replace(Text, "")).Select(m => m.Groups[1].Value.ReplaceLineEndings(" "));

    /// <summary>The text of one section, by its heading; null when there is none.</summary>
    public string? Section(string heading) => Regex.Match(Text, $@"^## {Regex.Escape(heading)}\n(.*?)(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^```(\w*)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"`([^`]+)`")]
    private static partial Regex Code();
}
