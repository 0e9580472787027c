using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TechCorp.PgInfra.Planning.Capture;

/// <summary>Another stack's outputs, as a StackReference hands them on.</summary>
internal sealed record ReferencedStack(JsonObject Outputs, ImmutableArray<string> SecretNames)
{
    /// <summary>
    /// Values the other stack states plainly stay values. What is computed there, and what is secret, becomes a reference into it:
    /// <c>${pulumi:pulumi:StackReference::prod.primaryArn}</c>.
    /// </summary>
    public ImmutableDictionary<string, object> AsSeenBy(string referenceName) =>
        Outputs.Where(o => o.Value is not null).ToImmutableDictionary(
            o => o.Key,
            o => Value(o.Value!, new PlanReference(PlanReference.StackReferenceType, referenceName, o.Key), SecretNames.Contains(o.Key)));

    private static object Value(JsonNode node, PlanReference self, bool isSecret)
    {
        switch (node)
        {
            case JsonObject map:
                return map.Where(m => m.Value is not null).ToImmutableDictionary(
                    m => m.Key, m => Value(m.Value!, self with { Output = $"{self.Output}.{m.Key}" }, isSecret));
            case JsonArray list:
                return list.Where(i => i is not null).Select((item, i) => Value(item!, self with { Output = $"{self.Output}[{i}]" }, isSecret)).ToImmutableArray();
            default:
                return node.GetValueKind() switch
                {
                    JsonValueKind.True => true,
                    JsonValueKind.False => false,
                    JsonValueKind.Number => node.GetValue<double>(),
                    _ when isSecret || PlanReference.FindAll(node.GetValue<string>()).Any() => self.ToString(),
                    _ => node.GetValue<string>(),
                };
        }
    }
}
