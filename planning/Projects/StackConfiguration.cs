using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace TechCorp.PgInfra.Planning.Projects;

/// <summary>What a stack is configured with, as the engine hands it to the program.</summary>
/// <param name="Project">Project name.</param>
/// <param name="Stack">Stack name.</param>
/// <param name="Values">By full key, <c>namespace:name</c>.</param>
public sealed record StackConfiguration(string Project, string Stack, ImmutableSortedDictionary<string, ConfigurationValue> Values)
{
    /// <summary>The value of a full key as text (structured values as JSON), or null.</summary>
    public string? Get(string key) => Values.GetValueOrDefault(key)?.Text;

    /// <summary>The <c>PULUMI_CONFIG</c> variable: a JSON object of full key to text.</summary>
    public string ToEngineVariable()
    {
        var all = new JsonObject();
        foreach (var (key, value) in Values)
        {
            all[key] = value.Text;
        }

        return all.ToJsonString();
    }

    /// <summary>The <c>PULUMI_CONFIG_SECRET_KEYS</c> variable: a JSON array of full keys.</summary>
    public string ToEngineSecretKeys() =>
        new JsonArray([.. Values.Where(v => v.Value.IsSecret).Select(v => (JsonNode)v.Key)]).ToJsonString();

    /// <summary>The same configuration with one value set; for tests and for what-if questions.</summary>
    public StackConfiguration With(string key, string text) => this with { Values = Values.SetItem(key, new ConfigurationValue(text, false)) };
}
