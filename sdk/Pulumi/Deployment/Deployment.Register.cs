using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

/// <content>Registering resources and their outputs.</content>
public sealed partial class Deployment
{
    internal void Register(Resource resource, ResourceArgs args, ResourceOptions options, Dictionary<string, PendingOutput> pending)
        => Run.Track(RegisterAsync(resource, args, options, pending));

    internal void RegisterOutputs(Resource resource, Output<IDictionary<string, object?>> outputs)
        => Run.Track(RegisterOutputsAsync(resource, outputs));

    private async Task RegisterAsync(Resource resource, ResourceArgs args, ResourceOptions options, Dictionary<string, PendingOutput> pending)
    {
        try
        {
            await Dependencies.WaitAsync(options.DependsOn).ConfigureAwait(false);
            var (urn, id, state) = await DeclareAsync(resource, args, options).ConfigureAwait(false);
            pending["urn"].Resolve(urn, isKnown: true);
            if (resource is CustomResource)
                pending["id"].Resolve(id ?? "", isKnown: !string.IsNullOrEmpty(id));

            foreach (var (name, output) in pending)
            {
                if (name is not ("urn" or "id") && state.TryGetValue(name, out var value))
                    Assign(resource, name, output, value);
            }

            // What the mock did not return does not exist yet in a preview, and is nothing otherwise.
            foreach (var output in pending.Values)
                output.Resolve(null, isKnown: !IsDryRun);
        }
        catch (Exception error)
        {
            foreach (var output in pending.Values)
                output.Fail(error);
            throw;
        }
    }

    private void Assign(Resource resource, string name, PendingOutput output, OutputData<object?> value)
    {
        if (value.IsKnown)
            output.Read(value.Value, value.IsSecret, $"{resource.GetType().FullName}.{name}", message => Run.Log(LogLevel.Warning, message));
        else
            output.Resolve(null, isKnown: false);
    }

    private async Task<(string Urn, string? Id, IReadOnlyDictionary<string, OutputData<object?>> State)> DeclareAsync(
        Resource resource, ResourceArgs args, ResourceOptions options)
    {
        if (options.Urn is { } urn)
            return _monitor.Registered(urn);

        var inputs = await InputsAsync($"resource:{resource.GetResourceName()}[{resource.GetResourceType()}]", args).ConfigureAwait(false);
        var parent = resource.GetResourceType() == Stack.RootType ? null : options.Parent ?? RootStack;
        var parentUrn = parent is null ? null : await parent.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        var provider = resource is CustomResource ? await ProviderResource.ReferenceAsync(options.Provider).ConfigureAwait(false) : "";
        var id = options.Id is null ? null : await options.Id.ToOutput().GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        if (string.IsNullOrEmpty(id))
            return await _monitor.RegisterAsync(resource, inputs, parentUrn, provider, (options as CustomResourceOptions)?.ImportId).ConfigureAwait(false);

        return resource is CustomResource
            ? await _monitor.ReadAsync(resource, id, inputs, parentUrn, provider).ConfigureAwait(false)
            : throw new ArgumentException("ResourceOptions.Id is only valid for a CustomResource");
    }

    private static async ValueTask<ImmutableDictionary<string, object>> InputsAsync(string context, InputArgs args)
    {
        var inputs = ImmutableDictionary.CreateBuilder<string, object>();
        foreach (var (name, value) in args.Members())
        {
            if (value is null)
                continue;
            var data = await Serializer.SerializeAsync($"{context}.{name}", value).ConfigureAwait(false);
            if (data is { IsKnown: true, Value: not null })
                inputs.Add(name, data.Value);
        }

        return inputs.ToImmutable();
    }

    private async Task RegisterOutputsAsync(Resource resource, Output<IDictionary<string, object?>> outputs)
    {
        var urn = await resource.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        var values = await outputs.GetValueAsync(whenUnknown: ImmutableDictionary<string, object?>.Empty).ConfigureAwait(false);
        var result = ImmutableDictionary.CreateBuilder<string, Output<object?>>();
        foreach (var (name, value) in values)
        {
            var data = await Serializer.SerializeAsync($"monitor.registerResourceOutputs(...).{name}", value).ConfigureAwait(false);
            result.Add(name, new Output<object?>(data with { Resources = [] }));
        }

        await _monitor.RegisterOutputsAsync(urn, result.ToImmutable()).ConfigureAwait(false);
    }
}
