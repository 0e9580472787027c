using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>A node of the declared estate.</summary>
public class Resource
{
    private readonly string _type;
    private readonly string _name;
    private readonly bool _protect;
    private readonly ImmutableArray<ResourceTransformation> _transformations;
    private readonly ImmutableDictionary<string, ProviderResource> _providers;

    private protected Resource(string type, string name, bool custom, ResourceArgs args, ResourceOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentException.ThrowIfNullOrEmpty(name);
        _type = type;
        _name = name;
        var pending = ResourceShape.Of(GetType()).Bind(this);

        var deployment = Pulumi.Deployment.Running;
        var parent = type == Stack.RootType ? null : options.Parent ?? deployment.RootStack;
        _transformations = parent is null || parent._transformations.IsEmpty
            ? [.. options.ResourceTransformations]
            : [.. options.ResourceTransformations, .. parent._transformations];
        (args, options) = Transform(args, options);

        options = options.Clone();
        if (options is ComponentResourceOptions { Provider: not null, Providers.Count: > 0 })
            throw new ResourceException("Do not supply both 'provider' and 'providers' options to a ComponentResource.", options.Parent);

        if (options.Parent is { } owner)
        {
            lock (owner.Children)
                owner.Children.Add(this);
            options.Protect ??= owner._protect;
        }

        _protect = options.Protect == true;
        _providers = Providers(custom, type, options);
        deployment.Register(this, args, options, pending);
    }

    /// <summary>The unique name of the resource in its stack.</summary>
    [Output("urn")]
    public Output<string> Urn { get; private protected set; } = null!;

    internal HashSet<Resource> Children { get; } = [];

    /// <summary>The type token.</summary>
    public string GetResourceType() => _type;

    /// <summary>The logical name.</summary>
    public string GetResourceName() => _name;

    internal ProviderResource? ProviderFor(string token)
        => token.Split(':') is [var package, _, _] ? _providers.GetValueOrDefault(package) : null;

    private (ResourceArgs, ResourceOptions) Transform(ResourceArgs args, ResourceOptions options)
    {
        foreach (var transformation in _transformations)
        {
            if (transformation(new ResourceTransformationArgs(this, args, options)) is not { } result)
                continue;
            if (result.Options.Parent != options.Parent)
                throw new ArgumentException("Transformations cannot currently be used to change the 'parent' of a resource.");
            (args, options) = (result.Args, result.Options);
        }

        return (args, options);
    }

    // A resource without a provider of its own takes its parent's; a component hands its providers to its children.
    private static ImmutableDictionary<string, ProviderResource> Providers(bool custom, string type, ResourceOptions options)
    {
        var inherited = options.Parent?._providers ?? ImmutableDictionary<string, ProviderResource>.Empty;
        if (!custom)
        {
            IEnumerable<ProviderResource> own = options.Provider is { } single ? [single] : ((ComponentResourceOptions)options).Providers;
            return inherited.SetItems(own.Select(provider => KeyValuePair.Create(provider.Package, provider)));
        }

        if (options.Provider is { } given)
            return type.Split(':') is [var package, _, _] ? inherited.SetItem(package, given) : inherited;

        options.Provider = options.Parent?.ProviderFor(type);
        return inherited;
    }
}
