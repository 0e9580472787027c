using System.Collections.Immutable;
using Pulumi;
using Pulumi.Utilities;
using TechCorp.PgInfra.Sdk.Tests.Things;

namespace TechCorp.PgInfra.Sdk.Tests.Mocks;

public class OptionTests
{
    private sealed class Group(string name, ComponentResourceOptions? options = null) : ComponentResource("test:index:Group", name, options);

    private sealed class Transformed : Stack
    {
        public Transformed()
            : base(new StackOptions { ResourceTransformations = { Seen.Record } })
            => _ = new Thing("a", null, new CustomResourceOptions { Parent = new Group("g"), RetainOnDelete = true });

        public static class Seen
        {
            public static readonly AsyncLocal<List<string>?> Names = new();

            public static ResourceTransformationResult? Record(ResourceTransformationArgs args)
            {
                Names.Value?.Add($"{args.Resource.GetResourceType()} {args.Resource.GetResourceName()} {args.Options.RetainOnDelete}");
                return null;
            }
        }
    }

    /// <summary>No option reaches a mock, so this is how a test asserts protection and ignored changes.</summary>
    [Fact]
    public async Task A_transformation_of_a_component_sees_the_options_and_arguments_of_its_children()
    {
        var seen = new List<(string Name, bool? Protect, string[] Ignored, ResourceArgs Args)>();
        var args = new ThingArgs { Size = 1 };
        await Run.DeclaringAsync(new RecordingMocks(), () =>
        {
            var outer = new Group("outer", new ComponentResourceOptions
            {
                ResourceTransformations =
                {
                    t =>
                    {
                        seen.Add((t.Resource.GetResourceName(), t.Options.Protect, [.. t.Options.IgnoreChanges], t.Args));
                        return null;
                    },
                },
            });
            var inner = new Group("inner", new ComponentResourceOptions { Parent = outer });
            _ = new Thing("leaf", args, new CustomResourceOptions { Parent = inner, Protect = true, IgnoreChanges = { "password" } });
            _ = new Thing("outside");
        });

        Assert.Equal(["outer", "inner", "leaf"], seen.Select(s => s.Name));
        Assert.True(seen[2].Protect);
        Assert.Equal(["password"], seen[2].Ignored);
        Assert.Same(args, seen[2].Args);
    }

    /// <summary>It runs before inheritance: a child of a protected component shows no protection of its own.</summary>
    [Fact]
    public async Task A_transformation_sees_the_protection_a_resource_was_given_and_not_the_inherited_one()
    {
        var seen = new Dictionary<string, bool?>();
        await Run.DeclaringAsync(new RecordingMocks(), () =>
        {
            var group = new Group("group", new ComponentResourceOptions
            {
                Protect = true,
                ResourceTransformations =
                {
                    t =>
                    {
                        seen[t.Resource.GetResourceName()] = t.Options.Protect;
                        return null;
                    },
                },
            });
            _ = new Thing("child", null, new CustomResourceOptions { Parent = group });
        });

        Assert.True(seen["group"]);
        Assert.Null(seen["child"]);
    }

    [Fact]
    public async Task A_transformation_of_the_stack_sees_every_resource()
    {
        Transformed.Seen.Names.Value = [];
        await Deployment.TestAsync<Transformed>(new RecordingMocks());

        Assert.Equal(
            ["pulumi:pulumi:Stack project-stack ", "test:index:Group g ", "test:things/thing:Thing a True"],
            Transformed.Seen.Names.Value!);
    }

    [Fact]
    public async Task A_transformation_can_replace_arguments_but_not_the_parent()
    {
        var mocks = new RecordingMocks();
        await Run.DeclaringAsync(mocks, () => _ = new Thing("a", new ThingArgs { Size = 1 }, new CustomResourceOptions
        {
            ResourceTransformations = { t => new ResourceTransformationResult(new ThingArgs { Size = 2 }, t.Options) },
        }));
        Assert.Equal(2.0, mocks.The("a").Inputs["size"]);

        var error = await Assert.ThrowsAsync<RunException>(() => Run.DeclaringAsync(mocks, () =>
        {
            var group = new Group("g");
            _ = new Thing("b", null, new CustomResourceOptions
            {
                ResourceTransformations = { t => new ResourceTransformationResult(t.Args, new CustomResourceOptions { Parent = group }) },
            });
        }));
        Assert.Contains("Transformations cannot currently be used to change the 'parent' of a resource.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Merging_options_joins_lists_and_lets_the_second_win()
    {
        var dependsOn = Output.Create(ImmutableArray<Resource>.Empty);
        var resources = await Run.DeclaringAsync(new RecordingMocks(), () =>
        {
            var (a, b) = (new Thing("a"), new Thing("b"));
            var merged = CustomResourceOptions.Merge(
                new CustomResourceOptions { Protect = true, IgnoreChanges = { "x" }, DependsOn = { a }, Version = "1" },
                new CustomResourceOptions { Protect = false, IgnoreChanges = { "y" }, DependsOn = { b }, ImportId = "i" });

            Assert.False(merged.Protect);
            Assert.Equal(["x", "y"], merged.IgnoreChanges);
            Assert.Equal(("1", "i"), (merged.Version, merged.ImportId));
            dependsOn = merged.DependsOn.ToOutput();
        });

        Assert.True(resources.SequenceEqual(await OutputUtilities.GetValueAsync(dependsOn)));
    }

    [Fact]
    public async Task Merging_component_options_with_a_provider_in_one_and_a_list_in_the_other_makes_one_list()
    {
        List<ProviderResource> merged = [];
        var resources = await Run.DeclaringAsync(new RecordingMocks(), () =>
        {
            var (east, west) = (new Pulumi.Aws.Provider("east"), new Pulumi.Aws.Provider("west"));
            merged = ComponentResourceOptions.Merge(
                new ComponentResourceOptions { Provider = east }, new ComponentResourceOptions { Providers = { west } }).Providers;
        });

        Assert.Equal(["east", "west"], merged.Select(provider => provider.GetResourceName()).Order());
        Assert.Equal(2, resources.Length);
    }
}
