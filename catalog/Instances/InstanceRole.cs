namespace TechCorp.PgInfra.Catalog;

/// <summary>What an instance is in the estate; decides its parameter group, its alarms and whether it may be a zone's only copy.</summary>
public enum InstanceRole
{
    /// <summary>The writer.</summary>
    Primary,

    /// <summary>An in-region read replica for services.</summary>
    Replica,

    /// <summary>The in-region read replica for reports; long queries are its purpose.</summary>
    Analytics,

    /// <summary>The cross-region copy; a warm replica until it is promoted in place.</summary>
    DisasterRecovery,
}
