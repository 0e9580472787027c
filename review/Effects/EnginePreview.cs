using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Review.Effects;

/// <summary>The engine's own verdict: what <c>pulumi preview --json</c> printed, with the state and the provider asked.</summary>
public static class EnginePreview
{
    // Every display.StepOp of the engine. One that is not known here might replace a database.
    private static readonly ImmutableHashSet<string> Ops =
    [
        "same", "create", "update", "delete", "replace", "create-replacement", "delete-replaced", "read", "read-replacement", "refresh",
        "discard", "discard-replaced", "remove-pending-replace", "import", "import-replacement",
    ];

    /// <summary>The effects it announces; without an order of operations, which the engine does not know.</summary>
    /// <exception cref="ProjectException">The text is no such preview.</exception>
    public static EffectsReport Read(string path, string text)
    {
        try
        {
            var steps = JsonNode.Parse(text)?["steps"] as JsonArray ?? throw new ProjectException($"{path} is no output of 'pulumi preview --json': it has no 'steps'.");
            // The engine lists the stack itself even when nothing changes, so that no step at all is no verdict.
            if (steps.Count == 0 || !steps.All(IsStep))
            {
                throw new ProjectException($"{path} is no output of 'pulumi preview --json': {Odd(steps)}. What it would do is not known, so it is not judged.");
            }

            var effects = steps.OfType<JsonObject>().SelectMany(Effects).ToImmutableArray();
            return new($"{steps[0]!["urn"]}".Split("::")[0].Split(':')[^1], [.. effects.OrderByDescending(e => e.IsForbidden).ThenByDescending(e => e.Kind).ThenBy(e => e.Resource, StringComparer.Ordinal)], []);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ProjectException($"{path} is no output of 'pulumi preview --json': {e.Message}");
        }
    }

    // https://www.pulumi.com/docs/iac/concepts/resources/names/#urns: urn:pulumi:STACK::PROJECT::TYPE::NAME.
    private static bool IsStep(JsonNode? step) =>
        step is JsonObject && Ops.Contains($"{step["op"]}") && $"{step["urn"]}".Split("::") is [var head, _, _, _, ..] && head.StartsWith("urn:pulumi:", StringComparison.Ordinal);

    private static string Odd(JsonArray steps)
    {
        var at = steps.ToList().FindIndex(s => !IsStep(s));
        return at < 0 ? "it has no step, and the engine always lists the stack" : $"step {at + 1} of {steps.Count} has no 'urn' and 'op' of the engine";
    }

    private static IEnumerable<Effect> Effects(JsonObject step)
    {
        var urn = $"{step["urn"]}".Split("::");
        var (type, name) = (urn.Length > 2 ? urn[^2].Split('$')[^1] : "", urn[^1]);
        var isProtected = step["oldState"]?["protect"]?.ToJsonString() == "true";
        var isWriter = type == AwsTypes.Instance && step["oldState"]?["inputs"]?["replicateSourceDb"] is null;
        var losesData = isWriter || type == AwsTypes.Key;
        EffectKind? gone = $"{step["op"]}" switch
        {
            "create" => EffectKind.Create,
            "delete" => EffectKind.Delete,
            "replace" => EffectKind.Replace,
            // create-replacement and delete-replaced are the two halves of a replace, which is a step of its own.
            _ => null,
        };
        if (gone is EffectKind.Replace)
        {
            var reasons = (step["replaceReasons"] as JsonArray ?? []).Select(r => $"{r}").DefaultIfEmpty("");
            return reasons.Select(r => new Effect(type, name, r, null, null, EffectKind.Replace, EffectTime.AtOnce, EffectTable.Of(type, r).Clients, isProtected, losesData));
        }

        if (gone is { } kind)
        {
            return [new(type, name, "", null, null, kind, EffectTime.AtOnce, kind == EffectKind.Delete && losesData ? "what it holds is gone" : "nothing", isProtected, kind == EffectKind.Delete && losesData)];
        }

        return $"{step["op"]}" == "update"
            ? (step["diffReasons"] as JsonArray ?? []).Select(r => $"{r}").Select(r => (Property: r, Row: Promotion(type, r, step) ?? EffectTable.Of(type, r.Split('.', '[')[0])))
                // The engine said update: whatever the table fears, it is not a replacement.
                .Select(r => new Effect(type, name, r.Property, null, null, r.Row.Kind == EffectKind.Replace ? EffectKind.InPlace : r.Row.Kind, EffectTime.AtOnce, r.Row.Clients, isProtected, false))
            : [];
    }

    // The provider promotes an instance whose source is taken away. A source in another region stands as its ARN.
    private static EffectRow? Promotion(string type, string property, JsonObject step) =>
        (type, property) == (AwsTypes.Instance, "replicateSourceDb") && step["newState"]?["inputs"]?[property] is null && $"{step["oldState"]?["inputs"]?[property]}" is { Length: > 0 } source
            ? PlanEffects.Promoted(source.StartsWith("arn:", StringComparison.Ordinal) ? null : source)
            : null;
}
