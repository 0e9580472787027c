using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pulumi.Serialization;
using State = System.Collections.Generic.IReadOnlyDictionary<string, Pulumi.OutputData<object?>>;

namespace Pulumi.Testing;

/// <summary>Where registrations end: it asks the mocks, names resources and remembers them.</summary>
internal sealed class MockMonitor(IMocks mocks, Deployment deployment)
{
    private static readonly State Nothing = ImmutableDictionary<string, OutputData<object?>>.Empty;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, (string Urn, string? Id, State State)> _registered = new();
    private readonly ImmutableArray<Resource>.Builder _declared = ImmutableArray.CreateBuilder<Resource>();

    public ImmutableArray<Resource> Declared
    {
        get
        {
            lock (_gate)
                return _declared.ToImmutable();
        }
    }

    public async Task<(string Urn, string? Id, State State)> RegisterAsync(
        Resource resource, ImmutableDictionary<string, object> inputs, string? parentUrn, string provider, string? importId)
    {
        Declare(resource);
        var urn = Urn(parentUrn, resource);
        if (resource.GetResourceType() == Stack.RootType)
            return (urn, null, Nothing);

        var (id, state) = await NewAsync(resource, inputs, provider, importId ?? "").ConfigureAwait(false);
        return _registered[urn] = (urn, id ?? importId, state);
    }

    public async Task<(string Urn, string? Id, State State)> ReadAsync(
        Resource resource, string id, ImmutableDictionary<string, object> inputs, string? parentUrn, string provider)
    {
        var (_, state) = await NewAsync(resource, inputs, provider, id).ConfigureAwait(false);
        Declare(resource);
        var urn = Urn(parentUrn, resource);
        return _registered[urn] = (urn, id, state);
    }

    public (string Urn, string? Id, State State) Registered(string urn)
        => _registered.TryGetValue(urn, out var found) ? found : throw new InvalidOperationException($"Unknown resource {urn}");

    public async Task<object?> CallAsync(string token, ImmutableDictionary<string, object> args, string provider)
    {
        var result = await mocks.CallAsync(new MockCallArgs { Token = token, Args = args, Provider = provider }).ConfigureAwait(false);
        var data = await Serializer.SerializeAsync(token, result).ConfigureAwait(false);
        return data.Value;
    }

    public Task RegisterOutputsAsync(string urn, ImmutableDictionary<string, Output<object?>> outputs)
        => mocks.RegisterResourceOutputs(new MockRegisterResourceOutputsRequest(urn, outputs));

    private async Task<(string? Id, State State)> NewAsync(
        Resource resource, ImmutableDictionary<string, object> inputs, string provider, string id)
    {
        var (newId, state) = await mocks.NewResourceAsync(new MockResourceArgs
        {
            Type = resource.GetResourceType(),
            Name = resource.GetResourceName(),
            Inputs = inputs,
            Provider = provider,
            Id = id,
        }).ConfigureAwait(false);
        return (newId, await StateReader.ReadAsync(state).ConfigureAwait(false));
    }

    private void Declare(Resource resource)
    {
        lock (_gate)
            _declared.Add(resource);
    }

    // Only the outermost ancestor's type is kept, unlike in the engine.
    private string Urn(string? parentUrn, Resource resource)
    {
        var type = resource.GetResourceType();
        if (!string.IsNullOrEmpty(parentUrn))
            type = $"{parentUrn.Split("::")[2].Split('$')[0]}${type}";
        return $"urn:pulumi:{deployment.StackName}::{deployment.ProjectName}::{type}::{resource.GetResourceName()}";
    }
}
