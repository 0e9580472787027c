namespace Pulumi;

/// <summary>How long an operation on a resource may take; unset keeps the provider's default.</summary>
public sealed class CustomTimeouts
{
    /// <summary>Limit of a creation.</summary>
    public TimeSpan? Create { get; set; }

    /// <summary>Limit of an update.</summary>
    public TimeSpan? Update { get; set; }

    /// <summary>Limit of a deletion.</summary>
    public TimeSpan? Delete { get; set; }
}
