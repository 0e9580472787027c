using System.Text.Json;
using Pulumi;
using Pulumi.Testing;

namespace TechCorp.PgInfra.Sdk.Tests.Running;

/// <summary>What is read from the environment of the process; alone, because the environment is shared.</summary>
[CollectionDefinition(nameof(EnvironmentTests), DisableParallelization = true)]
public sealed class EnvironmentAlone;

[Collection(nameof(EnvironmentTests))]
public class EnvironmentTests
{
    private static async Task<T> ConfiguredAsync<T>(object values, Func<Task<T>> read)
    {
        T result = default!;
        await WithAsync("PULUMI_CONFIG", JsonSerializer.Serialize(values), () => Deployment.TestAsync(
            new EmptyMocks(), new TestOptions(), async () => { result = await read(); }));
        return result;
    }

    private static async Task WithAsync(string variable, string? value, Func<Task> action)
    {
        var before = Environment.GetEnvironmentVariable(variable);
        Environment.SetEnvironmentVariable(variable, value);
        try
        {
            await action();
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, before);
        }
    }

    [Fact]
    public async Task Configuration_is_read_by_project_and_by_namespace()
    {
        var values = new Dictionary<string, string>
        {
            ["project:size"] = "20",
            ["project:ratio"] = "0.5",
            ["project:on"] = "true",
            ["project:list"] = "[1,2]",
            ["aws:region"] = "us-east-1",
        };

        var read = await ConfiguredAsync(values, () =>
        {
            var (own, aws) = (new Config(), new Config("aws"));
            return Task.FromResult((own.RequireInt32("size"), own.GetDouble("ratio"), own.GetBoolean("on"),
                string.Join(',', own.GetObject<int[]>("list")!), aws.Require("region"), own.Get("region"), own.GetInt32("absent") ?? 7));
        });

        Assert.Equal((20, 0.5, true, "1,2", "us-east-1", null, 7), read);
    }

    [Fact]
    public async Task Configuration_is_read_anew_for_each_run()
    {
        Task<string> ReadAsync(string size) => ConfiguredAsync(
            new Dictionary<string, string> { ["project:size"] = size }, () => Task.FromResult(new Config().Require("size")));

        Assert.Equal("1", await ReadAsync("1"));
        Assert.Equal("2", await ReadAsync("2"));
    }

    [Fact]
    public async Task Secret_configuration_is_a_secret_output_and_absent_when_missing()
    {
        var (secret, absent) = await ConfiguredAsync(
            new Dictionary<string, string> { ["project:password"] = "p" },
            async () => (await Output.IsSecretAsync(new Config().RequireSecret("password")), new Config().GetSecret("other")));

        Assert.True(secret);
        Assert.Null(absent);
    }

    [Fact]
    public async Task A_missing_or_mistyped_value_is_named_with_the_way_out()
    {
        var missing = await Assert.ThrowsAsync<RunException>(() => ConfiguredAsync(new { }, () => Task.FromResult(new Config().Require("size"))));
        Assert.Equal("Missing Required configuration variable 'project:size'\n\tplease set a value using the command `pulumi config set project:size <value>`", missing.Message);

        var mistyped = await Assert.ThrowsAsync<RunException>(() => ConfiguredAsync(
            new Dictionary<string, string> { ["project:size"] = "big" }, () => Task.FromResult(new Config().RequireInt32("size"))));
        Assert.Equal("Configuration 'project:size' value 'big' is not a valid Int32", mistyped.Message);
    }

    [Fact]
    public async Task An_output_used_as_text_throws_when_the_environment_asks_for_it()
        => await WithAsync("PULUMI_ERROR_OUTPUT_STRING", "1", async () =>
        {
            var error = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync(
                new EmptyMocks(), new TestOptions(), (Action)(() => Output.Create(1).ToString())));
            Assert.Contains("Calling [ToString] on an [Output<T>] is not supported.", error.Message, StringComparison.Ordinal);
        });

    [Fact]
    public async Task Running_without_an_engine_gives_the_official_error()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Deployment.RunAsync(() => { }));

        Assert.Equal("Program run without the Pulumi engine available; re-run using the `pulumi` CLI", error.Message);
    }

    /// <summary>An engine that took the stand-in's silence for an empty program would delete the estate.</summary>
    [Theory]
    [InlineData("PULUMI_MONITOR")]
    [InlineData("PULUMI_ENGINE")]
    public async Task Started_by_an_engine_it_refuses_before_the_program_runs_and_names_the_file_to_delete(string variable)
        => await WithAsync(variable, "127.0.0.1:1", async () =>
        {
            var (console, exitCode, ran) = (Console.Error, Environment.ExitCode, false);
            using var text = new StringWriter();
            Console.SetError(text);
            try
            {
                Assert.Equal(1, await Deployment.RunAsync(() => { ran = true; }));
                Assert.Equal(1, Environment.ExitCode);
            }
            finally
            {
                Console.SetError(console);
                Environment.ExitCode = exitCode;
            }

            Assert.False(ran);
            Assert.Contains("can never deploy", text.ToString(), StringComparison.Ordinal);
            Assert.Contains("delete the file PulumiSdk.props", text.ToString(), StringComparison.Ordinal);
        });
}
