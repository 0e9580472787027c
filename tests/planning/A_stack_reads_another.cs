using Pulumi;
using Pulumi.Aws.Kms;
using Pulumi.Random;
using TechCorp.PgInfra.Planning.Tests.Support;

namespace TechCorp.PgInfra.Planning.Tests;

/// <summary>dr reads prod; a preview of dr must therefore run prod, and say plainly what it cannot know of it.</summary>
public sealed class A_stack_reads_another
{
    private const string Region = "config:\n  aws:region: us-east-1\n";

    private static PlanCapture Capture(ProjectFiles files, string target = "org/demo/prod") =>
        new(files.Project, (configuration, options) => new FunctionStack(options, () =>
        {
            if (configuration.Stack == "prod")
            {
                var password = new RandomPassword("master", new RandomPasswordArgs { Length = 32 });
                return [("a", new Key("database", new KeyArgs()).Arn), ("b", Output.Create("15")), ("c", password.Result)];
            }

            var prod = new StackReference("source", new StackReferenceArgs { Name = target });
            return [("a", prod.RequireOutput("a").Apply(v => (string)v)), ("b", prod.RequireOutput("b").Apply(v => (string)v)), ("c", prod.RequireOutput("c").Apply(v => (string)v))];
        }));

    /// <summary>What prod states is a value; what its cloud computes and what is secret there is a reference into it.</summary>
    [Fact]
    public async Task Its_outputs_are_values_where_it_states_them_and_references_where_it_computes_them()
    {
        using var files = new ProjectFiles(Region, ("prod", Region));

        var plan = await Capture(files).RunAsync("dev");

        Assert.Equal(
            """{"a":"${pulumi:pulumi:StackReference::source.a}","b":"15","c":"[secret: ${pulumi:pulumi:StackReference::source.c}]"}""",
            plan.Outputs.ToJsonString(PlainText));
    }

    /// <summary>A run of the program is most of what a verb costs.</summary>
    [Fact]
    public async Task It_is_run_once_however_often_it_is_asked_for()
    {
        using var files = new ProjectFiles(Region, ("prod", Region));
        var runs = new List<string>();
        var capture = new PlanCapture(files.Project, (configuration, options) => new FunctionStack(options, () =>
        {
            runs.Add(configuration.Stack);
            return configuration.Stack == "prod" ? [("a", Output.Create("x"))] : [("a", new StackReference("org/demo/prod").RequireOutput("a").Apply(v => (string)v))];
        }));

        await capture.RunAsync("dev");
        await capture.RunAsync("prod");
        await capture.RunAsync(files.Project.LoadStack("dev").With("demo:other", "1"));

        Assert.Equal(["dev", "prod", "dev"], runs);
    }

    [Theory]
    [InlineData("org/demo/dev", "the stacks refer to each other in a circle: dev -> dev")]
    [InlineData("org/billing/prod", "it belongs to project 'billing'; only stacks of 'demo' can be run here")]
    public async Task A_reference_that_cannot_be_followed_is_named(string target, string why)
    {
        using var files = new ProjectFiles(Region, ("prod", Region));

        var refused = await Assert.ThrowsAsync<PlanException>(() => Capture(files, target).RunAsync("dev"));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_to_a_stack_without_a_file_names_the_stacks_there_are()
    {
        using var files = new ProjectFiles(Region);

        var refused = await Assert.ThrowsAsync<Projects.ProjectException>(() => Capture(files).RunAsync("dev"));

        Assert.Equal("There is no stack 'prod': Pulumi.prod.yaml does not exist. There are: dev.", refused.Message);
    }

    private static System.Text.Json.JsonSerializerOptions PlainText { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
