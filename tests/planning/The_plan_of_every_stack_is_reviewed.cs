using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning.Tests.Support;

namespace TechCorp.PgInfra.Planning.Tests;

/// <summary>
/// The whole expected plan of each stack stands in <c>plans/</c>, so that a change of the declaration is a diff somebody reads.
/// <c>./pg test --update-plans</c> rewrites the files.
/// </summary>
public sealed class The_plan_of_every_stack_is_reviewed
{
    [Theory]
    [InlineData("staging")]
    [InlineData("prod")]
    [InlineData("dr")]
    public async Task A_stack_declares_what_its_file_says(string stack)
    {
        var plan = await EstatePlan.CaptureAsync(Repository.Root, stack);
        // The same plan is expected of the official packages and of the stand-in.
        var actual = PlanJson.Write(plan with { Sdk = "any" }) + "\n";
        var path = Path.Combine(Repository.Root, "tests/planning/plans", $"{stack}.json");
        if (Environment.GetEnvironmentVariable("UPDATE_PLANS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, actual);
        }

        var expected = File.Exists(path) ? await File.ReadAllTextAsync(path) : "{}";
        var differences = JsonDifference.Between(JsonNode.Parse(expected)!, JsonNode.Parse(actual)!);
        Assert.True(differences.Count == 0, $"""
            The plan of '{stack}' differs from tests/planning/plans/{stack}.json in {differences.Count} value(s). If that is what the change is meant to do,
            './pg test --update-plans' rewrites the file and the diff is reviewed with the change.
            {string.Join("\n", differences.Take(60))}
            """);
        Assert.Equal(expected, actual);
    }

    /// <summary>The SDK reads configuration from the process's environment, where two captures could read each other's.</summary>
    [Fact]
    public async Task Captures_at_the_same_time_do_not_mix()
    {
        var plans = await Task.WhenAll(new[] { "staging", "prod", "dr", "prod" }.Select(stack => EstatePlan.CaptureAsync(Repository.Root, stack)));

        Assert.Equal(["staging", "prod", "dr", "prod"], plans.Select(p => p.Stack));
        Assert.Equal(PlanJson.Write(plans[1]), PlanJson.Write(plans[3]));
        Assert.Equal("us-west-2", Assert.Single(plans[2].Resources.Select(r => r.Region).OfType<string>().Distinct()));
    }
}
