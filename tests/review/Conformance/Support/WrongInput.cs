using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Planning.Schema;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Review.Tests.Conformance.Support;

/// <summary>One line of wrong-inputs.txt: where, what and the wrong value.</summary>
internal sealed partial record WrongInput(string Where, string Path, string Value)
{
    public bool IsConfiguration => Where == "prod";

    /// <summary>What the configuration says about it, or null when it accepts.</summary>
    public async Task<string?> ConfigurationAsync(PulumiProject project)
    {
        var configuration = project.LoadStack("prod");
        var parts = Path.Split('.', 2);
        var key = parts[0].Contains(':', StringComparison.Ordinal) ? parts[0] : $"{project.Name}:{parts[0]}";
        var value = Value.Trim('"');
        if (parts.Length > 1)
        {
            var map = JsonNode.Parse(configuration.Get(key) ?? "{}")!.AsObject();
            map[parts[1]] = JsonNode.Parse(Value);
            value = map.ToJsonString();
        }

        try
        {
            await EstatePlan.CaptureAsync(project, configuration.With(key, value));
            return null;
        }
        catch (ConfigurationException e)
        {
            return string.Join("; ", e.Problems);
        }
    }

    /// <summary>The resource of this plan with the wrong value.</summary>
    public PlannedResource On(Plan plan)
    {
        var at = Where.Split(' ');
        var resource = plan.Find(at[0], at[1]) ?? throw new ArgumentException($"prod declares no {Where}.");
        var inputs = resource.Inputs.DeepClone().AsObject();
        if (Value == "-")
        {
            inputs.Remove(Path);
        }
        else
        {
            Set(inputs, JsonNode.Parse(Value));
        }

        return resource with { Inputs = inputs };
    }

    /// <summary>What the schema says about it, or null when it accepts.</summary>
    public static string? Schema(PlannedResource resource) =>
        InputValidation.Validate(ProviderSchema.Shared, resource.Type, resource.Name, resource.Inputs).ToList() is { Count: > 0 } problems
            ? string.Join("; ", problems.Select(p => $"{p.Path}: {p.Message}"))
            : null;

    /// <summary>The laws that the estate breaks with this resource and did not break before, or null.</summary>
    public static string? Laws(JudgedEstate estate, LawReport before, PlannedResource resource)
    {
        var plan = estate.Plan with { Resources = [.. estate.Plan.Resources.Select(r => r.Urn == resource.Urn ? resource : r)] };
        var broken = LawReport.Of(estate with { Plan = plan }).Violations.Except(before.Violations).Select(v => v.Law.Id).Distinct().ToList();
        return broken.Count == 0 ? null : string.Join(", ", broken);
    }

    private void Set(JsonObject inputs, JsonNode? value)
    {
        JsonNode at = inputs;
        var parts = Part().Matches(Path).Select(m => m.Value.Trim('[', ']')).ToList();
        foreach (var part in parts[..^1])
        {
            at = (at is JsonArray items ? items[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)] : at[part])!;
        }

        at[parts[^1]] = value;
    }

    [GeneratedRegex(@"\[\d+\]|[^.\[\]]+")]
    private static partial Regex Part();
}
