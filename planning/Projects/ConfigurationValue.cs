using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace TechCorp.PgInfra.Planning.Projects;

/// <summary>One configuration value.</summary>
/// <param name="Text">A scalar as it is written; a structured value as JSON text; <see cref="Secret"/> wherever it is encrypted.</param>
/// <param name="IsSecret">Written as <c>secure:</c>, or holding such a value.</param>
public sealed record ConfigurationValue(string Text, bool IsSecret)
{
    /// <summary>What stands for an encrypted value: only the stack's secrets provider can decrypt it, and a preview asks nobody.</summary>
    public const string Secret = "[secret]";

    internal static ConfigurationValue From(YamlNode node)
    {
        if (IsSecure(node))
        {
            return new ConfigurationValue(Secret, true);
        }

        // The CLI keeps a top-level scalar as written: 15.10 stays "15.10" and does not become 15.1.
        if (node is YamlScalarNode scalar)
        {
            return new ConfigurationValue(scalar.Value ?? "", false);
        }

        var secret = false;
        return new ConfigurationValue(Json(node, ref secret)!.ToJsonString(), secret);
    }

    private static bool IsSecure(YamlNode node) =>
        node is YamlMappingNode { Children.Count: 1 } map && map.Children[0] is { Key: YamlScalarNode { Value: "secure" }, Value: YamlScalarNode };

    private static JsonNode? Json(YamlNode node, ref bool secret)
    {
        if (IsSecure(node))
        {
            secret = true;
            return Secret;
        }

        switch (node)
        {
            case YamlMappingNode map:
                var members = new JsonObject();
                foreach (var (key, value) in map.Children)
                {
                    members[((YamlScalarNode)key).Value ?? ""] = Json(value, ref secret);
                }

                return members;
            case YamlSequenceNode list:
                var items = new JsonArray();
                foreach (var item in list.Children)
                {
                    items.Add(Json(item, ref secret));
                }

                return items;
            default:
                return YamlFile.Scalar((YamlScalarNode)node);
        }
    }
}
