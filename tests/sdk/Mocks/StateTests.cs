using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;
using TechCorp.PgInfra.Sdk.Tests.Things;

namespace TechCorp.PgInfra.Sdk.Tests.Mocks;

public class StateTests
{
    private static async Task<Thing> DeclareAsync(object state, string? id = "id", bool preview = false)
    {
        var mocks = new RecordingMocks { Answer = _ => (id, state) };
        var resources = await Deployment.TestAsync(mocks, new TestOptions { IsPreview = preview }, () => { _ = new Thing("a"); });
        return (Thing)Assert.Single(resources);
    }

    [Fact]
    public async Task Every_kind_of_output_is_read_from_its_wire_name()
    {
        var thing = await DeclareAsync(new Dictionary<string, object>
        {
            ["arn"] = "arn:thing",
            ["size"] = 20,
            ["ratio"] = 0.25,
            ["zones"] = new[] { "a", "b" },
            ["tags"] = new Dictionary<string, object> { ["Team"] = "data" },
            ["endpoint"] = new Dictionary<string, object> { ["host"] = "h", ["port"] = 5432 },
            ["mode"] = 7,
            ["tier"] = "gold",
        });

        Assert.Equal("arn:thing", await OutputUtilities.GetValueAsync(thing.Arn));
        Assert.Equal(20, await OutputUtilities.GetValueAsync(thing.Size));
        Assert.Equal(0.25, await OutputUtilities.GetValueAsync(thing.Ratio));
        Assert.Equal(["a", "b"], (await OutputUtilities.GetValueAsync(thing.Zones)).ToArray());
        Assert.Equal("data", (await OutputUtilities.GetValueAsync(thing.Tags))!["Team"]);
        var endpoint = await OutputUtilities.GetValueAsync(thing.Endpoint);
        Assert.Equal(("h", 5432, true), (endpoint!.Host, endpoint.Port, endpoint.Aliases.IsDefault));
        Assert.Equal(7, (await OutputUtilities.GetValueAsync(thing.Mode)).AsT1);
        Assert.Equal(Tier.Gold, await OutputUtilities.GetValueAsync(thing.Tier));
        Assert.Equal("id", await OutputUtilities.GetValueAsync(thing.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task State_may_be_an_immutable_dictionary_or_arguments(bool dictionary)
    {
        var thing = await DeclareAsync(dictionary
            ? ImmutableDictionary<string, object>.Empty.Add("size", 4)
            : new ThingArgs { Size = 4 });

        Assert.Equal(4, await OutputUtilities.GetValueAsync(thing.Size));
    }

    [Fact]
    public async Task State_of_another_type_fails_the_run_and_names_the_type()
    {
        var error = await Assert.ThrowsAsync<RunException>(() => DeclareAsync(new Version(1, 0)));

        Assert.Contains("System.Version is not a supported argument type", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The official package warns and goes on; so a mock of the wrong type shows as an empty value.</summary>
    [Fact]
    public async Task A_value_of_the_wrong_type_leaves_the_default()
    {
        var thing = await DeclareAsync(new Dictionary<string, object> { ["size"] = "twenty", ["arn"] = 1, ["zones"] = "a" });

        Assert.Equal(0, await OutputUtilities.GetValueAsync(thing.Size));
        Assert.Null(await OutputUtilities.GetValueAsync(thing.Arn));
        Assert.True((await OutputUtilities.GetValueAsync(thing.Zones)).IsDefault);
    }

    [Fact]
    public async Task A_property_the_mock_did_not_return_is_unknown_in_a_preview_and_applies_do_not_run()
    {
        var ran = false;
        var mocks = new RecordingMocks { Answer = _ => ("id", new Dictionary<string, object>()) };
        var resources = await Run.PreviewingAsync(mocks, () => new Thing("a").Arn.Apply(arn => ran = true));

        Assert.False(await OutputUtilities.GetIsKnownAsync(((Thing)resources[0]).Arn));
        Assert.False(ran);
    }

    [Fact]
    public async Task A_property_the_mock_did_not_return_is_known_and_empty_outside_a_preview()
    {
        var thing = await DeclareAsync(new Dictionary<string, object>());

        Assert.True(await OutputUtilities.GetIsKnownAsync(thing.Arn));
        Assert.Null(await OutputUtilities.GetValueAsync(thing.Arn));
        Assert.Equal(0, await OutputUtilities.GetValueAsync(thing.Size));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_an_id_from_the_mock_the_id_is_unknown_in_a_preview_or_not(bool preview)
    {
        var thing = await DeclareAsync(new Dictionary<string, object>(), id: null, preview);

        Assert.False(await OutputUtilities.GetIsKnownAsync(thing.Id));
        Assert.True(await OutputUtilities.GetIsKnownAsync(thing.Urn));
    }

    /// <summary>So secretness has to be marked where the program makes the value, and asserted there.</summary>
    [Fact]
    public async Task Outputs_from_mocks_are_never_secret_even_for_a_secret_input_or_an_additional_secret_output()
    {
        Output<bool> argument = null!;
        var resources = await Run.DeclaringAsync(new RecordingMocks(), () =>
        {
            var args = new ThingArgs { Password = "s3cret" };
            argument = Output.Create(Output.IsSecretAsync(args.Password!.ToOutput()));
            _ = new Thing("a", args, new CustomResourceOptions { AdditionalSecretOutputs = { "password" } });
        });

        var thing = (Thing)resources[0];
        Assert.Equal("s3cret", await OutputUtilities.GetValueAsync(thing.Password));
        Assert.False(await Output.IsSecretAsync(thing.Password));
        Assert.True(await OutputUtilities.GetValueAsync(argument));
    }

    [Fact]
    public async Task An_output_depends_on_the_resource_it_belongs_to()
    {
        var thing = await DeclareAsync(new Dictionary<string, object> { ["arn"] = "a" });

        Assert.Same(thing, Assert.Single(await OutputUtilities.GetDependenciesAsync(thing.Arn)));
    }
}
