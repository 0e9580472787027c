using System.Collections.Immutable;
using TechCorp.PgInfra.Infra.Configuration;
using YamlDotNet.RepresentationModel;

namespace TechCorp.PgInfra.Planning.Projects;

/// <summary>Pulumi.yaml and the stack files beside it, read the way the Pulumi CLI reads them.</summary>
/// <param name="Directory">Folder that holds Pulumi.yaml.</param>
/// <param name="Name">Project name: the configuration namespace of keys without one.</param>
/// <param name="Defaults">The project-level <c>config:</c> block, by full key; a stack file overrides it.</param>
public sealed record PulumiProject(string Directory, string Name, ImmutableSortedDictionary<string, ConfigurationValue> Defaults)
{
    /// <summary>Namespaces that something reads besides the project's own.</summary>
    private static readonly string[] OtherNamespaces = ["aws", "random", "pulumi"];

    /// <summary>What a stack file may hold: https://www.pulumi.com/docs/iac/concepts/projects/stack-settings-file/.</summary>
    private static readonly string[] StackKeys = ["config", "secretsprovider", "encryptionsalt", "encryptedkey", "environment"];

    /// <summary>Stacks that have a file, in alphabetical order.</summary>
    public ImmutableArray<string> Stacks =>
        [.. System.IO.Directory.EnumerateFiles(Directory, "Pulumi.*.yaml").Select(f => Path.GetFileName(f)["Pulumi.".Length..^".yaml".Length]).Order(StringComparer.Ordinal)];

    /// <summary>Reads <c>Pulumi.yaml</c> in this folder.</summary>
    /// <exception cref="ProjectException">There is none, or it is no project file.</exception>
    public static PulumiProject Load(string directory)
    {
        var path = Path.Combine(directory, "Pulumi.yaml");
        if (!File.Exists(path))
        {
            throw new ProjectException($"There is no Pulumi.yaml in {directory}. Run the command of a checkout of the repository.");
        }

        var root = YamlFile.ReadMapping(path);
        var name = YamlFile.Text(root, "name") ?? throw new ProjectException($"{path} has no 'name'. A Pulumi project file starts with 'name: <project>'.");
        var defaults = YamlFile.Mapping(path, root, "config") is { } config
            ? ReadValues(path, config, name, projectFile: true)
            : ImmutableSortedDictionary<string, ConfigurationValue>.Empty;
        return new PulumiProject(directory, name, defaults);
    }

    /// <summary>The configuration of a stack: its file over the project's defaults.</summary>
    /// <param name="stack">Stack name.</param>
    /// <param name="file">Another file to read instead of <c>Pulumi.&lt;stack&gt;.yaml</c>, or null.</param>
    /// <exception cref="ProjectException">No such stack, no such file, or not YAML.</exception>
    public StackConfiguration LoadStack(string stack, string? file = null)
    {
        var path = file ?? Path.Combine(Directory, $"Pulumi.{stack}.yaml");
        if (!File.Exists(path))
        {
            var known = Stacks.IsEmpty ? "There are none yet." : $"There are: {string.Join(", ", Stacks)}.";
            throw new ProjectException(file is null ? $"There is no stack '{stack}': Pulumi.{stack}.yaml does not exist. {known}" : $"There is no file {path}.");
        }

        return StackOf(stack, path, YamlFile.ReadMapping(path));
    }

    /// <summary>The configuration of a stack from the text of its file.</summary>
    /// <param name="stack">Stack name.</param>
    /// <param name="text">YAML.</param>
    /// <param name="source">What a message calls it, e.g. <c>main:Pulumi.prod.yaml</c>.</param>
    /// <exception cref="ProjectException">Not YAML.</exception>
    public StackConfiguration ParseStack(string stack, string text, string source) => StackOf(stack, source, YamlFile.ParseMapping(source, text));

    private StackConfiguration StackOf(string stack, string path, YamlMappingNode root)
    {
        // What the CLI does not know it passes over, and with a misspelt 'config' everything that is configured.
        var unknown = root.Children.Keys.OfType<YamlScalarNode>().Where(k => !StackKeys.Contains(k.Value)).ToImmutableArray();
        if (!unknown.IsEmpty)
        {
            throw new ProjectException([.. unknown.Select(k => $"{path}:{k.Start.Line}: nothing reads '{k.Value}'. A stack file holds {string.Join(", ", StackKeys.Select(n => $"'{n}:'"))}; values stand below 'config:'.{Nearest.Hint(k.Value ?? "", StackKeys)}")]);
        }

        var own = YamlFile.Mapping(path, root, "config") is { } config
            ? ReadValues(path, config, Name, projectFile: false)
            : ImmutableSortedDictionary<string, ConfigurationValue>.Empty;
        return new StackConfiguration(Name, stack, Defaults.SetItems(own));
    }

    private static ImmutableSortedDictionary<string, ConfigurationValue> ReadValues(
        string path, YamlMappingNode config, string project, bool projectFile)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, ConfigurationValue>(StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (var (keyNode, value) in config.Children)
        {
            var written = ((YamlScalarNode)keyNode).Value ?? "";
            var key = written.Contains(':', StringComparison.Ordinal) ? written : $"{project}:{written}";
            var scope = key[..key.IndexOf(':', StringComparison.Ordinal)];
            if (scope != project && !OtherNamespaces.Contains(scope))
            {
                problems.Add($"{path}:{keyNode.Start.Line}: nothing reads '{written}'. Keys start with '{project}:' or one of "
                    + $"{string.Join(", ", OtherNamespaces.Select(n => $"'{n}:'"))}.{Nearest.Hint(scope, [project, .. OtherNamespaces])}");
                continue;
            }

            // In Pulumi.yaml a key may stand as a declaration: {type, description, default | value}.
            var effective = projectFile && value is YamlMappingNode declaration
                ? YamlFile.Child(declaration, "value") ?? YamlFile.Child(declaration, "default")
                : value;
            if (effective is not null)
            {
                values[key] = ConfigurationValue.From(effective);
            }
        }

        return problems.Count == 0 ? values.ToImmutable() : throw new ProjectException([.. problems]);
    }
}
