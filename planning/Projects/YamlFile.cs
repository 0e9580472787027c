using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TechCorp.PgInfra.Planning.Projects;

/// <summary>Reads a YAML file whose root is a mapping with plain keys, and says where it is not.</summary>
internal static class YamlFile
{
    // Nothing a stack declares is half as deep. An alias inside of what it names, or a file of brackets, has no end, and reading it
    // would end the process.
    private const int Deepest = 50;

    /// <summary>Reads a file.</summary>
    public static YamlMappingNode ReadMapping(string path)
    {
        try
        {
            // As the Pulumi CLI does: text of another encoding would become replacement characters in a tag or an address.
            using var reader = new StreamReader(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return ParseMapping(path, reader.ReadToEnd());
        }
        catch (DecoderFallbackException)
        {
            throw new ProjectException($"{path} is not UTF-8. Save it as UTF-8; 'iconv -f latin1 -t utf8' converts what an old editor wrote.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProjectException($"{path} cannot be read: {e.Message}");
        }
    }

    /// <summary>Reads the text of one.</summary>
    /// <param name="path">What the text is called in a message.</param>
    /// <param name="text">YAML.</param>
    public static YamlMappingNode ParseMapping(string path, string text)
    {
        var stream = new YamlStream();
        try
        {
            RequireShallow(path, text);
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            // The mark's text repeats the position that stands before it.
            throw new ProjectException($"{path}:{e.Start.Line}:{e.Start.Column}: not YAML: {(e.InnerException ?? e).Message}");
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

        RequirePlainKeys(path, root, 1);
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

    private static void RequireShallow(string path, string text)
    {
        var parser = new Parser(new StringReader(text));
        for (var depth = 0; parser.MoveNext();)
        {
            depth += parser.Current!.NestingIncrease;
            // The stream and its document are a level each.
            if (depth > Deepest + 2) throw TooDeep(path, parser.Current.Start);
        }
    }

    private static ProjectException TooDeep(string path, Mark at) =>
        new($"{path}:{at.Line}:{at.Column}: values lie in each other more than {Deepest} levels deep; an alias (*name) must not stand inside of what it names.");

    // A level more for each step, since an alias can lead back to where it stands.
    private static void RequirePlainKeys(string path, YamlNode node, int depth)
    {
        if (depth > Deepest) throw TooDeep(path, node.Start);
        switch (node)
        {
            case YamlMappingNode map:
                foreach (var (key, value) in map.Children)
                {
                    if (key is not YamlScalarNode)
                    {
                        throw new ProjectException($"{path}:{key.Start.Line}:{key.Start.Column}: a key must be plain text.");
                    }

                    RequirePlainKeys(path, value, depth + 1);
                }

                break;
            case YamlSequenceNode list:
                foreach (var item in list.Children)
                {
                    RequirePlainKeys(path, item, depth + 1);
                }

                break;
        }
    }
}
