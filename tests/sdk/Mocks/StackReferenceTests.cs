using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;
using TechCorp.PgInfra.Sdk.Tests.Things;

namespace TechCorp.PgInfra.Sdk.Tests.Mocks;

public class StackReferenceTests
{
    private static RecordingMocks Mocks() => new()
    {
        Answer = args => (args.Id, new Dictionary<string, object>
        {
            ["name"] = args.Name!,
            ["outputs"] = new Dictionary<string, object> { ["host"] = "db", ["password"] = "p", ["ports"] = new[] { 5432 } },
            ["secretOutputNames"] = new[] { "password" },
        }),
    };

    private static async Task<T> AskAsync<T>(Func<StackReference, Task<T>> question, IMocks? mocks = null)
    {
        T answer = default!;
        await Deployment.TestAsync(mocks ?? Mocks(), new TestOptions(), async () => { answer = await question(new StackReference("org/p/prod")); });
        return answer;
    }

    [Fact]
    public async Task A_stack_is_read_through_the_resource_mock_with_its_name_as_id()
    {
        var mocks = Mocks();
        await AskAsync(_ => Task.FromResult(0), mocks);

        var asked = Assert.Single(mocks.Resources);
        Assert.Equal(("pulumi:pulumi:StackReference", "org/p/prod", "org/p/prod"), (asked.Type, asked.Name, asked.Id));
    }

    [Fact]
    public async Task Only_the_outputs_named_secret_are_secret()
    {
        Assert.True(await AskAsync(s => Output.IsSecretAsync(s.RequireOutput("password"))));
        Assert.False(await AskAsync(s => Output.IsSecretAsync(s.RequireOutput("host"))));
        Assert.Equal("p", (await AskAsync(s => s.GetOutputDetailsAsync("password"))).SecretValue);
        Assert.Equal("db", (await AskAsync(s => s.GetOutputDetailsAsync("host"))).Value);
    }

    [Fact]
    public async Task A_list_comes_back_as_an_array_of_objects()
    {
        var ports = await AskAsync(s => OutputUtilities.GetValueAsync(s.GetOutput("ports")));

        Assert.Equal([5432.0], Assert.IsType<ImmutableArray<object>>(ports).ToArray());
    }

    [Fact]
    public async Task An_output_that_is_missing_is_null_when_got_and_an_error_when_required()
    {
        Assert.Null(await AskAsync(s => s.GetValueAsync("nothing")));
        var error = await Assert.ThrowsAsync<RunException>(() => AskAsync(s => OutputUtilities.GetValueAsync(s.RequireOutput("nothing"))));
        Assert.Contains("Required output 'nothing' does not exist on stack 'org/p/prod'.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_output_is_not_handed_out_as_a_plain_value()
    {
        var error = await Assert.ThrowsAsync<RunException>(() => AskAsync(s => s.RequireValueAsync("password")));

        Assert.Contains("Use 'RequireOutput' instead.", error.Message, StringComparison.Ordinal);
    }
}
