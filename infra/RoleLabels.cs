using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Infra;

/// <summary>How a role is called in names and descriptions of resources.</summary>
public static class RoleLabels
{
    public static string Of(InstanceRole role) => role switch
    {
        InstanceRole.Primary => "primary",
        InstanceRole.Replica => "replica",
        InstanceRole.Analytics => "analytics",
        _ => "dr",
    };
}
