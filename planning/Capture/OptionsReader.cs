using System.Collections.Immutable;
using System.Globalization;
using Pulumi;
using Pulumi.Utilities;

namespace TechCorp.PgInfra.Planning.Capture;

/// <summary>Resource options as the engine would receive them.</summary>
internal sealed class OptionsReader(ResourceRecorder recorder, Urns urns)
{
    public async Task<PlannedOptions> ReadAsync(RecordedResource resource)
    {
        var options = resource.Options;
        var custom = options as CustomResourceOptions;
        return new PlannedOptions
        {
            Protect = Inherited(resource, o => o.Protect),
            RetainOnDelete = Inherited(resource, o => o.RetainOnDelete),
            IgnoreChanges = [.. options.IgnoreChanges],
            ReplaceOnChanges = [.. options.ReplaceOnChanges],
            DependsOn = await DependenciesAsync(options),
            DeleteBeforeReplace = custom?.DeleteBeforeReplace,
            AdditionalSecretOutputs = custom is null ? [] : [.. custom.AdditionalSecretOutputs],
            ImportId = custom?.ImportId,
            CustomTimeouts = options.CustomTimeouts is { } timeouts
                ? new PlannedTimeouts { Create = Duration(timeouts.Create), Update = Duration(timeouts.Update), Delete = Duration(timeouts.Delete) }
                : null,
            DeletedWith = urns.Of(options.DeletedWith),
            Aliases = await AliasesAsync(options),
        };
    }

    /// <summary>The explicit provider, the resource's own or the nearest ancestor's; null for the default one.</summary>
    public RecordedResource? Provider(RecordedResource resource)
    {
        var package = resource.Type.Split(':')[0];
        for (var r = resource; r is not null; r = recorder.Find(r.Options.Parent))
        {
            if (r.Options.Provider is { } own && Package(own) == package)
            {
                return recorder.Find(own);
            }

            if (r.Options is ComponentResourceOptions component && component.Providers.Find(p => Package(p) == package) is { } listed)
            {
                return recorder.Find(listed);
            }
        }

        return null;
    }

    private static string Package(ProviderResource provider) => provider.GetResourceType().Split(':')[^1];

    private bool? Inherited(RecordedResource resource, Func<ResourceOptions, bool?> option)
    {
        for (var r = resource; r is not null; r = recorder.Find(r.Options.Parent))
        {
            if (option(r.Options) is { } value)
            {
                return value;
            }
        }

        return null;
    }

    private async Task<ImmutableArray<string>> DependenciesAsync(ResourceOptions options)
    {
        Output<ImmutableArray<Resource>> dependsOn = options.DependsOn;
        var resources = await OutputUtilities.GetValueAsync(dependsOn);
        return resources.IsDefault ? [] : [.. resources.Select(r => urns.Of(r)).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
    }

    private async Task<ImmutableArray<string>> AliasesAsync(ResourceOptions options)
    {
        var aliases = ImmutableArray.CreateBuilder<string>();
        foreach (var input in options.Aliases)
        {
            Output<Alias> output = input;
            var alias = await OutputUtilities.GetValueAsync(output);
            aliases.Add(alias.Urn ?? string.Join(", ", new[]
            {
                await PartAsync("name", alias.Name),
                await PartAsync("type", alias.Type),
                await PartAsync("stack", alias.Stack),
                await PartAsync("project", alias.Project),
                await PartAsync("parent", alias.ParentUrn),
                alias.Parent is null ? null : $"parent={urns.Of(alias.Parent)}",
                alias.NoParent ? "no parent" : null,
            }.OfType<string>()));
        }

        return aliases.ToImmutable();
    }

    private static async Task<string?> PartAsync(string name, Input<string>? value)
    {
        if (value is null)
        {
            return null;
        }

        Output<string> output = value;
        return $"{name}={await OutputUtilities.GetValueAsync(output)}";
    }

    private static string? Duration(TimeSpan? time) => time is not { } t
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{(t.TotalHours >= 1 ? $"{(int)t.TotalHours}h" : "")}{(t.Minutes > 0 ? $"{t.Minutes}m" : "")}{(t.Seconds > 0 ? $"{t.Seconds}s" : "")}");
}
