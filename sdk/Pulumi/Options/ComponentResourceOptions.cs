namespace Pulumi;

/// <summary>Options of a component.</summary>
public sealed class ComponentResourceOptions : ResourceOptions
{
    /// <summary>The providers its children use, one per package.</summary>
    public List<ProviderResource> Providers { get; set; } = [];

    /// <summary>Both as new options: lists are joined, single values of the second win; a single provider joins the list.</summary>
    public static ComponentResourceOptions Merge(ComponentResourceOptions? options1, ComponentResourceOptions? options2)
    {
        var merged = new ComponentResourceOptions();
        foreach (var options in new[] { options1, options2 })
        {
            if (options is null)
                continue;
            merged.Add(options);
            merged.Providers.AddRange(options.Providers);
        }

        if (merged.Providers.Count > 0 && merged.Provider is { } single)
        {
            merged.Providers.Add(single);
            merged.Provider = null;
        }

        return merged;
    }

    internal override ResourceOptions Clone() => Merge(null, this);
}
