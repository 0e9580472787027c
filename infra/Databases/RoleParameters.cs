using System.Collections.Immutable;
using System.Globalization;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra.Databases;

/// <summary>The catalogue's parameters of a role with the stack's own values in their place.</summary>
public static class RoleParameters
{
    /// <summary>By name. A parameter only the configuration knows is added for every role.</summary>
    public static ImmutableArray<ParameterSetting> Of(InstanceRole role, EstateSettings settings)
    {
        var values = DatabaseParameters.For(role).ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
        foreach (var (name, value) in settings.ParameterOverrides)
        {
            // Something the catalogue keeps from this role on purpose stays away from it.
            if (values.ContainsKey(name) || !DatabaseParameters.All.Any(p => p.Name == name))
            {
                values[name] = value;
            }
        }

        return [.. values.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => DatabaseParameters.Setting(p.Key, p.Value))];
    }

    /// <summary>max_connections in force: one number for every instance of the stack (S22).</summary>
    public static int MaxConnections(EstateSettings settings) => int.Parse(
        Of(settings.Primary.Role, settings).Single(p => p.Name == "max_connections").EngineValue, CultureInfo.InvariantCulture);
}
