using System.Text.RegularExpressions;
using TechCorp.PgInfra.Cli.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace TechCorp.PgInfra.Cli.Tests.Pipelines.Support;

/// <summary>A workflow of GitHub Actions, as far as rules ask about it.</summary>
internal sealed record Workflow(string Text, YamlMappingNode Root)
{
    public static Workflow Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return new(text, (YamlMappingNode)stream.Documents[0].RootNode);
    }

    public static IReadOnlyList<(string Name, Workflow Workflow)> Committed { get; } =
        [.. Directory.GetFiles(Path.Combine(Repository.Root, ".github/workflows"), "*.yml").Order(StringComparer.Ordinal).Select(f => (Path.GetFileName(f), Parse(File.ReadAllText(f))))];

    public IEnumerable<string> Triggers => Root.Get("on") switch
    {
        YamlMappingNode map => map.Children.Keys.Select(k => k.ToString()),
        YamlSequenceNode list => list.Select(k => k.ToString()),
        { } one => [one.ToString()],
        null => [],
    };

    public IEnumerable<(string Name, YamlMappingNode Job)> Jobs => ((YamlMappingNode)Root.Get("jobs")!).Children.Select(j => (j.Key.ToString(), (YamlMappingNode)j.Value));

    public IEnumerable<(string Job, YamlMappingNode Step)> Steps =>
        Jobs.SelectMany(j => (j.Job.Get("steps") as YamlSequenceNode ?? []).Select(s => (j.Name, (YamlMappingNode)s)));

    /// <summary>Every action or workflow that is used.</summary>
    public IEnumerable<string> Uses => Jobs.Select(j => j.Job.Text("uses")).Concat(Steps.Select(s => s.Step.Text("uses"))).OfType<string>();

    /// <summary>Names behind <c>secrets.</c>, <c>vars.</c> and the job's own token.</summary>
    public IEnumerable<string> Names => Regex.Matches(Text, @"\$\{\{[^}]*?\b(?:secrets|vars)\.(\w+)").Select(m => m.Groups[1].Value).Concat(Text.Contains("github.token", StringComparison.Ordinal) ? ["github.token"] : []).Distinct();
}

internal static class Yaml
{
    public static YamlNode? Get(this YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    public static string? Text(this YamlMappingNode map, string key) => map.Get(key) is YamlScalarNode scalar ? scalar.Value : null;

    public static Dictionary<string, string> Map(this YamlMappingNode map, string key) =>
        (map.Get(key) as YamlMappingNode)?.Children.ToDictionary(p => p.Key.ToString(), p => p.Value.ToString()) ?? [];
}
