using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;
using TechCorp.PgInfra.Sdk.Tests.Things;

namespace TechCorp.PgInfra.Sdk.Tests.Mocks;

public class ResourceTests
{
    private sealed class Group(string name, ComponentResourceOptions? options = null) : ComponentResource("test:index:Group", name, options);

    [Fact]
    public async Task A_urn_keeps_only_the_type_of_the_outermost_ancestor()
    {
        var resources = await Deployment.TestAsync(
            new RecordingMocks(),
            new TestOptions { ProjectName = "p", StackName = "s" },
            () =>
            {
                var outer = new Group("outer");
                var inner = new Group("inner", new ComponentResourceOptions { Parent = outer });
                _ = new Thing("leaf", null, new CustomResourceOptions { Parent = inner });
            });

        var urns = new List<string>();
        foreach (var resource in resources)
            urns.Add(await OutputUtilities.GetValueAsync(resource.Urn));
        Assert.Equal(
            [
                "urn:pulumi:s::p::pulumi:pulumi:Stack$test:index:Group::outer",
                "urn:pulumi:s::p::pulumi:pulumi:Stack$test:index:Group::inner",
                "urn:pulumi:s::p::pulumi:pulumi:Stack$test:things/thing:Thing::leaf",
            ],
            urns);
    }

    [Fact]
    public async Task A_name_used_twice_is_no_error_under_mocks()
    {
        var resources = await Run.DeclaringAsync(new RecordingMocks(), () =>
        {
            _ = new Thing("same");
            _ = new Thing("same");
        });

        Assert.Equal(2, resources.Length);
    }

    [Fact]
    public async Task A_resource_that_is_read_passes_its_id_to_the_mock()
    {
        var mocks = new RecordingMocks();
        var resources = await Run.DeclaringAsync(mocks, () => Thing.Get("found", "i-123"));

        Assert.Equal("i-123", mocks.The("found").Id);
        Assert.Equal("i-123", await OutputUtilities.GetValueAsync(((Thing)resources[0]).Id));
    }

    [Fact]
    public async Task An_import_id_shows_as_the_id_and_a_new_resource_has_none()
    {
        var mocks = new RecordingMocks { Answer = args => (null, args.Inputs) };
        var resources = await Run.DeclaringAsync(mocks, () =>
        {
            _ = new Thing("old", null, new CustomResourceOptions { ImportId = "i-9" });
            _ = new Thing("new");
        });

        Assert.Equal("i-9", mocks.The("old").Id);
        Assert.Equal("", mocks.The("new").Id);
        Assert.Equal("i-9", await OutputUtilities.GetValueAsync(((Thing)resources[0]).Id));
    }

    [Fact]
    public async Task A_resource_waits_for_everything_in_a_component_it_depends_on()
    {
        var gate = new TaskCompletionSource();
        var mocks = new SlowMocks(gate.Task);
        var run = Run.DeclaringAsync(mocks, () =>
        {
            var group = new Group("group");
            _ = new Thing("slow", null, new CustomResourceOptions { Parent = group });
            _ = new Thing("after", null, new CustomResourceOptions { DependsOn = { group } });
        });
        Assert.DoesNotContain("after", mocks.Finished);
        gate.SetResult();
        await run;

        Assert.Equal(["slow", "after"], mocks.Finished.Where(name => name != "group"));
    }

    private sealed class SlowMocks(Task gate) : IMocks
    {
        public List<string> Finished { get; } = [];

        public async Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        {
            if (args.Name == "slow")
                await gate;
            lock (Finished)
                Finished.Add(args.Name!);
            return (args.Name, args.Inputs);
        }

        public Task<object> CallAsync(MockCallArgs args) => throw new NotSupportedException();
    }
}
