using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration.Reading;
using TechCorp.PgInfra.Infra.Configuration.Rules;

namespace TechCorp.PgInfra.Infra.Configuration;

/// <summary>Settings, or everything that is wrong with them.</summary>
/// <param name="Settings">Null when there is a problem.</param>
/// <param name="Problems">In the order of the configuration.</param>
public sealed record SettingsResult(EstateSettings? Settings, ImmutableArray<ConfigurationProblem> Problems)
{
    /// <summary>True when the settings can be declared.</summary>
    [MemberNotNullWhen(true, nameof(Settings))]
    public bool IsValid => Settings is not null;

    /// <summary>Every problem on a line of its own, under a heading.</summary>
    public string Message(string stack) =>
        $"The configuration of stack '{stack}' has {Problems.Length} problem{(Problems.Length == 1 ? "" : "s")}:{string.Concat(Problems.Select(p => $"\n  {p}"))}";
}

public sealed partial record EstateSettings
{
    /// <summary>Key of the region; the provider's own namespace, so that every AWS tool finds it.</summary>
    public const string RegionKey = "aws:region";

    /// <summary>What stands for an encrypted value in an offline preview; a secret can be anything, so it is taken as good.</summary>
    public const string Encrypted = "[secret]";

    /// <summary>Keys of the project's namespace, without it.</summary>
    public static ImmutableArray<string> KnownKeys { get; } =
    [
        "namePrefix", "disasterRecovery", "network", "engineVersion", "engineLifecycleSupport", "primary", "storage", "replicas", "backup",
        "maintenanceWindow", "applyImmediately", "caCertificate", "protection", "parameters", "pooler", "monitoring", "alarms", "encryption", "ownership",
        "exceptions", "allowMajorVersionUpgrade",
    ];

    /// <summary>Reads and judges the configuration of a stack. Pure; never throws for what stands in it.</summary>
    /// <param name="stack">Stack name.</param>
    /// <param name="lookup">
    /// Value of a key, or null: <see cref="RegionKey"/>, and <see cref="KnownKeys"/> without namespace. Structured values as JSON text,
    /// which is how Pulumi hands them over.
    /// </param>
    /// <param name="catalog">Services and logins; null means TechCorp's.</param>
    /// <param name="keys">
    /// Every key of the project's namespace that stands in the file, to find typing mistakes; null where only single keys can be asked for,
    /// as in a running program.
    /// </param>
    public static SettingsResult Read(string stack, Func<string, string?> lookup, ServiceCatalog? catalog = null, IEnumerable<string>? keys = null)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        var problems = new ProblemList();
        var values = new JsonObject();
        foreach (var key in KnownKeys)
        {
            if (lookup(key) is { } text)
            {
                values[key] = Node(key, text, problems);
            }
        }

        var region = lookup(RegionKey) is { } name ? new JsonObject { ["region"] = name } : [];
        var settings = SettingsReader.Read(stack, new(values, problems), new(region, problems, "aws:"));
        foreach (var key in (keys ?? []).Where(k => !KnownKeys.Contains(k)))
        {
            if (Nearest.Find(key, KnownKeys) is { } meant && values[meant] is null)
            {
                problems.Explained(meant);
            }

            problems.Add(key, lookup(key) ?? "", Section.Suggestion(key, KnownKeys), "the name is not known; it would be ignored silently");
        }

        SettingsRules.Check(new(settings, catalog ?? ServiceCatalog.TechCorp, problems));
        return problems.All.Count == 0 ? new(settings, []) : new(null, [.. problems.All.OrderBy(p => Position(p.Key)).Select(p => AsWritten(p, values))]);
    }

    // Values are read first and compared afterwards; a person reads the list beside the file.
    private static int Position(string key) =>
        key == RegionKey ? -1 : KnownKeys.IndexOf(key.Split('.', '[')[0]) is >= 0 and var index ? index : KnownKeys.Length;

    // A rule knows 66560 GiB; the file says 65TiB, and that is what somebody looks for.
    private static ConfigurationProblem AsWritten(ConfigurationProblem problem, JsonObject values)
    {
        JsonNode? node = values;
        foreach (var segment in problem.Key.Replace("[", ".[", StringComparison.Ordinal).Split('.'))
        {
            node = node switch
            {
                JsonObject map => map[segment],
                JsonArray list when segment is ['[', .. var digits, ']'] && int.TryParse(digits, out var index) && index < list.Count => list[index],
                _ => null,
            };
        }

        return problem.Value is not null && node is JsonValue ? problem with { Value = ProblemList.WithoutWebPath(node.ToString()) } : problem;
    }

    private static JsonNode? Node(string key, string text, ProblemList problems)
    {
        if (text == Encrypted)
        {
            problems.Add(key, text, "an object with single values encrypted, if any", "a preview can not decrypt it, and nothing could be checked");
            return null;
        }

        var trimmed = text.AsSpan().Trim();
        if (trimmed.IsEmpty || trimmed[0] is not ('{' or '['))
        {
            return JsonValue.Create(text);
        }

        try
        {
            var node = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
            Materialize(node);
            return node;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            problems.Add(key, text, "an object or a list", $"it does not parse: {e.Message}");
            return null;
        }
    }

    // JsonNode reads lazily: a broken escape would surface later, where nobody expects it.
    private static void Materialize(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (_, value) in map)
                {
                    Materialize(value);
                }

                break;
            case JsonArray list:
                foreach (var value in list)
                {
                    Materialize(value);
                }

                break;
            default:
                _ = node?.ToString();
                break;
        }
    }
}
