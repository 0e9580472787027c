namespace Pulumi;

/// <summary>How the engine treats a resource, as opposed to what the resource is.</summary>
public abstract class ResourceOptions
{
    /// <summary>For the two kinds of options.</summary>
    protected ResourceOptions()
    {
    }

    /// <summary>The id of an existing resource to read instead of declaring one.</summary>
    public Input<string>? Id { get; set; }

    /// <summary>The component this resource belongs to.</summary>
    public Resource? Parent { get; set; }

    /// <summary>Resources to be created before this one.</summary>
    public InputList<Resource> DependsOn { get; set; } = new();

    /// <summary>Refuse to delete; children inherit it.</summary>
    public bool? Protect { get; set; }

    /// <summary>Properties whose changes are ignored.</summary>
    public List<string> IgnoreChanges { get; set; } = [];

    /// <summary>The provider version to use.</summary>
    public string? Version { get; set; }

    /// <summary>The provider to use; children inherit it.</summary>
    public ProviderResource? Provider { get; set; }

    /// <summary>Limits of operations.</summary>
    public CustomTimeouts? CustomTimeouts { get; set; }

    /// <summary>Called for this resource and its children before they are registered.</summary>
    public List<ResourceTransformation> ResourceTransformations { get; set; } = [];

    /// <summary>Former identities.</summary>
    public List<Input<Alias>> Aliases { get; set; } = [];

    /// <summary>The URN of a registered resource to take the state of.</summary>
    public string? Urn { get; set; }

    /// <summary>Properties whose change replaces the resource.</summary>
    public List<string> ReplaceOnChanges { get; set; } = [];

    /// <summary>Where the provider plugin is fetched from.</summary>
    public string? PluginDownloadURL { get; set; }

    /// <summary>Forget instead of deleting.</summary>
    public bool? RetainOnDelete { get; set; }

    /// <summary>The resource whose deletion deletes this one.</summary>
    public Resource? DeletedWith { get; set; }

    /// <summary>Resources whose replacement replaces this one.</summary>
    public InputList<Resource> ReplaceWith { get; set; } = new();

    /// <summary>Properties whose differences are not shown.</summary>
    public List<string> HideDiffs { get; set; } = [];

    /// <summary>A value whose change replaces the resource.</summary>
    public Input<object>? ReplacementTrigger { get; set; }

    private protected void Add(ResourceOptions other)
    {
        Id = other.Id ?? Id;
        Parent = other.Parent ?? Parent;
        Protect = other.Protect ?? Protect;
        Urn = other.Urn ?? Urn;
        Version = other.Version ?? Version;
        PluginDownloadURL = other.PluginDownloadURL ?? PluginDownloadURL;
        Provider = other.Provider ?? Provider;
        CustomTimeouts = other.CustomTimeouts ?? CustomTimeouts;
        RetainOnDelete = other.RetainOnDelete ?? RetainOnDelete;
        DeletedWith = other.DeletedWith ?? DeletedWith;
        ReplacementTrigger = other.ReplacementTrigger ?? ReplacementTrigger;
        DependsOn = DependsOn.Concat(other.DependsOn);
        ReplaceWith = ReplaceWith.Concat(other.ReplaceWith);
        IgnoreChanges.AddRange(other.IgnoreChanges);
        ReplaceOnChanges.AddRange(other.ReplaceOnChanges);
        HideDiffs.AddRange(other.HideDiffs);
        Aliases.AddRange(other.Aliases);
        ResourceTransformations.AddRange(other.ResourceTransformations);
    }

    internal abstract ResourceOptions Clone();
}
