using System.Collections.Immutable;
using Pulumi;
using Pulumi.Utilities;
using TechCorp.PgInfra.Sdk.Tests.Things;

namespace TechCorp.PgInfra.Sdk.Tests.Mocks;

public class InputTests
{
    private static async Task<ImmutableDictionary<string, object>> InputsOfAsync(Func<ThingArgs> args)
    {
        var mocks = new RecordingMocks();
        await Run.PreviewingAsync(mocks, () => _ = new Thing("a", args()));
        return mocks.The("a").Inputs;
    }

    [Fact]
    public async Task Inputs_carry_wire_names_and_unset_ones_are_absent()
    {
        var inputs = await InputsOfAsync(() => new ThingArgs { IsPublic = true, Label = "l" });

        Assert.Equal(["isPublic", "label"], inputs.Keys.Order());
        Assert.Equal(true, inputs["isPublic"]);
        Assert.Equal("l", inputs["label"]);
    }

    /// <summary>The wire has one kind of number; a mock that compares with an int would never match.</summary>
    [Fact]
    public async Task Numbers_arrive_as_doubles_whatever_their_type()
    {
        var inputs = await InputsOfAsync(() => new ThingArgs { Size = 3, Ratio = 0.5 });

        Assert.Equal(3.0, Assert.IsType<double>(inputs["size"]));
        Assert.Equal(0.5, Assert.IsType<double>(inputs["ratio"]));
    }

    [Fact]
    public async Task Lists_arrive_as_arrays_of_objects_and_maps_and_nested_arguments_as_dictionaries()
    {
        var inputs = await InputsOfAsync(() => new ThingArgs
        {
            Zones = { "a", Output.Create("b") },
            Tags = { ["Team"] = "data" },
            Rules = { new RuleArgs { FromPort = 5432 } },
        });

        Assert.Equal(["a", "b"], Assert.IsType<ImmutableArray<object>>(inputs["zones"]).ToArray());
        Assert.Equal("data", Assert.IsType<ImmutableDictionary<string, object>>(inputs["tags"])["Team"]);
        var rule = Assert.IsType<ImmutableDictionary<string, object>>(Assert.Single(Assert.IsType<ImmutableArray<object>>(inputs["rules"])));
        Assert.Equal(["fromPort"], rule.Keys);
        Assert.Equal(5432.0, rule["fromPort"]);
    }

    [Fact]
    public async Task Unions_and_open_enumerations_arrive_as_what_they_hold()
    {
        var inputs = await InputsOfAsync(() => new ThingArgs { Mode = "fast", Tier = Tier.Gold });

        Assert.Equal("fast", inputs["mode"]);
        Assert.Equal("gold", inputs["tier"]);
        Assert.Equal(2.0, (await InputsOfAsync(() => new ThingArgs { Mode = 2 }))["mode"]);
    }

    [Fact]
    public async Task Secrets_arrive_unwrapped_at_every_depth()
    {
        var inputs = await InputsOfAsync(() => new ThingArgs { Password = "s3cret", Tags = { ["k"] = Output.CreateSecret("v") } });

        Assert.Equal("s3cret", inputs["password"]);
        Assert.Equal("v", ((ImmutableDictionary<string, object>)inputs["tags"])["k"]);
    }

    [Fact]
    public async Task An_input_with_an_unknown_value_anywhere_inside_is_absent()
    {
        var inputs = await InputsOfAsync(() => new ThingArgs
        {
            Label = OutputUtilities.CreateUnknown("later"),
            Zones = { "a", OutputUtilities.CreateUnknown("later") },
            Size = 1,
        });

        Assert.Equal(["size"], inputs.Keys);
    }

    [Fact]
    public async Task A_missing_required_argument_fails_at_registration_and_names_the_class_and_the_argument()
    {
        var error = await Assert.ThrowsAsync<RunException>(() => Run.DeclaringAsync(
            new RecordingMocks(), () => _ = new CustomResource("test:things/needy:Needy", "n", new NeedyArgs())));

        Assert.Contains(
            "ArgumentNullException: [Input] TechCorp.PgInfra.Sdk.Tests.Things.NeedyArgs.Must is required but was not given a value",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_generated_instance_class_asks_for_its_instance_class_in_the_same_words()
    {
        var error = await Assert.ThrowsAsync<RunException>(() => Run.DeclaringAsync(
            new RecordingMocks(), () => _ = new Pulumi.Aws.Rds.Instance("db", new Pulumi.Aws.Rds.InstanceArgs())));

        Assert.Contains("[Input] Pulumi.Aws.Rds.InstanceArgs.InstanceClass is required but was not given a value", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_required_argument_of_a_nested_block_is_named_too()
    {
        var error = await Assert.ThrowsAsync<RunException>(() => Run.DeclaringAsync(
            new RecordingMocks(), () => _ = new Thing("a", new ThingArgs { Rules = { new RuleArgs() } })));

        Assert.Contains("RuleArgs.FromPort is required but was not given a value", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_added_twice_to_a_map_fails_the_run()
    {
        var error = await Assert.ThrowsAsync<RunException>(() => Run.DeclaringAsync(
            new RecordingMocks(), () => _ = new Thing("a", new ThingArgs { Tags = { { "Team", "a" }, { "Team", "b" } } })));

        Assert.Contains("Team", error.Message, StringComparison.Ordinal);
    }
}
