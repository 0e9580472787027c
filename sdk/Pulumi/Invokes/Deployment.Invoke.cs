using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

/// <content>Provider functions.</content>
public sealed partial class Deployment
{
    internal async Task<T> InvokeAsync<T>(string token, InvokeArgs? args, InvokeOptions? options)
    {
        var inputs = await Serializer.SerializeAsync($"invoke:{token}", args ?? InvokeArgs.Empty).ConfigureAwait(false);
        return await CallAsync<T>(token, inputs.Value, options).ConfigureAwait(false);
    }

    internal async Task<OutputData<T>> InvokeOutputAsync<T>(string token, InvokeArgs? args, InvokeOptions? options)
    {
        var inputs = await Serializer.SerializeAsync($"invoke:{token}", args ?? InvokeArgs.Empty).ConfigureAwait(false);
        if (!inputs.IsKnown)
            return new OutputData<T>([], default!, IsKnown: false, IsSecret: false);

        var resources = inputs.Resources;
        if (options is InvokeOutputOptions { DependsOn: { IsEmptyNow: false } dependsOn })
        {
            await Dependencies.WaitAsync(dependsOn).ConfigureAwait(false);
            resources = resources.Union((await dependsOn.ToOutput().GetValueAsync(whenUnknown: []).ConfigureAwait(false)).Where(r => r is not null));
        }

        return new OutputData<T>(
            resources, await CallAsync<T>(token, inputs.Value, options).ConfigureAwait(false), IsKnown: true, IsSecret: false);
    }

    private async Task<T> CallAsync<T>(string token, object? inputs, InvokeOptions? options)
    {
        var provider = await ProviderResource.ReferenceAsync(options?.Provider ?? options?.Parent?.ProviderFor(token)).ConfigureAwait(false);
        var result = await _monitor.CallAsync(token, (ImmutableDictionary<string, object>)inputs!, provider).ConfigureAwait(false);
        var read = ValueReader.Of(typeof(T)).ReadOrWarn(result, $"{token} result", message => Run.Log(LogLevel.Warning, message));
        return read is T value ? value : default!;
    }
}
