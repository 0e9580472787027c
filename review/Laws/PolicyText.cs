using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Review.Laws;

/// <summary>An IAM policy document, as far as a law asks.</summary>
internal sealed record PolicyText(ImmutableArray<PolicyStatement> Statements)
{
    /// <summary>The policy in an input; null when there is none, or it is no JSON.</summary>
    public static PolicyText? Of(PlannedResource resource, string property)
    {
        try
        {
            var statements = resource.Raw(property) is { } text ? JsonNode.Parse(text)?["Statement"] : null;
            return statements switch
            {
                JsonArray list => new([.. list.OfType<JsonObject>().Select(s => new PolicyStatement(s))]),
                JsonObject one => new([new(one)]),
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Statements that allow.</summary>
    public IEnumerable<PolicyStatement> Allowing => Statements.Where(s => s.Allows);

    /// <summary>True when a statement allows every principal without a condition.</summary>
    public bool AllowsEverybody => Allowing.Any(s => s.Principals.Contains("*") && !s.HasConditions);

    /// <summary>True when a service may do something.</summary>
    public bool AllowsService(string service, string action) =>
        Allowing.Any(s => s.Principals.Contains(service) && s.Actions.Any(a => Matches(a, action)));

    private static bool Matches(string pattern, string action) =>
        pattern == action || (pattern.EndsWith('*') && action.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase));
}

/// <summary>One statement of a policy.</summary>
internal sealed record PolicyStatement(JsonObject Node)
{
    public string Sid => $"{Node[nameof(Sid)]}";

    public bool Allows => $"{Node["Effect"]}" == "Allow";

    public bool HasConditions => Node["Condition"] is JsonObject { Count: > 0 };

    /// <summary>Every principal by name: services, ARNs, or <c>*</c>.</summary>
    public IEnumerable<string> Principals => Node["Principal"] is JsonObject kinds ? kinds.SelectMany(k => Texts(k.Value)) : Texts(Node["Principal"]);

    public IEnumerable<string> Actions => Texts(Node["Action"]);

    public IEnumerable<string> Resources => Texts(Node["Resource"]);

    /// <summary>True when it names what it does not allow, and so allows what AWS adds tomorrow.</summary>
    public bool AllowsTheRest => Node["NotAction"] is not null || Node["NotResource"] is not null;

    public bool HasCondition(string key) => Node["Condition"] is JsonObject operators && operators.Any(o => o.Value?[key] is not null);

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonArray list => list.Select(i => $"{i}"),
        null => [],
        _ => [$"{node}"],
    };
}
