using System.Text.Json;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Planning.Schema;

namespace TechCorp.PgInfra.Planning.Capture;

/// <summary>
/// Takes secrets out of values before they enter a plan. Secret is what the program marked, what the schema marks, and whatever is
/// made of a secret output of another resource: the engine would carry that secretness along, mocks drop it.
/// </summary>
/// <param name="schema">Knows which outputs are secret.</param>
/// <param name="isSecretOutput">Knows the rest: additional secret outputs, and those of other stacks.</param>
internal sealed class Masking(ProviderSchema schema, Func<PlanReference, bool> isSecretOutput)
{
    /// <summary>The masked value; the paths of everything masked are added to <paramref name="found"/>.</summary>
    /// <param name="node">The value; it is left as it is.</param>
    /// <param name="path">Its path.</param>
    /// <param name="secretPaths">Paths known to be secret, as a whole.</param>
    /// <param name="found">Receives the paths of the values that were masked.</param>
    public JsonNode? Apply(JsonNode? node, string path, IReadOnlyCollection<string> secretPaths, ICollection<string> found) =>
        Apply(node, path, secretPaths, found, inSecret: false);

    private JsonNode? Apply(JsonNode? node, string path, IReadOnlyCollection<string> secretPaths, ICollection<string> found, bool inSecret)
    {
        var isSecret = inSecret || secretPaths.Contains(path);
        switch (node)
        {
            case null:
                return null;
            case JsonObject map:
                var members = new JsonObject();
                foreach (var (key, value) in map)
                {
                    members[key] = Apply(value, path.Length == 0 ? key : $"{path}.{key}", secretPaths, found, isSecret);
                }

                return members;
            case JsonArray list:
                return new JsonArray([.. list.Select((item, i) => Apply(item, $"{path}[{i}]", secretPaths, found, isSecret))]);
            default:
                var text = node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : "";
                if (!isSecret && !text.Contains(ConfigurationValue.Secret, StringComparison.Ordinal) && !PlanReference.FindAll(text).Any(IsSecret))
                {
                    return node.DeepClone();
                }

                found.Add(path);
                return Mask(text);
        }
    }

    private bool IsSecret(PlanReference reference) =>
        isSecretOutput(reference) || schema.Resource(reference.Type)?.IsSecretOutput(TopLevel(reference.Output)) == true;

    private static string TopLevel(string output) => output.Split('.', '[')[0];

    // What a secret is made of is no secret, and the graph needs it.
    private static string Mask(string text)
    {
        var references = PlanReference.FindAll(text).Select(r => r.ToString()).Distinct().ToList();
        return references.Count == 0 ? ConfigurationValue.Secret : $"[secret: {string.Join(' ', references)}]";
    }
}
