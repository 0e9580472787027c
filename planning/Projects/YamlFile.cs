using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TechCorp.PgInfra.Planning.Projects;

/// <summary>Reads a YAML file whose root is a mapping with plain keys, and says where it is not.</summary>
internal static class YamlFile
{
    public static YamlMappingNode ReadMapping(string path)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = File.OpenText(path);
            stream.Load(reader);
        }
        catch (YamlException e)
        {
            // The mark's text repeats the position that stands before it.
            throw new ProjectException($"{path}:{e.Start.Line}:{e.Start.Column}: not YAML: {(e.InnerException ?? e).Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProjectException($"{path} cannot be read: {e.Message}");
        }

        // An empty file is a stack without configuration, and the missing keys are what is to be told.
        if (stream.Documents.Count == 0)
        {
            return [];
        }

        if (stream.Documents.Count != 1 || stream.Documents[0].RootNode is not YamlMappingNode root)
        {
            throw new ProjectException($"{path} must be one YAML mapping, such as 'config:' with the stack's values below it.");
        }

        RequirePlainKeys(path, root);
        return root;
    }

    public static YamlNode? Child(YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    public static string? Text(YamlMappingNode map, string key) => (Child(map, key) as YamlScalarNode)?.Value;

    public static YamlMappingNode? Mapping(string path, YamlMappingNode map, string key) => Child(map, key) switch
    {
        null or YamlScalarNode { Value: null or "" } => null,
        YamlMappingNode found => found,
        var other => throw new ProjectException($"{path}:{other.Start.Line}:{other.Start.Column}: '{key}' must be a mapping."),
    };

    /// <summary>A scalar inside a structured value: typed by YAML's core schema unless it is quoted.</summary>
    public static JsonNode? Scalar(YamlScalarNode node)
    {
        var text = node.Value ?? "";
        if (node.Style is not (ScalarStyle.Plain or ScalarStyle.Any))
        {
            return text;
        }

        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => true,
            "false" or "False" or "FALSE" => false,
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
            _ when char.IsAsciiDigit(text[^1]) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) => real,
            _ => text,
        };
    }

    private static void RequirePlainKeys(string path, YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode map:
                foreach (var (key, value) in map.Children)
                {
                    if (key is not YamlScalarNode)
                    {
                        throw new ProjectException($"{path}:{key.Start.Line}:{key.Start.Column}: a key must be plain text.");
                    }

                    RequirePlainKeys(path, value);
                }

                break;
            case YamlSequenceNode list:
                foreach (var item in list.Children)
                {
                    RequirePlainKeys(path, item);
                }

                break;
        }
    }
}
