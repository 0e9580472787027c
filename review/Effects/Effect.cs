namespace TechCorp.PgInfra.Review.Effects;

/// <summary>What a change does, the worst last.</summary>
public enum EffectKind
{
    /// <summary>Nothing until something else happens.</summary>
    None,

    /// <summary>A new resource.</summary>
    Create,

    /// <summary>Changed where it is, while it works.</summary>
    InPlace,

    /// <summary>Changed where it is, with a restart.</summary>
    Restart,

    /// <summary>The provider or RDS fails the update.</summary>
    Refused,

    /// <summary>Gone.</summary>
    Delete,

    /// <summary>A new one in its place; what the old one holds is lost unless it is saved first.</summary>
    Replace,
}

/// <summary>When a change counts.</summary>
public enum EffectTime
{
    /// <summary>During the update.</summary>
    AtOnce,

    /// <summary>In the instance's maintenance window.</summary>
    MaintenanceWindow,

    /// <summary>At a reboot, which RDS does not do by itself.</summary>
    NextReboot,
}

/// <summary>What one changed property, or one resource that comes or goes, does.</summary>
/// <param name="Type">Type token.</param>
/// <param name="Resource">Logical name.</param>
/// <param name="Property">Input or parameter; empty for a resource that comes or goes.</param>
/// <param name="From">Value before, as a report shows it; null when there was none.</param>
/// <param name="To">Value after; null when there is none.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Time">When.</param>
/// <param name="Clients">What clients notice.</param>
/// <param name="IsProtected">True when Pulumi protects the resource as it is now.</param>
/// <param name="LosesData">True when data that nothing else holds goes with it.</param>
public sealed record Effect(
    string Type, string Resource, string Property, string? From, string? To,
    EffectKind Kind, EffectTime Time, string Clients, bool IsProtected, bool LosesData)
{
    /// <summary>True when the engine will refuse it, and rightly: a protected resource would go.</summary>
    public bool IsForbidden => IsProtected && (Kind is EffectKind.Delete or EffectKind.Replace);
}
