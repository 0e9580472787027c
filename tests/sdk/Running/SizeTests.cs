using System.Diagnostics;
using Pulumi;
using Pulumi.Testing;
using TechCorp.PgInfra.Sdk.Tests.Things;

namespace TechCorp.PgInfra.Sdk.Tests.Running;

public class SizeTests
{
    /// <summary>An estate of five hundred services declares thousands of resources; the growth must be linear and the stack deep enough.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_chain_of_three_thousand_resources_takes_a_few_seconds_at_most(bool late)
    {
        var watch = Stopwatch.StartNew();
        var resources = await Deployment.TestAsync(new EchoMocks(late), new TestOptions { IsPreview = false }, () =>
        {
            var last = new Thing("r0");
            for (var i = 1; i < 3000; i++)
                last = new Thing($"r{i}", new ThingArgs { Label = Output.Format($"{last.Id}!"), Tags = { ["after"] = last.Arn.Apply(arn => arn ?? "") } });
        });

        Assert.Equal(3000, resources.Length);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"took {watch.Elapsed}");
    }

    private sealed class EchoMocks(bool late) : IMocks
    {
        public async Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        {
            if (late)
                await Task.Yield();
            return (args.Name, args.Inputs);
        }

        public Task<object> CallAsync(MockCallArgs args) => throw new NotSupportedException();
    }
}
