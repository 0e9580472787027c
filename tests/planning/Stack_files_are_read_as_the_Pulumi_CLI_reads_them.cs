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
    [InlineData("confg:\n  demo:a: 1\n", "Pulumi.dev.yaml:1: nothing reads 'confg'. A stack file holds 'config:', 'secretsprovider:', 'encryptionsalt:', 'encryptedkey:', 'environment:'; values stand below 'config:'. Did you mean 'config'?")]
    [InlineData("config: &a\n  demo:a: *a\n", "Pulumi.dev.yaml:1:9: values lie in each other more than 50 levels deep")]
    [InlineData("config:\n  demo:a: &b [1, {c: *b}]\n", "Pulumi.dev.yaml:2:11: values lie in each other more than 50 levels deep")]
    public void A_file_that_cannot_be_read_says_where(string yaml, string expected)
    {
        using var files = new ProjectFiles(yaml);

        Assert.Contains(expected, Assert.Throws<ProjectException>(() => files.Project.LoadStack("dev")).Message, StringComparison.Ordinal);
    }

    /// <summary>A recursion without an end cannot be caught: the process is gone, with a thousand lines of stack.</summary>
    [Fact]
    public void A_file_of_brackets_is_refused_before_it_is_built()
    {
        using var files = new ProjectFiles("config:\n  demo:a: " + new string('[', 200_000));

        Assert.Contains("Pulumi.dev.yaml:2:59: values lie in each other more than 50 levels deep", Assert.Throws<ProjectException>(() => files.Project.LoadStack("dev")).Message, StringComparison.Ordinal);
    }

    /// <summary>One value may stand in two places.</summary>
    [Fact]
    public void An_alias_is_what_it_names()
    {
        using var files = new ProjectFiles("config:\n  demo:a: &b [1, 2]\n  demo:c: *b\n");

        Assert.Equal("[1,2]", files.Project.LoadStack("dev").Get("demo:c"));
    }

    /// <summary>The CLI refuses it; read with replacement characters, a preview would show a tag that no update writes.</summary>
    [Fact]
    public void Another_encoding_is_refused()
    {
        using var files = new ProjectFiles("");
        File.WriteAllBytes(Path.Combine(files.Folder, "Pulumi.dev.yaml"), System.Text.Encoding.Latin1.GetBytes("config:\n  demo:team: \u00c9quipe\n"));

        Assert.Contains("Pulumi.dev.yaml is not UTF-8.", Assert.Throws<ProjectException>(() => files.Project.LoadStack("dev")).Message, StringComparison.Ordinal);
    }
}
