using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Schema;

namespace TechCorp.PgInfra.Review.Conformance;

/// <summary>
/// One aliased provider block for each Pulumi provider and region in use: before version 6 a resource has no region of its own.
/// </summary>
internal sealed class ProviderBlocks(Plan plan, ProviderSchema schema, Func<PlanReference, string> expression, ICollection<string> notes)
{
    // What decides about values. The rest says where and as whom to call the cloud, and here nothing is called.
    private static readonly string[] Judged = ["defaultTags", "ignoreTags"];

    // Without a word to AWS about credentials, account and region.
    private static readonly string[] Skipped = ["skip_credentials_validation", "skip_metadata_api_check", "skip_region_validation", "skip_requesting_account_id"];

    private readonly Dictionary<(string? Provider, string Region), string> _aliases = [];

    /// <summary>The blocks in use.</summary>
    public JsonArray Blocks { get; } = [];

    /// <summary>Where values of the blocks come from, by pointer in the document.</summary>
    public Dictionary<string, Origin> Origins { get; } = [];

    /// <summary>The provider a resource is asked of, for example <c>aws.us-east-1</c>.</summary>
    public string For(PlannedResource resource)
    {
        var key = (resource.Provider, Region(resource));
        if (!_aliases.TryGetValue(key, out var alias))
        {
            alias = Labels.Of(_aliases.Keys.Any(k => k.Region == key.Item2) ? $"{key.Item2}-{_aliases.Count + 1}" : key.Item2);
            _aliases.Add(key, alias);
            Add(alias, key.Item2, plan.Resources.FirstOrDefault(r => r.Urn == key.Provider));
        }

        return $"aws.{alias}";
    }

    // A resource of a provider without a region would ask the environment; the plan of an estate always has one.
    private static string Region(PlannedResource resource) => resource.Region ?? "us-east-1";

    private void Add(string alias, string region, PlannedResource? provider)
    {
        var block = new JsonObject
        {
            ["alias"] = alias,
            ["region"] = region,
            ["access_key"] = "placeholder",
            ["secret_key"] = "placeholder",
        };
        foreach (var skip in Skipped)
        {
            block[skip] = true;
        }

        if (provider is not null)
        {
            AddInputs(block, provider);
        }

        Blocks.Add(block);
    }

    private void AddInputs(JsonObject block, PlannedResource provider)
    {
        var inputs = new JsonObject(provider.Inputs.Where(i => Judged.Contains(i.Key)).Select(i => KeyValuePair.Create(i.Key, i.Value?.DeepClone())));
        var translation = new BodyTranslation(schema, "provider", provider.SecretInputs, expression);
        foreach (var (name, value) in translation.Body(schema.Resource(provider.Type)!.Inputs, inputs))
        {
            block[name] = value?.DeepClone();
        }

        var pointer = $"/provider/aws/{Blocks.Count}";
        Origins[pointer] = new Origin(provider.Urn, "");
        foreach (var (below, property) in translation.Origins)
        {
            Origins[pointer + below] = new Origin(provider.Urn, property);
        }

        var left = provider.Inputs.Select(i => i.Key).Where(k => k != "region" && !k.StartsWith("skip", StringComparison.Ordinal) && !Judged.Contains(k)).ToList();
        if (left.Count > 0)
        {
            notes.Add($"provider {provider.Name}: {string.Join(", ", left)} not judged: they say how to reach the cloud, which is not asked.");
        }
    }
}
