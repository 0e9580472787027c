using System.Text.Json;
using TechCorp.PgInfra.Infra.Tests.Recording;

namespace TechCorp.PgInfra.Infra.Tests.Ownership;

public sealed class ProviderTests
{
    /// <summary>A tag value may not hold '#': the channel is tagged without it.</summary>
    [Theory]
    [InlineData("staging")]
    [InlineData("prod")]
    [InlineData("dr")]
    [Trait("Requirement", "S53")]
    public async Task Everything_is_tagged_with_who_answers_for_it(string stack)
    {
        var provider = (await Stacks.OfAsync(stack))["pulumi:providers:aws", "aws"];
        using var tags = JsonDocument.Parse(provider.Text("defaultTags"));

        Assert.Equal(
            $$"""
            Environment={{stack}}
            ManagedBy=pulumi:techcorp-pg-infra
            Slack=data-postgres
            Team=Data Engineering
            TechLead=Eduardo Campos
            """,
            string.Join('\n', tags.RootElement.GetProperty("tags").EnumerateObject().Select(t => $"{t.Name}={t.Value.GetString()}").Order(StringComparer.Ordinal)));
    }

    /// <summary>A resource without the provider would land in whatever region the environment of the pipeline names.</summary>
    [Theory]
    [InlineData("staging")]
    [InlineData("prod")]
    [InlineData("dr")]
    [Trait("Requirement", "S20")]
    [Trait("Requirement", "S53")]
    public async Task Every_AWS_resource_uses_the_provider_of_the_stack(string stack)
    {
        var estate = await Stacks.OfAsync(stack);

        Assert.All(estate.All.Where(r => r.Type.StartsWith("aws:", StringComparison.Ordinal)),
            resource => Assert.True(resource.Provider.Contains("pulumi:providers:aws::aws", StringComparison.Ordinal), $"{resource} has the provider '{resource.Provider}'"));
    }
}
