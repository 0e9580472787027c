using System.Collections.Immutable;
using Pulumi;
using Pulumi.Utilities;
using TechCorp.PgInfra.Sdk.Tests.Things;

namespace TechCorp.PgInfra.Sdk.Tests.Mocks;

public class FunctionTests
{
    private const string Token = "test:things/getThing:getThing";

    private sealed class GetThingArgs : InvokeArgs
    {
        [Input("name")]
        public string? Name { get; set; }
    }

    private sealed class GetThingInvokeArgs : InvokeArgs
    {
        [Input("name")]
        public Input<string>? Name { get; set; }
    }

    [OutputType]
    public sealed class GetThingResult
    {
        public readonly string Arn;
        public readonly int Size;
        public readonly ImmutableArray<string> Zones;

        [OutputConstructor]
        private GetThingResult(string arn, int size, ImmutableArray<string> zones) => (Arn, Size, Zones) = (arn, size, zones);
    }

    [Fact]
    public async Task A_function_calls_the_mock_with_its_token_and_wire_arguments_and_absent_results_are_defaults()
    {
        var mocks = new RecordingMocks { Reply = _ => new Dictionary<string, object> { ["arn"] = "a" } };
        GetThingResult result = null!;
        await Deployment.TestAsync(mocks, new(), async () =>
        {
            result = await Deployment.Instance.InvokeAsync<GetThingResult>(Token, new GetThingArgs { Name = "n" });
        });

        var call = Assert.Single(mocks.Calls);
        Assert.Equal((Token, ""), (call.Token, call.Provider));
        Assert.Equal("n", call.Args["name"]);
        Assert.Equal(("a", 0, true), (result.Arn, result.Size, result.Zones.IsDefault));
    }

    [Fact]
    public async Task An_absent_list_in_a_result_can_be_passed_on_as_an_argument()
    {
        var mocks = new RecordingMocks { Reply = _ => new Dictionary<string, object>() };
        await Deployment.TestAsync(mocks, new(), () =>
        {
            var result = Deployment.Instance.Invoke<GetThingResult>(Token, new GetThingInvokeArgs());
            _ = new Thing("a", new ThingArgs { Zones = result.Apply(r => r.Zones) });
        });

        Assert.Empty(Assert.IsType<ImmutableArray<object>>(mocks.The("a").Inputs["zones"]));
    }

    [Fact]
    public async Task A_function_of_an_unknown_value_is_unknown_and_is_not_called()
    {
        var mocks = new RecordingMocks();
        Output<GetThingResult> result = null!;
        await Run.PreviewingAsync(mocks, () => result = Deployment.Instance.Invoke<GetThingResult>(
            Token, new GetThingInvokeArgs { Name = OutputUtilities.CreateUnknown("later") }));

        Assert.Empty(mocks.Calls);
        Assert.False(await OutputUtilities.GetIsKnownAsync(result));
    }

    [Fact]
    public async Task A_function_result_depends_on_what_its_arguments_came_from_and_on_what_it_was_told()
    {
        var mocks = new RecordingMocks { Reply = _ => new Dictionary<string, object>() };
        Output<GetThingResult> result = null!;
        var resources = await Run.DeclaringAsync(mocks, () =>
        {
            var (a, b) = (new Thing("a"), new Thing("b"));
            result = Deployment.Instance.Invoke<GetThingResult>(
                Token, new GetThingInvokeArgs { Name = a.Id }, new InvokeOutputOptions { DependsOn = { b } });
        });

        Assert.Equal(resources.ToHashSet(), await OutputUtilities.GetDependenciesAsync(result));
    }

    [Fact]
    public async Task A_generated_root_function_uses_the_index_module()
    {
        var mocks = new RecordingMocks { Reply = _ => new Dictionary<string, object> { ["name"] = "us-east-1" } };
        await Deployment.TestAsync(mocks, new(), async () => { await Pulumi.Aws.GetRegion.InvokeAsync(); });

        Assert.Equal("aws:index/getRegion:getRegion", Assert.Single(mocks.Calls).Token);
    }
}
