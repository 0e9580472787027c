using Pulumi;
using TechCorp.PgInfra.Sdk.Tests.Things;
using Aws = Pulumi.Aws;

namespace TechCorp.PgInfra.Sdk.Tests.Mocks;

public class ProviderTests
{
    private sealed class Group(string name, ComponentResourceOptions? options = null) : ComponentResource("test:index:Group", name, options);

    private static Aws.Kms.Key Key(string name, CustomResourceOptions? options = null) => new(name, new Aws.Kms.KeyArgs(), options);

    [Fact]
    public async Task The_default_provider_is_empty_text_and_an_explicit_one_is_its_urn_and_id()
    {
        var mocks = new RecordingMocks();
        await Run.DeclaringAsync(mocks, () =>
        {
            var west = new Aws.Provider("west", new Aws.ProviderArgs { Region = "us-west-2" });
            _ = Key("here");
            _ = Key("there", new CustomResourceOptions { Provider = west });
        });

        Assert.Equal("", mocks.The("here").Provider);
        Assert.Equal("urn:pulumi:stack::project::pulumi:pulumi:Stack$pulumi:providers:aws::west::west-id", mocks.The("there").Provider);
        Assert.Equal("pulumi:providers:aws", mocks.The("west").Type);
    }

    [Fact]
    public async Task Children_take_the_provider_of_their_component_for_its_package_only()
    {
        var mocks = new RecordingMocks();
        await Run.DeclaringAsync(mocks, () =>
        {
            var west = new Aws.Provider("west", new Aws.ProviderArgs { Region = "us-west-2" });
            var outer = new Group("outer", new ComponentResourceOptions { Providers = { west } });
            var inner = new Group("inner", new ComponentResourceOptions { Parent = outer });
            var key = Key("key", new CustomResourceOptions { Parent = inner });
            _ = Key("child-of-key", new CustomResourceOptions { Parent = key });
            _ = new Thing("other-package", null, new CustomResourceOptions { Parent = inner });
        });

        Assert.EndsWith("::west::west-id", mocks.The("key").Provider, StringComparison.Ordinal);
        Assert.EndsWith("::west::west-id", mocks.The("child-of-key").Provider, StringComparison.Ordinal);
        Assert.Equal("", mocks.The("other-package").Provider);
    }

    /// <summary>The provider protocol carries text only.</summary>
    [Fact]
    public async Task Provider_inputs_that_are_not_text_arrive_as_JSON_text()
    {
        var mocks = new RecordingMocks();
        await Run.DeclaringAsync(mocks, () => _ = new Aws.Provider("west", new Aws.ProviderArgs
        {
            Region = "us-west-2",
            DefaultTags = new Aws.Inputs.ProviderDefaultTagsArgs { Tags = { { "Team", "data" }, { "Env", "dr" } } },
        }));

        var inputs = mocks.The("west").Inputs;
        Assert.Equal("us-west-2", inputs["region"]);
        Assert.Equal("""{ "tags": { "Env": "dr", "Team": "data" } }""", inputs["defaultTags"]);
        Assert.Equal("true", inputs["skipRegionValidation"]);
    }

    [Fact]
    public async Task A_component_with_both_a_provider_and_a_list_of_them_is_refused()
    {
        var error = await Assert.ThrowsAsync<RunException>(() => Run.DeclaringAsync(new RecordingMocks(), () =>
        {
            var west = new Aws.Provider("west");
            _ = new Group("g", new ComponentResourceOptions { Provider = west, Providers = { west } });
        }));

        Assert.Contains("Do not supply both 'provider' and 'providers' options to a ComponentResource.", error.Message, StringComparison.Ordinal);
    }
}
