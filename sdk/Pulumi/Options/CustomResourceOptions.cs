namespace Pulumi;

/// <summary>Options of a resource that a provider manages.</summary>
public sealed class CustomResourceOptions : ResourceOptions
{
    /// <summary>Delete before creating the replacement.</summary>
    public bool? DeleteBeforeReplace { get; set; }

    /// <summary>Outputs that are kept encrypted.</summary>
    public List<string> AdditionalSecretOutputs { get; set; } = [];

    /// <summary>The id of an existing resource to take over.</summary>
    public string? ImportId { get; set; }

    /// <summary>Environment variables of a provider and the names it knows them by.</summary>
    public Dictionary<string, string> EnvVarMappings { get; set; } = [];

    /// <summary>Both as new options: lists are joined, single values of the second win.</summary>
    public static CustomResourceOptions Merge(CustomResourceOptions? options1, CustomResourceOptions? options2)
    {
        var merged = new CustomResourceOptions();
        foreach (var options in new[] { options1, options2 })
        {
            if (options is null)
                continue;
            merged.Add(options);
            merged.DeleteBeforeReplace = options.DeleteBeforeReplace ?? merged.DeleteBeforeReplace;
            merged.ImportId = options.ImportId ?? merged.ImportId;
            merged.AdditionalSecretOutputs.AddRange(options.AdditionalSecretOutputs);
            foreach (var (name, mapped) in options.EnvVarMappings)
                merged.EnvVarMappings[name] = mapped;
        }

        return merged;
    }

    internal override ResourceOptions Clone() => Merge(null, this);
}
