using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Schema;

namespace TechCorp.PgInfra.Review.Conformance;

/// <summary>Resource options as <c>depends_on</c>, <c>lifecycle</c> and <c>timeouts</c>.</summary>
internal sealed class MetaArguments(Plan plan, ProviderSchema schema, Labels labels)
{
    /// <summary>Adds what the options of this resource ask for; its body stands already.</summary>
    public void Add(PlannedResource resource, JsonObject body)
    {
        var options = resource.Options;
        var addresses = options.DependsOn.SelectMany(Members).Distinct().Order(StringComparer.Ordinal).ToList();
        if (addresses.Count > 0)
        {
            body["depends_on"] = new JsonArray([.. addresses]);
        }

        var lifecycle = new JsonObject();
        if (options.Protect == true)
        {
            lifecycle["prevent_destroy"] = true;
        }

        if (!options.IgnoreChanges.IsEmpty)
        {
            lifecycle["ignore_changes"] = options.IgnoreChanges.Contains("*")
                ? "all"
                : new JsonArray([.. options.IgnoreChanges.Select(path => (JsonNode)Attribute(resource, path)).DistinctBy(a => a.GetValue<string>())]);
        }

        if (lifecycle.Count > 0)
        {
            body["lifecycle"] = lifecycle;
        }

        if (options.CustomTimeouts is { } timeouts)
        {
            body["timeouts"] = Timeouts(timeouts);
        }
    }

    // To the engine a component that is depended on is all of its children.
    private IEnumerable<string> Members(string urn) =>
        labels.Find(urn) is { } address
            ? [$"{address.Type}.{address.Label}"]
            : plan.Resources.Where(r => r.Parent == urn).SelectMany(r => Members(r.Urn));

    // Terraform ignores changes of whole arguments; a path into one is its argument's.
    private string Attribute(PlannedResource resource, string path)
    {
        var name = path.Split('.', '[')[0];
        return schema.Resource(resource.Type)?.Inputs.Find(name)?.Terraform.Name ?? name;
    }

    private static JsonObject Timeouts(PlannedTimeouts timeouts)
    {
        var block = new JsonObject();
        foreach (var (name, value) in new[] { ("create", timeouts.Create), ("update", timeouts.Update), ("delete", timeouts.Delete) })
        {
            if (value is not null)
            {
                block[name] = value;
            }
        }

        return block;
    }
}
