using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Infra.Configuration;

/// <summary>A database parameter that differs from the catalogue in this stack.</summary>
/// <param name="Name">Parameter name.</param>
/// <param name="Value">In a person's unit, e.g. <c>64MB</c>.</param>
/// <param name="Role">The only role it is for; null means every role that has the parameter, or every role if none has.</param>
/// <param name="ApplyMethod">Null: static parameters wait for a reboot, dynamic ones do not.</param>
public sealed record ParameterOverride(string Name, string Value, InstanceRole? Role, ApplyMethod? ApplyMethod)
{
    /// <summary>Its key in the configuration.</summary>
    public string Key => Role is { } role ? $"parameters.{RoleNames.Name(role)}.{Name}" : $"parameters.{Name}";
}

/// <summary>How roles are written in configuration.</summary>
public static class RoleNames
{
    private static readonly Dictionary<string, InstanceRole> ByName = new(StringComparer.Ordinal)
    {
        ["primary"] = InstanceRole.Primary,
        ["replica"] = InstanceRole.Replica,
        ["analytics"] = InstanceRole.Analytics,
        ["disasterRecovery"] = InstanceRole.DisasterRecovery,
    };

    /// <summary>Every role by its name.</summary>
    public static IReadOnlyDictionary<string, InstanceRole> All => ByName;

    /// <summary>The name of a role.</summary>
    public static string Name(InstanceRole role) => ByName.First(p => p.Value == role).Key;
}
