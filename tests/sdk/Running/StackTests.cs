using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;
using TechCorp.PgInfra.Sdk.Tests.Things;

namespace TechCorp.PgInfra.Sdk.Tests.Running;

public class StackTests
{
    private sealed class Whole : Stack
    {
        public Whole()
        {
            var thing = new Thing("a", new ThingArgs { Size = 2 });
            Named = thing.Size;
            Secret = Output.CreateSecret("s");
        }

        [Output("size")]
        public Output<int> Named { get; private set; }

        [Output]
        public Output<string> Secret { get; private set; }
    }

    private sealed class Forgetful : Stack
    {
        [Output("first")]
        public Output<string> First { get; private set; } = null!;

        [Output]
        public Output<string> Second { get; private set; } = null!;

        public Forgetful() => (First, Second) = (null!, null!);
    }

    private sealed class Unassigned : Stack
    {
        [Output]
        public Output<string>? Never { get; set; }

        public Unassigned() => Never = null;
    }

    [Fact]
    public async Task A_stack_comes_first_among_its_resources_and_is_named_after_project_and_stack()
    {
        var resources = await Deployment.TestAsync<Whole>(new RecordingMocks(), new TestOptions { ProjectName = "p", StackName = "s" });

        Assert.Equal(["p-s", "a"], resources.Select(resource => resource.GetResourceName()));
        Assert.IsType<Whole>(resources[0]);
    }

    [Fact]
    public async Task Stack_outputs_are_registered_under_their_attribute_name_or_their_own_and_keep_their_secretness()
    {
        var mocks = new RecordingMocks();
        await Deployment.TestAsync<Whole>(mocks, new TestOptions { IsPreview = false });

        var registered = Assert.Single(mocks.Outputs);
        Assert.Equal("urn:pulumi:stack::project::pulumi:pulumi:Stack::project-stack", registered.Urn);
        Assert.Equal(["Secret", "size"], registered.Outputs.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(2.0, await OutputUtilities.GetValueAsync(registered.Outputs["size"]));
        Assert.True(await Output.IsSecretAsync(registered.Outputs["Secret"]));
        Assert.False(await Output.IsSecretAsync(registered.Outputs["size"]));
    }

    [Fact]
    public async Task Stack_outputs_left_unassigned_fail_the_run_by_name()
    {
        var error = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync<Forgetful>(new RecordingMocks()));
        Assert.Equal(
            "Output(s) 'first, Second' have no value assigned. [Output] attributed properties must be assigned inside Stack constructor.",
            error.Message);

        error = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync<Unassigned>(new RecordingMocks()));
        Assert.StartsWith("Output(s) 'Never' have no value assigned.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_gives_its_resources_without_the_stack_and_the_dictionary_it_returned()
    {
        var (resources, outputs) = await Deployment.TestAsync(
            new RecordingMocks(),
            new TestOptions(),
            () => (IDictionary<string, object?>)new Dictionary<string, object?> { ["id"] = new Thing("a").Id });

        Assert.Equal("a", Assert.Single(resources).GetResourceName());
        Assert.IsType<Output<string>>(outputs["id"]);
    }

    [Fact]
    public async Task The_run_knows_what_the_test_said_and_previews_by_default()
    {
        (string, string, string, bool) seen = default;
        void See() => seen = (Deployment.Instance.ProjectName, Deployment.Instance.StackName, Deployment.Instance.OrganizationName, Deployment.Instance.IsDryRun);

        await Deployment.TestAsync(new EmptyMocks(), new TestOptions(), See);
        Assert.Equal(("project", "stack", "organization", true), seen);
        await Deployment.TestAsync(new EmptyMocks(), new TestOptions { ProjectName = "p", StackName = "s", OrganizationName = "o", IsPreview = false }, See);
        Assert.Equal(("p", "s", "o", false), seen);
    }

    /// <summary>The official package keeps the run in the flow of execution, so one run cannot start another.</summary>
    [Fact]
    public async Task A_run_inside_a_run_is_refused()
    {
        var error = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync(
            new EmptyMocks(), new TestOptions(), async () => { await Deployment.TestAsync(new EmptyMocks(), new TestOptions(), () => { }); }));

        Assert.Contains("Deployment.Instance should only be set once at the beginning of a 'Run' call.", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Upstream says to run tests serially; the property tests here run many at once.</summary>
    [Fact]
    public async Task Runs_at_the_same_time_do_not_see_each_other()
    {
        var runs = Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            var mocks = new RecordingMocks();
            await Deployment.TestAsync(mocks, new TestOptions { StackName = $"s{i}" }, async () =>
            {
                for (var n = 0; n < 20; n++)
                {
                    _ = new Thing($"{Deployment.Instance.StackName}-{n}");
                    await Task.Yield();
                }
            });
            return mocks.Resources.Select(resource => resource.Name).ToList();
        }));

        var names = await Task.WhenAll(runs);
        for (var i = 0; i < names.Length; i++)
            Assert.Equal(Enumerable.Range(0, 20).Select(n => $"s{i}-{n}"), names[i]);
    }
}
