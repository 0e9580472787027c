namespace Pulumi;

/// <summary>Options of a component.</summary>
public sealed class ComponentResourceOptions : ResourceOptions
{
    /// <summary>The providers its children use, one per package.</summary>
    public List<ProviderResource> Providers { get; set; } = [];

    /// <summary>Both as new options: lists are joined, single values of the second win; a single provider joins the list.</summary>
    public static ComponentResourceOptions Merge(ComponentResourceOptions? options1, ComponentResourceOptions? options2)
    {
        var merged = Joined(options1, options2);
        if (merged.Providers.Count > 0 && merged.Provider is { } single)
        {
            merged.Providers.Add(single);
            merged.Provider = null;
        }

        return merged;
    }

    // A copy keeps a single provider apart from the list, so that giving both can be refused.
    internal override ResourceOptions Clone() => Joined(this);

    private static ComponentResourceOptions Joined(params ReadOnlySpan<ComponentResourceOptions?> all)
    {
        var joined = new ComponentResourceOptions();
        foreach (var options in all)
        {
            if (options is null)
                continue;
            joined.Add(options);
            joined.Providers.AddRange(options.Providers);
        }

        return joined;
    }
}
