using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Views.Tests.Support;

/// <summary>The committed stacks, and what becomes of them under an edit.</summary>
internal static class Estates
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<JudgedEstate>>> Known = new();

    /// <summary>A stack as committed; captured once.</summary>
    public static Task<JudgedEstate> OfAsync(string stack) => Known.GetOrAdd(stack, name => new(() => ReadAsync(name, text => text))).Value;

    /// <summary>A stack whose file was edited.</summary>
    public static async Task<JudgedEstate> ReadAsync(string stack, Func<string, string> edit)
    {
        var file = Path.Combine(Path.GetTempPath(), $"pg-{Guid.NewGuid():N}.yaml");
        try
        {
            await File.WriteAllTextAsync(file, edit(await File.ReadAllTextAsync(Checkout.Path($"Pulumi.{stack}.yaml"))));
            var project = PulumiProject.Load(Checkout.Root);
            return await LawReview.EstateAsync(project, project.LoadStack(stack, file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The committed copy, promoted.</summary>
    public static Task<JudgedEstate> PromotedAsync() =>
        Known.GetOrAdd("promoted", _ => new(() => ReadAsync("dr", t => Replaced(t, "promoted: false", "promoted: true")))).Value;

    /// <summary>Production with fifteen replicas, the most RDS has of one writer.</summary>
    public static Task<JudgedEstate> FifteenReplicasAsync() => Known.GetOrAdd("fifteen", _ => new(() => ReadAsync("prod", t => Replaced(t,
        "    - identifier: techcorp-analytics\n",
        string.Concat(Enumerable.Range(3, 12).Select(i => $"    - identifier: techcorp-replica-{i}\n      role: replica\n      instanceClass: db.r6g.xlarge\n      availabilityZone: us-east-1{"abc"[i % 3]}\n"))
            + "    - identifier: techcorp-analytics\n")))).Value;

    /// <summary>The estate with one input of one resource changed; null removes it.</summary>
    public static JudgedEstate With(this JudgedEstate estate, string type, string name, string property, JsonNode? value)
    {
        Assert.NotNull(estate.Plan.Find(type, name));
        return estate with { Plan = estate.Plan with { Resources = [.. estate.Plan.Resources.Select(r => r.Type == type && r.Name == name ? Changed(r, property, value) : r)] } };
    }

    public static string Replaced(string text, string old, string with)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        return text.Replace(old, with, StringComparison.Ordinal);
    }

    private static PlannedResource Changed(PlannedResource resource, string property, JsonNode? value)
    {
        var inputs = resource.Inputs.DeepClone().AsObject();
        inputs.Remove(property);
        if (value is not null)
        {
            // As read from a plan: a number made here would only be an int.
            inputs[property] = JsonNode.Parse(value.ToJsonString());
        }

        return resource with { Inputs = inputs };
    }
}
