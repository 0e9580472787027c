using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Planning.Tests.Support;

namespace TechCorp.PgInfra.Planning.Tests;

/// <summary>A preview with another idea of the configuration than the engine's would be worse than none.</summary>
public sealed class Stack_files_are_read_as_the_Pulumi_CLI_reads_them
{
    /// <summary>15.10 is a version and not the number 15.1; inside a structured value the CLI types scalars, outside it does not.</summary>
    [Theory]
    [InlineData("demo:v: 15.10", "15.10")]
    [InlineData("demo:v: \"15\"", "15")]
    [InlineData("demo:v: true", "true")]
    [InlineData("v: no-namespace", "no-namespace")]
    [InlineData("demo:v: {a: 1, b: \"2\", c: true, d: 03:00-03:30, e: 1.5, f: null}", """{"a":1,"b":"2","c":true,"d":"03:00-03:30","e":1.5,"f":null}""")]
    [InlineData("demo:v: [x, {y: -3}]", """["x",{"y":-3}]""")]
    public void A_value_becomes_the_text_the_engine_passes(string line, string expected)
    {
        using var files = new ProjectFiles($"config:\n  {line}\n");

        Assert.Equal(expected, files.Project.LoadStack("dev").Get("demo:v"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet\n")]
    [InlineData("config:\n")]
    [InlineData("secretsprovider: awskms://alias/pulumi\n")]
    public void A_file_without_values_is_a_stack_without_configuration(string yaml)
    {
        using var files = new ProjectFiles(yaml);

        Assert.Empty(files.Project.LoadStack("dev").Values);
    }

    [Fact]
    public void Project_defaults_give_way_to_the_stack()
    {
        using var files = new ProjectFiles("config:\n  demo:a: stack\n");
        File.AppendAllText(Path.Combine(files.Folder, "Pulumi.yaml"), "config:\n  a: project\n  b: {type: string, default: declared}\n  c: {value: forced}\n");

        var configuration = files.Project.LoadStack("dev");

        Assert.Equal(["stack", "declared", "forced"], new[] { "demo:a", "demo:b", "demo:c" }.Select(configuration.Get));
    }

    [Theory]
    [InlineData("config:\n  demo:a: [1, 2\n", "Pulumi.dev.yaml:3:1: not YAML")]
    [InlineData("config:\n  demo:a: 1\n  demo:a: 2\n", "Pulumi.dev.yaml:3:")]
    [InlineData("- just\n- a list\n", "must be one YAML mapping")]
    [InlineData("config: text\n", "Pulumi.dev.yaml:1:9: 'config' must be a mapping.")]
    [InlineData("config:\n  demmo:a: 1\n", "nothing reads 'demmo:a'. Keys start with 'demo:' or one of 'aws:', 'random:', 'pulumi:'. Did you mean 'demo'?")]
    public void A_file_that_cannot_be_read_says_where(string yaml, string expected)
    {
        using var files = new ProjectFiles(yaml);

        Assert.Contains(expected, Assert.Throws<ProjectException>(() => files.Project.LoadStack("dev")).Message, StringComparison.Ordinal);
    }
}
