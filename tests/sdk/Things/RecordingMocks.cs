using System.Collections.Concurrent;
using Pulumi.Testing;

namespace TechCorp.PgInfra.Sdk.Tests.Things;

/// <summary>Echoes inputs with an id and keeps what it saw.</summary>
public sealed class RecordingMocks : IMocks
{
    public ConcurrentQueue<MockResourceArgs> Resources { get; } = new();

    public ConcurrentQueue<MockCallArgs> Calls { get; } = new();

    public ConcurrentQueue<MockRegisterResourceOutputsRequest> Outputs { get; } = new();

    public Func<MockResourceArgs, (string? Id, object State)> Answer { get; init; } = args => ($"{args.Name}-id", args.Inputs);

    public Func<MockCallArgs, object> Reply { get; init; } = args => args.Args;

    public MockResourceArgs The(string name) => Resources.Single(resource => resource.Name == name);

    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        Resources.Enqueue(args);
        return Task.FromResult<(string?, object)>(Answer(args));
    }

    public Task<object> CallAsync(MockCallArgs args)
    {
        Calls.Enqueue(args);
        return Task.FromResult(Reply(args));
    }

    public Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args)
    {
        Outputs.Enqueue(args);
        return Task.CompletedTask;
    }
}
