using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Review.Promotion;

/// <summary>Two plans side by side: resources by type and name, values by path, URNs without their stack.</summary>
internal static class PlanComparison
{
    /// <summary>Every difference.</summary>
    /// <param name="from">Plan of the stack it is promoted from.</param>
    /// <param name="to">Plan of the other, under the same resource names but for what the stack's own name makes of them.</param>
    /// <param name="mayCarryStackName">Says of a type and property (or <see cref="PlanDifference.Existence"/>) that the stack's name may stand there.</param>
    public static IEnumerable<PlanDifference> Between(Plan from, Plan to, Func<string, string, bool> mayCarryStackName)
    {
        var stack = new StackName(from.Stack, to.Stack);
        var before = Resources(from).ToDictionary(r => (r.Resource.Type, r.Resource.Name), r => r.Leaves);
        foreach (var (resource, leaves) in Resources(to))
        {
            var key = (resource.Type, resource.Name);
            if (!before.ContainsKey(key))
            {
                key = before.Keys.FirstOrDefault(
                    k => k.Type == resource.Type && mayCarryStackName(k.Type, PlanDifference.Existence) && stack.Explains(k.Name, resource.Name), key);
            }

            if (!before.Remove(key, out var counterpart))
            {
                yield return new(resource.Type, resource.Name, PlanDifference.Existence, null, "declared");
                continue;
            }

            foreach (var difference in Values(key.Type, key.Name, counterpart, leaves))
            {
                yield return difference;
            }
        }

        foreach (var (type, name) in before.Keys)
        {
            yield return new(type, name, PlanDifference.Existence, "declared", null);
        }

        foreach (var (name, value) in from.Outputs.Select(o => (o.Key, o.Value)))
        {
            foreach (var difference in Values(PlanDifference.Output, from.Stack, Flat(value, name), Flat(to.Outputs[name], name)))
            {
                yield return difference;
            }
        }

        foreach (var (name, value) in to.Outputs.Where(o => !from.Outputs.ContainsKey(o.Key)))
        {
            foreach (var (path, text) in Flat(value, name))
            {
                yield return new(PlanDifference.Output, from.Stack, path, null, text);
            }
        }

        IEnumerable<PlanDifference> Values(string type, string name, Dictionary<string, string> a, Dictionary<string, string> b) =>
            from path in a.Keys.Union(b.Keys)
            let difference = new PlanDifference(type, name, path, a.GetValueOrDefault(path), b.GetValueOrDefault(path))
            where difference.From != difference.To && !(mayCarryStackName(type, Indexless(path)) && stack.Explains(difference.From, difference.To))
            select difference;
    }

    /// <summary><c>widgets[3].title</c> as <c>widgets[*].title</c>: which item of a list it is makes no difference to whether it may differ.</summary>
    public static string Indexless(string path)
    {
        var parts = path.Split('[');
        return parts.Length == 1 ? path : parts[0] + string.Concat(parts.Skip(1).Select(p => "[*" + p[p.IndexOf(']', StringComparison.Ordinal)..]));
    }

    /// <summary>How many values a plan has.</summary>
    public static int Count(Plan plan) => Resources(plan).Sum(r => r.Leaves.Count) + plan.Outputs.Sum(o => Flat(o.Value).Count);

    // Options and place are compared as the plan writes them, in the same terms as the inputs.
    private static IEnumerable<(PlannedResource Resource, Dictionary<string, string> Leaves)> Resources(Plan plan)
    {
        var prefix = $"urn:pulumi:{plan.Stack}::";
        var written = JsonNode.Parse(PlanJson.Write(plan with { Outputs = [], Warnings = [] }))!["resources"]!.AsArray();
        foreach (var (resource, json) in plan.Resources.Zip(written))
        {
            var leaves = Flat(json!["inputs"]);
            foreach (var part in Beside)
            {
                foreach (var (path, value) in Flat(json[part], $"({part})"))
                {
                    leaves[path] = value.Replace(prefix, "urn:pulumi:", StringComparison.Ordinal);
                }
            }

            yield return (resource, leaves);
        }
    }

    private static readonly ImmutableArray<string> Beside = ["options", "parent", "provider", "region", "secretInputs", "isComponent"];

    private static Dictionary<string, string> Flat(JsonNode? root, string name = "")
    {
        var leaves = new Dictionary<string, string>(StringComparer.Ordinal);
        Walk(name, root);
        return leaves;

        void Walk(string path, JsonNode? node)
        {
            switch (node)
            {
                case JsonObject { Count: > 0 } members:
                    foreach (var (name, value) in members)
                    {
                        Walk(path.Length == 0 ? name : $"{path}.{name}", value);
                    }

                    break;
                case JsonArray { Count: > 0 } items:
                    foreach (var (label, item) in Labelled(items))
                    {
                        Walk($"{path}[{label}]", item);
                    }

                    break;
                case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                    // Documents inside of strings are read too: a dashboard is a hundred values and not one.
                    var text = value.GetValue<string>();
                    if (Document(text) is { } document)
                    {
                        Walk(path, document);
                    }
                    else
                    {
                        // "5" is not 5, and must not look like it.
                        leaves[path] = text.Length > 0 && (char.IsAsciiDigit(text[^1]) || text is "true" or "false" or "null") && IsLiteral(text) ? $"\"{text}\"" : text;
                    }

                    break;
                default:
                    leaves[path] = node?.ToJsonString() ?? "null";
                    break;
            }
        }
    }

    // One item more must not shift all that follow: items are told apart by their name where they have one each.
    private static IEnumerable<(string Label, JsonNode? Item)> Labelled(JsonArray items)
    {
        var names = items.Select(i => (i as JsonObject)?["name"] is JsonValue name ? name.ToString() : null).ToList();
        return names.All(n => n is not null) && names.Distinct().Count() == names.Count
            ? names.Zip(items, (name, item) => (name!, item))
            : items.Index().Select(i => ($"{i.Index}", i.Item));
    }

    private static bool IsLiteral(string text) =>
        text is "true" or "false" or "null" || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static JsonNode? Document(string text)
    {
        if (text is not (['{', .., '}'] or ['[', .., ']']))
        {
            return null;
        }

        try
        {
            var document = JsonNode.Parse(text);
            // Read it to the end: a duplicate member surfaces only now.
            _ = CanonicalJson.Of(document);
            return document is JsonObject { Count: > 0 } or JsonArray { Count: > 0 } ? document : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }
}
