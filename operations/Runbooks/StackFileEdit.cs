using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TechCorp.PgInfra.Operations.Runbooks;

/// <summary>Sets one value of a stack's configuration file, and leaves every other character as it is, comments included.</summary>
internal static class StackFileEdit
{
    /// <summary>The text with the value set, and the line before and after; the same text where it has that value.</summary>
    /// <param name="text">The file.</param>
    /// <param name="path">Keys from the root to the value.</param>
    /// <param name="value">A plain scalar.</param>
    /// <exception cref="RunbookException">The file is not YAML, or has no such key.</exception>
    public static (string Text, int Line, string Before, string After) Set(string text, string file, IReadOnlyList<string> path, string value)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            throw new RunbookException($"{file}:{e.Start.Line}: not YAML: {e.Message}");
        }

        YamlNode? at = stream.Documents.Count == 1 ? stream.Documents[0].RootNode : null;
        foreach (var key in path) at = at is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;
        if (at is not YamlScalarNode scalar) throw new RunbookException($"{file} has no {string.Join(" / ", path)}; it is a line of its own there.");
        var edited = string.Concat(text.AsSpan(0, (int)scalar.Start.Index), scalar.Value == value ? text.AsSpan((int)scalar.Start.Index, (int)(scalar.End.Index - scalar.Start.Index)) : value, text.AsSpan((int)scalar.End.Index));
        var line = (int)scalar.Start.Line;
        return (edited, line, text.Split('\n')[line - 1].TrimEnd('\r'), edited.Split('\n')[line - 1].TrimEnd('\r'));
    }
}
