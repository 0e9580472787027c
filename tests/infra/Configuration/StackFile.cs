using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Planning.Projects;

namespace TechCorp.PgInfra.Infra.Tests.Configuration;

/// <summary>A committed stack file, with values changed the way <c>pulumi config set --path</c> would.</summary>
internal sealed class StackFile
{
    public static PulumiProject Project { get; } = PulumiProject.Load(Root());

    private static readonly ConcurrentDictionary<string, StackConfiguration> Files = new(StringComparer.Ordinal);

    private readonly string _stack;
    private readonly Dictionary<string, JsonNode?> _values;

    private StackFile(string stack, Dictionary<string, JsonNode?> values) => (_stack, _values) = (stack, values);

    public static StackFile Of(string stack) => new(
        stack,
        Files.GetOrAdd(stack, name => Project.LoadStack(name)).Values.ToDictionary(
            v => v.Key.StartsWith("techcorp-pg-infra:", StringComparison.Ordinal) ? v.Key["techcorp-pg-infra:".Length..] : v.Key,
            v => v.Value.Text.StartsWith('{') || v.Value.Text.StartsWith('[') ? JsonNode.Parse(v.Value.Text) : JsonValue.Create(v.Value.Text),
            StringComparer.Ordinal));

    public IEnumerable<string> Keys => _values.Keys;

    /// <summary>Sets, adds or (value null) removes what is at the path.</summary>
    public StackFile With(string path, string? json)
    {
        var value = json is null ? null : JsonNode.Parse(json);
        var segments = path == EstateSettings.RegionKey ? [path] : path.Replace("[", ".[", StringComparison.Ordinal).Split('.');
        // A parameter's name has a dot in it.
        if (segments[0] == "parameters" && segments is [_, "rds" or "pg_stat_statements", var rest])
        {
            segments = ["parameters", $"{segments[1]}.{rest}"];
        }

        if (segments.Length == 1)
        {
            _values[path] = value;
            return this;
        }

        var node = _values.GetValueOrDefault(segments[0]) ?? (_values[segments[0]] = new JsonObject());
        foreach (var segment in segments[1..^1])
        {
            node = Index(segment) is { } index ? node![index] : node![segment] ??= new JsonObject();
        }

        if (Index(segments[^1]) is { } last)
        {
            var list = node!.AsArray();
            if (last == list.Count)
            {
                list.Add(value);
            }
            else
            {
                list[last] = value;
            }
        }
        else if (json is null)
        {
            node!.AsObject().Remove(segments[^1]);
        }
        else
        {
            node![segments[^1]] = value;
        }

        return this;
    }

    /// <summary>The path of every single value.</summary>
    public IReadOnlyList<string> Leaves() => [.. _values.SelectMany(v => Leaves(v.Key, v.Value))];

    public SettingsResult Read() => EstateSettings.Read(_stack, Text, keys: _values.Keys.Where(k => k != EstateSettings.RegionKey));

    public EstateSettings Settings() => Read() is { IsValid: true } result ? result.Settings : throw new InvalidOperationException(Read().Message(_stack));

    /// <summary>One line per problem.</summary>
    public string Problems() => string.Join('\n', Read().Problems);

    private static IEnumerable<string> Leaves(string path, JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(p => Leaves($"{path}.{p.Key}", p.Value)),
        JsonArray list => list.SelectMany((item, index) => Leaves($"{path}[{index}]", item)),
        _ => [path],
    };

    public string? Text(string key) => _values.GetValueOrDefault(key) switch
    {
        null => null,
        JsonValue value => value.ToString(),
        var node => node.ToJsonString(),
    };

    private static int? Index(string segment) =>
        segment.StartsWith('[') ? int.Parse(segment[1..^1], System.Globalization.CultureInfo.InvariantCulture) : null;

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));
}
