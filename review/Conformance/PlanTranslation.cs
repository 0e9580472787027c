using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Schema;

namespace TechCorp.PgInfra.Review.Conformance;

/// <summary>A captured plan as Terraform configuration for <c>hashicorp/aws</c> 5.x. Pure: no file, no process, no clock.</summary>
/// <remarks>
/// The provider that Pulumi.Aws 7 is bridged from is version 6; for the types used here its arguments are those of version 5 and more,
/// and the more is left out with a note.
/// </remarks>
public static class PlanTranslation
{
    /// <summary>Translates every AWS resource of the plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="version">Version of the provider to demand, for example <c>5.100.0</c>.</param>
    public static TerraformConfiguration Translate(Plan plan, string version)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var schema = ProviderSchema.Shared;
        var labels = new Labels(plan, schema);
        var placeholders = new Placeholders(plan);
        var notes = ImmutableArray.CreateBuilder<string>();
        var expressions = new ReferenceExpressions(plan, schema, labels, placeholders, notes);
        var origins = ImmutableDictionary.CreateBuilder<string, Origin>(StringComparer.Ordinal);
        var addresses = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var providers = new ProviderBlocks(plan, schema, expressions.Of, notes);
        var meta = new MetaArguments(plan, schema, labels);

        var resources = new JsonObject();
        foreach (var resource in plan.Resources)
        {
            if (labels.Find(resource.Urn) is not { } address)
            {
                continue;
            }

            var pointer = $"/resource/{address.Type}/{Pointer.Escape(address.Label)}";
            var translation = new BodyTranslation(schema, address.Type, resource.SecretInputs, expressions.Of);
            var body = translation.Body(schema.Resource(resource.Type)!.Inputs, Inputs(resource, address.Type));
            body.Insert(0, "provider", providers.For(resource));
            meta.Add(resource, body);

            var group = resources[address.Type] as JsonObject;
            if (group is null)
            {
                resources[address.Type] = group = [];
            }

            group[address.Label] = body;
            addresses[$"{address.Type}.{address.Label}"] = resource.Urn;
            origins[pointer] = new Origin(resource.Urn, "");
            foreach (var (below, property) in translation.Origins)
            {
                origins[pointer + below] = new Origin(resource.Urn, property);
            }

            notes.AddRange(translation.Later.Select(path =>
                $"{resource.Type} '{resource.Name}', {path}: not judged: provider {version} does not have it, a later one does."));
        }

        foreach (var (pointer, origin) in providers.Origins)
        {
            origins[pointer] = origin;
        }

        var judgedByNobody = plan.Resources.Count(r => r.Type.StartsWith("random:", StringComparison.Ordinal));
        if (judgedByNobody > 0)
        {
            notes.Add($"resources of the provider random are not judged ({judgedByNobody}); placeholders stand for what they make.");
        }

        var json = new JsonObject
        {
            ["terraform"] = new JsonObject
            {
                ["required_providers"] = new JsonObject { ["aws"] = new JsonObject { ["source"] = "hashicorp/aws", ["version"] = version } },
            },
            ["provider"] = new JsonObject { ["aws"] = providers.Blocks },
        };
        if (placeholders.Locals is { Count: > 0 } locals)
        {
            json["locals"] = locals;
        }

        json["resource"] = resources;
        return new TerraformConfiguration(json, origins.ToImmutable(), addresses.ToImmutable(), notes.ToImmutable());
    }

    // The region became the provider's; a name the engine would have given is given.
    private static JsonObject Inputs(PlannedResource resource, string terraformType)
    {
        var inputs = (JsonObject)resource.Inputs.DeepClone();
        inputs.Remove("region");
        if (AutomaticNames.PropertyOf(terraformType) is { } name && inputs[name] is null)
        {
            inputs[name] = AutomaticNames.For(resource.Name);
        }

        return inputs;
    }
}
