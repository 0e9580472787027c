namespace Pulumi;

/// <summary>How a provider function is called.</summary>
public class InvokeOptions
{
    /// <summary>The resource whose provider is used.</summary>
    public Resource? Parent { get; set; }

    /// <summary>The provider to use.</summary>
    public ProviderResource? Provider { get; set; }

    /// <summary>The provider version.</summary>
    public string? Version { get; set; }

    /// <summary>Where the provider plugin is fetched from.</summary>
    public string? PluginDownloadURL { get; set; }
}

/// <summary>How a provider function that gives an output is called.</summary>
public class InvokeOutputOptions : InvokeOptions
{
    /// <summary>Resources that must exist before the call.</summary>
    public InputList<Resource> DependsOn { get; set; } = new();
}
