using System.Collections.Immutable;

namespace TechCorp.PgInfra.Planning;

/// <summary>Resource options as the engine would receive them; an option left out is null or empty and is not written.</summary>
/// <remarks>A reader of JSON sets what is not there to a list that does not exist; here it is empty.</remarks>
public sealed record PlannedOptions
{
    /// <summary>The engine refuses to delete it. Inherited from the parent.</summary>
    public bool? Protect { get; init; }

    /// <summary>Input paths whose later changes are ignored.</summary>
    public ImmutableArray<string> IgnoreChanges { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>URNs of the resources that must exist first, beyond those its inputs refer to.</summary>
    public ImmutableArray<string> DependsOn { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>A replacement deletes first. Needed where the name is fixed and unique.</summary>
    public bool? DeleteBeforeReplace { get; init; }

    /// <summary>Deleting it from the program leaves it in the cloud. Inherited from the parent.</summary>
    public bool? RetainOnDelete { get; init; }

    /// <summary>How long each operation may take.</summary>
    public PlannedTimeouts? CustomTimeouts { get; init; }

    /// <summary>Input paths whose change forces a replacement.</summary>
    public ImmutableArray<string> ReplaceOnChanges { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Output names treated as secret beyond those the provider marks.</summary>
    public ImmutableArray<string> AdditionalSecretOutputs { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Earlier identities: a URN, or <c>name=…, type=…</c>.</summary>
    public ImmutableArray<string> Aliases { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Cloud id of an existing resource that is adopted.</summary>
    public string? ImportId { get; init; }

    /// <summary>URN of a resource whose deletion deletes this one too.</summary>
    public string? DeletedWith { get; init; }
}

/// <summary>Timeouts as durations such as <c>1h30m</c>, or null for the provider's own.</summary>
public sealed record PlannedTimeouts
{
    /// <summary>Of the creation.</summary>
    public string? Create { get; init; }

    /// <summary>Of an update in place.</summary>
    public string? Update { get; init; }

    /// <summary>Of the deletion.</summary>
    public string? Delete { get; init; }
}
