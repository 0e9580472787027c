using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.Rds;
using Pulumi.Testing;
using Pulumi.Utilities;
using Inputs = Pulumi.Aws.Inputs;

namespace TechCorp.PgInfra.Sdk.Generated;

/// <summary>What the generated code does when a program runs, beyond having the right names.</summary>
public sealed class AwsBehaviourTests
{
    /// <summary>The official constructors set them, so that every provider sees the same text and mocks see it too.</summary>
    [Fact]
    public async Task Defaults_are_set_by_the_constructor_of_the_arguments()
    {
        var registered = await Run(() =>
        {
            _ = new ParameterGroup("group", new() { Family = "postgres15" });
            _ = new Pulumi.Aws.Ec2.SecurityGroup("group");
        });

        Assert.Equal(["Managed by Pulumi", "Managed by Pulumi"], registered.Select(r => r.Inputs["description"]));
    }

    /// <summary>A password given as a plain string must be secret even where its author forgot to say so (S22).</summary>
    [Fact]
    public async Task A_password_becomes_secret_by_being_assigned() => await Run(async () =>
    {
        var args = new InstanceArgs { InstanceClass = "db.r6g.xlarge", Password = "hunter2", Username = "postgres" };

        Output<string> password = args.Password;
        Output<string> username = args.Username;

        Assert.True(await Output.IsSecretAsync(password));
        Assert.Equal("hunter2", await OutputUtilities.GetValueAsync(password));
        Assert.False(await Output.IsSecretAsync(username));
    });

    /// <summary>Results that are secret whatever the provider says are named to the engine by the resource itself.</summary>
    [Fact]
    public async Task Secret_outputs_are_named_in_the_options()
    {
        var options = new Dictionary<string, CustomResourceOptions>();
        var capture = new CustomResourceOptions
        {
            ResourceTransformations =
            {
                seen =>
                {
                    options[seen.Resource.GetResourceType()] = (CustomResourceOptions)seen.Options;
                    return null;
                },
            },
        };
        await Run(() =>
        {
            _ = new Instance("db", new() { InstanceClass = "db.r6g.xlarge" }, capture);
            _ = new Pulumi.Random.RandomPassword("password", new() { Length = 32 }, capture);
        });

        Assert.Equal(["password", "passwordWo"], options["aws:rds/instance:Instance"].AdditionalSecretOutputs);
        Assert.Equal(["bcryptHash", "result"], options["random:index/randomPassword:RandomPassword"].AdditionalSecretOutputs);
        Assert.Equal("7.48.0", options["aws:rds/instance:Instance"].Version);
    }

    /// <summary>Nested arguments, lists, maps, relaxed enums and unions reach the provider under their wire names.</summary>
    [Fact]
    public async Task Arguments_reach_the_provider_under_their_wire_names()
    {
        var registered = await Run(() =>
        {
            _ = new ParameterGroup("group", new()
            {
                Family = "postgres15",
                Parameters = { new Pulumi.Aws.Rds.Inputs.ParameterGroupParameterArgs { Name = "max_connections", Value = "500" } },
            });
            _ = new Instance("db", new()
            {
                InstanceClass = InstanceType.R6G_XLarge,
                StorageType = StorageType.GP3,
                MultiAz = true,
                Tags = { ["team"] = "data" },
            });
            _ = new Pulumi.Aws.Iam.Policy("policy", new() { PolicyDocument = "{}" });
        });

        var parameters = Assert.IsType<ImmutableArray<object>>(registered[0].Inputs["parameters"]);
        var parameter = Assert.IsAssignableFrom<IDictionary<string, object>>(parameters.Single());
        Assert.Equal(("max_connections", "500"), (parameter["name"], parameter["value"]));
        Assert.Equal("db.r6g.xlarge", registered[1].Inputs["instanceClass"]);
        Assert.Equal("gp3", registered[1].Inputs["storageType"]);
        Assert.Equal(true, registered[1].Inputs["multiAz"]);
        Assert.Equal("data", Assert.IsAssignableFrom<IDictionary<string, object>>(registered[1].Inputs["tags"])["team"]);
        Assert.False(registered[1].Inputs.ContainsKey("vpcSecurityGroupIds"));
        Assert.Equal("{}", registered[2].Inputs["policy"]);
    }

    /// <summary>Arguments of a provider travel as JSON strings, all but its strings.</summary>
    [Fact]
    public async Task Arguments_of_a_provider_are_json_strings()
    {
        var registered = await Run(() => _ = new Pulumi.Aws.Provider("west", new()
        {
            Region = "us-west-2",
            DefaultTags = new Inputs.ProviderDefaultTagsArgs { Tags = { ["team"] = "data" } },
        }));

        var provider = Assert.Single(registered);
        Assert.Equal("pulumi:providers:aws", provider.Type);
        Assert.Equal("us-west-2", provider.Inputs["region"]);
        Assert.Equal("true", provider.Inputs["skipRegionValidation"]);
        Assert.Equal("false", provider.Inputs["skipCredentialsValidation"]);
        Assert.Equal("""{"tags":{"team":"data"}}""", ((string)provider.Inputs["defaultTags"]).Replace(" ", "", StringComparison.Ordinal));
    }

    /// <summary>The recovery region looks up what another program declared; a lookup reads by id and declares nothing.</summary>
    [Fact]
    public async Task A_lookup_reads_the_resource_with_the_given_id()
    {
        var registered = await Run(() => _ = Instance.Get("db", "db-ABC", new InstanceState { Region = "us-west-2" }));

        var instance = Assert.Single(registered);
        Assert.Equal(("aws:rds/instance:Instance", "db-ABC"), (instance.Type, instance.Id));
        Assert.Equal("us-west-2", instance.Inputs["region"]);
    }

    /// <summary>A function takes plain values or inputs, and fills its read-only result.</summary>
    [Fact]
    public async Task A_function_returns_what_the_provider_says()
    {
        var mocks = new Echo([]);
        await Deployment.TestAsync(mocks, new TestOptions { IsPreview = false }, async () =>
        {
            var plain = await Pulumi.Aws.Ec2.GetSubnets.InvokeAsync(new()
            {
                Filters = { new Pulumi.Aws.Ec2.Inputs.GetSubnetsFilterArgs { Name = "vpc-id", Values = { "vpc-1" } } },
            });
            var output = Pulumi.Aws.Ec2.GetSubnets.Invoke(new() { Tags = { ["tier"] = "data" } });
            var region = await Pulumi.Aws.GetRegion.InvokeAsync();

            Assert.Equal(["subnet-1", "subnet-2"], plain.Ids.ToArray());
            Assert.Equal(["subnet-1", "subnet-2"], (await OutputUtilities.GetValueAsync(output)).Ids.ToArray());
            Assert.Equal("us-east-1", region.Region);
        });

        Assert.Equal(["aws:ec2/getSubnets:getSubnets", "aws:ec2/getSubnets:getSubnets", "aws:index/getRegion:getRegion"], mocks.Calls);
    }

    /// <summary>Known values are only known: any string is an argument too, and equality is by the string.</summary>
    [Fact]
    public void A_known_value_is_its_string()
    {
        Assert.Equal("db.r6g.xlarge", (string)InstanceType.R6G_XLarge);
        Assert.Equal("gp3", StorageType.GP3.ToString());
        Assert.True(StorageType.GP3 == StorageType.GP3);
        Assert.True(StorageType.GP3 != StorageType.GP2);
    }

    private static async Task<List<MockResourceArgs>> Run(Action program)
    {
        var registered = new List<MockResourceArgs>();
        await Deployment.TestAsync(new Echo(registered), new TestOptions { IsPreview = false }, program);
        return registered;
    }

    private static async Task Run(Func<Task> program) =>
        await Deployment.TestAsync(new Echo([]), new TestOptions { IsPreview = false }, program);

    private sealed class Echo(List<MockResourceArgs> registered) : IMocks
    {
        public List<string?> Calls { get; } = [];

        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        {
            if (args.Type != "pulumi:pulumi:Stack")
            {
                lock (registered)
                {
                    registered.Add(args);
                }
            }

            return Task.FromResult<(string?, object)>((args.Name + "-id", args.Inputs));
        }

        public Task<object> CallAsync(MockCallArgs args)
        {
            Calls.Add(args.Token);
            return Task.FromResult<object>(new Dictionary<string, object>
            {
                ["id"] = "us-east-1",
                ["region"] = "us-east-1",
                ["ids"] = ImmutableArray.Create<object>("subnet-1", "subnet-2"),
            });
        }
    }
}
