using System.Collections.Immutable;
using System.Globalization;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Infra.Configuration;

public sealed partial record EstateSettings
{
    /// <summary>max_connections, equal on every instance (S22).</summary>
    public int MaxConnections => int.Parse(ParameterOf(Primary.Role, "max_connections")!.EngineValue, CultureInfo.InvariantCulture);

    /// <summary>max_slot_wal_keep_size of the writer in bytes; null when it is unlimited.</summary>
    public long? SlotWalLimitBytes =>
        ParameterOf(Primary.Role, "max_slot_wal_keep_size") is { } setting && long.Parse(setting.EngineValue, CultureInfo.InvariantCulture) is >= 0 and var megabytes
            ? megabytes << 20
            : null;

    /// <summary>The parameters of instances of one role, by name: the catalogue's, with this stack's overrides.</summary>
    public ImmutableArray<ParameterSetting> ParametersOf(InstanceRole role)
    {
        var settings = DatabaseParameters.For(role).ToDictionary(p => p.Name, p => p.Setting(), StringComparer.Ordinal);

        // The override for one role is the more special one, wherever it stands in the file.
        foreach (var setting in ParameterOverrides.Where(o => Concerns(o, role)).OrderBy(o => o.Role is not null))
        {
            var declared = DatabaseParameters.Setting(setting.Name, setting.Value);
            settings[setting.Name] = declared with { ApplyMethod = setting.ApplyMethod ?? declared.ApplyMethod };
        }

        return [.. settings.Values.OrderBy(s => s.Name, StringComparer.Ordinal)];
    }

    /// <summary>One parameter of instances of one role; null where RDS's default stands.</summary>
    public ParameterSetting? ParameterOf(InstanceRole role, string name) => ParametersOf(role).FirstOrDefault(p => p.Name == name);

    /// <summary>Who may hold connections of one instance.</summary>
    public ConnectionBudget ConnectionBudgetOf(InstanceSettings instance, ServiceCatalog catalog) =>
        ConnectionBudget.For(
            instance.Role, catalog.Logins, Pooler?.Tasks ?? 0, Pooler?.MaxDbConnections ?? 0, ConnectionsAlarmOf(instance), MaxConnections);

    /// <summary>What parameters and connections may take of one instance's memory.</summary>
    public MemoryBudget MemoryBudgetOf(InstanceSettings instance, ServiceCatalog catalog)
    {
        var parameters = ParametersOf(instance.Role).ToDictionary(p => p.Name, p => p.EngineValue, StringComparer.Ordinal);
        return MemoryBudget.For(instance.Class, ConnectionBudgetOf(instance, catalog), catalog.Logins, parameters.GetValueOrDefault);
    }

    // An override without a role does not spread a parameter to roles that the catalogue keeps free of it.
    private static bool Concerns(ParameterOverride setting, InstanceRole role)
    {
        if (setting.Role is { } only)
        {
            return only == role;
        }

        var declared = DatabaseParameters.All.Where(p => p.Name == setting.Name).ToList();
        return declared.Count == 0 || declared.Exists(p => p.AppliesTo(role));
    }

    private int ConnectionsAlarmOf(InstanceSettings instance) =>
        Alarms.Overrides
            .Where(o => o.Alarm == "PostgresConnectionsHigh" && (o.Instance is null || o.Instance == instance.Identifier))
            .OrderBy(o => o.Instance is null)
            .Select(o => int.TryParse(o.Threshold, NumberStyles.None, CultureInfo.InvariantCulture, out var threshold) ? threshold : (int?)null)
            .FirstOrDefault() ?? AlarmTable.ConnectionsLimit;
}
