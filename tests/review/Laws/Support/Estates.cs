using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Review.Tests.Laws.Support;

/// <summary>The committed stacks as they are judged, from the reviewed plans in <c>tests/planning/plans</c>.</summary>
internal static class Estates
{
    public static PulumiProject Project { get; } = PulumiProject.Load(Root());

    /// <summary>A stack with its source and its copies; <paramref name="change"/> is made to the stack's own plan.</summary>
    public static JudgedEstate Of(string stack, Action<PlanEdit>? change = null) => stack switch
    {
        "prod" => Alone("prod", change) with { Copies = [Alone("dr")] },
        "dr" => Alone("dr", change) with { Source = Alone("prod") },
        _ => Alone(stack, change),
    };

    /// <summary>A stack without the others it is one estate with.</summary>
    public static JudgedEstate Alone(string stack, Action<PlanEdit>? change = null)
    {
        var reviewed = Reviewed.GetOrAdd(stack, static name =>
        {
            var text = File.ReadAllText(Path.Combine(Project.Directory, "tests/planning/plans", $"{name}.json"));
            return (text, new(PlanJson.Read(text), EstatePlan.ReadSettings(Project.LoadStack(name)).Settings!, ServiceCatalog.TechCorp));
        });
        if (change is null)
        {
            return reviewed.Estate;
        }

        var json = JsonNode.Parse(reviewed.Text)!;
        change(new PlanEdit(json));
        return reviewed.Estate with { Plan = PlanJson.Read(json.ToJsonString()) };
    }

    private static readonly ConcurrentDictionary<string, (string Text, JudgedEstate Estate)> Reviewed = new(StringComparer.Ordinal);

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../../.."));
}

/// <summary>Changes to a plan, the way a mistake in the program would make them. A change that finds nothing fails.</summary>
internal sealed class PlanEdit(JsonNode plan)
{
    private JsonArray Resources => plan["resources"]!.AsArray();

    public JsonObject Outputs => plan["outputs"]!.AsObject();

    private JsonObject Resource(string type, string name) =>
        Resources.Select(r => r!.AsObject()).Single(r => $"{r["type"]}" == type && $"{r["name"]}" == name);

    public JsonObject Inputs(string type, string name) => Resource(type, name)["inputs"]!.AsObject();

    public PlanEdit Set(string type, string name, string input, JsonNode? value)
    {
        Inputs(type, name)[input] = value;
        return this;
    }

    public PlanEdit Instance(string name, string input, JsonNode? value) => Set(AwsTypes.Instance, name, input, value);

    public PlanEdit Without(string type, string name, string input)
    {
        Assert.True(Inputs(type, name).Remove(input), $"{name} has no {input}");
        return this;
    }

    public PlanEdit Option(string type, string name, string option, JsonNode? value)
    {
        Resource(type, name)["options"]!.AsObject()[option] = value;
        return this;
    }

    public PlanEdit Remove(string type, string name)
    {
        Assert.True(Resources.Remove(Resource(type, name)));
        return this;
    }

    public PlanEdit Add(string type, string name, JsonObject inputs, string region = "us-east-1")
    {
        Resources.Add(new JsonObject
        {
            ["urn"] = $"urn:pulumi:test::test::{type}::{name}",
            ["type"] = type,
            ["name"] = name,
            ["parent"] = null,
            ["provider"] = null,
            ["region"] = region,
            ["inputs"] = inputs,
            ["secretInputs"] = new JsonArray(),
            ["options"] = new JsonObject(),
            ["isComponent"] = false,
        });
        return this;
    }

    public PlanEdit Region(string type, string name, string region)
    {
        Resource(type, name)["region"] = region;
        return this;
    }

    /// <summary>So many instances that replay this one.</summary>
    public PlanEdit Followers(string source, int count, string? called = null)
    {
        for (var n = 1; n <= count; n++)
        {
            var name = called ?? $"more-{n}";
            Add(AwsTypes.Instance, name, new()
            {
                ["identifier"] = name,
                ["instanceClass"] = "db.r6g.xlarge",
                ["replicateSourceDb"] = $"${{{AwsTypes.Instance}::{source}.identifier}}",
                ["parameterGroupName"] = $"${{{AwsTypes.ParameterGroup}::replica-postgres15.name}}",
            });
        }

        return this;
    }

    public PlanEdit Parameter(string group, string parameter, string member, string value)
    {
        Inputs(AwsTypes.ParameterGroup, $"{group}-postgres15")["parameters"]!.AsArray().Single(p => $"{p!["name"]}" == parameter)![member] = value;
        return this;
    }

    public PlanEdit Replace(string type, string name, string input, string from, string to)
    {
        var text = Inputs(type, name)[input]!.GetValue<string>();
        Assert.Contains(from, text, StringComparison.Ordinal);
        return Set(type, name, input, text.Replace(from, to, StringComparison.Ordinal));
    }
}
