using System.Globalization;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Review.Laws;

/// <summary>An RDS instance of a plan, with what follows from its place in the estate.</summary>
public sealed record JudgedInstance(JudgedEstate Estate, PlannedResource Resource)
{
    private Plan Plan => Estate.Plan;

    /// <summary>Logical name.</summary>
    public string Name => Resource.Name;

    /// <summary>DB instance identifier.</summary>
    public string Identifier => Plan.Text(Resource, "identifier") ?? Name;

    /// <summary>Its class; null when the catalogue does not know it, which is a configuration problem before it is a broken law.</summary>
    public InstanceClass? Class => Plan.Text(Resource, "instanceClass") is { } name ? InstanceClasses.Find(name) : null;

    /// <summary>The instance of this plan it replays, or null.</summary>
    public JudgedInstance? SourceInstance => Plan.Referent(Resource, "replicateSourceDb") is { Type: AwsTypes.Instance } source ? new(Estate, source) : null;

    /// <summary>True when it replays an instance of this plan.</summary>
    public bool FollowsInRegion => SourceInstance is not null;

    /// <summary>True when it takes writes.</summary>
    public bool IsWriter => Resource.Inputs["replicateSourceDb"] is null;

    /// <summary>True while it replays another region's writer.</summary>
    public bool IsCrossRegionCopy => !IsWriter && !FollowsInRegion;

    /// <summary>What it is in the estate: as configured, else as its place in the plan says.</summary>
    public InstanceRole Role =>
        Estate.Settings.Instances.FirstOrDefault(i => i.Identifier == Identifier)?.Role
        ?? (IsWriter ? InstanceRole.Primary : FollowsInRegion ? InstanceRole.Replica : InstanceRole.DisasterRecovery);

    /// <summary>Its parameter group; null where RDS's default one stands.</summary>
    public PlannedResource? ParameterGroup => Plan.Referent(Resource, "parameterGroupName");

    /// <summary>A parameter in the engine's unit, or null where RDS's default stands.</summary>
    public string? Parameter(string name) => ParameterGroup is { } group ? ParameterIn(group, name) : null;

    /// <summary>A parameter as a whole number, or null.</summary>
    public long? WholeParameter(string name) =>
        long.TryParse(Parameter(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>Allocated storage, GiB: its own, else its source's, which a replica inherits (S10).</summary>
    public double AllocatedGiB =>
        Resource.Number("allocatedStorage") ?? SourceInstance?.AllocatedGiB ?? Estate.Source?.Writer?.AllocatedGiB ?? Estate.Settings.Storage.AllocatedGiB;

    /// <summary>max_slot_wal_keep_size in bytes; null when it is unlimited or left to RDS.</summary>
    public long? SlotWalLimitBytes => WholeParameter("max_slot_wal_keep_size") is >= 0 and var megabytes ? megabytes << 20 : null;

    /// <summary>What the alarm table reckons with; null without a known class.</summary>
    public AlarmSubject? AlarmSubject => Class is { } known
        ? new(Identifier, Role, IsWriter, known, (long)AllocatedGiB << 30, (Estate.Writer ?? this).SlotWalLimitBytes)
        : null;

    /// <summary>The alarms that are declared on a metric of it.</summary>
    public IEnumerable<PlannedResource> AlarmsOn(string metric) =>
        Plan.OfType(AwsTypes.Alarm)
            .Where(a => Plan.Text(a, "metricName") == metric && a.Inputs["dimensions"]?["DBInstanceIdentifier"] is JsonValue dimension
                && Plan.Resolve(dimension.ToString()) == Identifier);

    /// <summary>The connection alarm that is declared for it, or null.</summary>
    public double? ConnectionsAlarm => AlarmsOn("DatabaseConnections").FirstOrDefault()?.Number("threshold");

    /// <summary>Everybody who may connect to it, PgBouncer as its rendered pgbouncer.ini says; null without max_connections or an alarm.</summary>
    public ConnectionBudget? Connections
    {
        get
        {
            if (WholeParameter("max_connections") is not { } maximum || ConnectionsAlarm is not { } alarm)
            {
                return null;
            }

            var pooled = Estate.Poolers.Sum(p => p.MostConnectionsTo(this));
            return ConnectionBudget.For(Role, Estate.Catalog.Logins, 0, 0, (int)alarm, (int)maximum) with { Pooled = pooled };
        }
    }

    private static string? ParameterIn(PlannedResource group, string name) => Parameters(group).FirstOrDefault(p => p.Name == name).Value;

    /// <summary>The parameters of a group.</summary>
    public static IEnumerable<(string Name, string Value, string ApplyMethod)> Parameters(PlannedResource group) =>
        (group.Inputs["parameters"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(p => ($"{p["name"]}", $"{p["value"]}", $"{p["applyMethod"]}"));
}
