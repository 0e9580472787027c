using System.Collections.Immutable;

namespace TechCorp.PgInfra.Infra.Configuration;

/// <summary>Everything that differs between stacks, typed and validated. A value of this type can be declared without surprises.</summary>
/// <param name="Stack">Stack name: <c>staging</c>, <c>prod</c>, <c>dr</c>.</param>
/// <param name="NamePrefix">First part of the name of everything, e.g. <c>techcorp</c>.</param>
/// <param name="Region">AWS region, from <c>aws:region</c>.</param>
/// <param name="DisasterRecovery">Set when this stack is the cross-region copy of another; null for an estate of its own.</param>
/// <param name="Network">Existing network the estate is placed in.</param>
/// <param name="EngineVersion">Engine version: a major (<c>15</c>), or an exact minor, which is a named risk (S1).</param>
/// <param name="EngineLifecycleSupport">What happens after standard support ends; settable at creation only.</param>
/// <param name="Primary">The writer; in a disaster recovery stack, the copy that promotion turns into the writer.</param>
/// <param name="Storage">The writer's storage; replicas inherit it (S10).</param>
/// <param name="Replicas">In-region read replicas, analytics included; at most 15.</param>
/// <param name="Backup">Automated backups of the writer.</param>
/// <param name="MaintenanceWindow">Weekly window, apart from the backup window.</param>
/// <param name="ApplyImmediately">False: changes that restart wait for the maintenance window.</param>
/// <param name="CaCertificate">Certificate authority of the server certificates.</param>
/// <param name="Protection">What stands between a mistake and the data.</param>
/// <param name="ParameterOverrides">Database parameters that differ from the catalogue in this stack; <see cref="ParametersOf"/> has the result.</param>
/// <param name="Pooler">PgBouncer; null where none is declared.</param>
/// <param name="Monitoring">Enhanced Monitoring, Performance Insights, log retention.</param>
/// <param name="Alarms">Who is told, and thresholds that differ in this stack.</param>
/// <param name="Encryption">Customer keys and secrets.</param>
/// <param name="Ownership">Who answers for the estate (S53).</param>
public sealed partial record EstateSettings(
    string Stack,
    string NamePrefix,
    string Region,
    DisasterRecoverySettings? DisasterRecovery,
    NetworkSettings Network,
    string EngineVersion,
    EngineLifecycleSupport EngineLifecycleSupport,
    InstanceSettings Primary,
    StorageSettings Storage,
    ImmutableArray<InstanceSettings> Replicas,
    BackupSettings Backup,
    WeeklyWindow MaintenanceWindow,
    bool ApplyImmediately,
    string CaCertificate,
    ProtectionSettings Protection,
    ImmutableArray<ParameterOverride> ParameterOverrides,
    PoolerDeployment? Pooler,
    MonitoringSettings Monitoring,
    AlarmSettings Alarms,
    EncryptionSettings Encryption,
    OwnershipSettings Ownership)
{
    /// <summary>True for the update that takes the estate to <see cref="TechCorp.PgInfra.Catalog.EngineVersions.UpgradeTarget"/>; RDS refuses another major without it.</summary>
    public bool AllowMajorVersionUpgrade { get; init; }

    /// <summary>Laws of the estate this stack does not keep; nothing is declared from them.</summary>
    public ImmutableArray<LawExemption> Exceptions { get; init; } = [];

    /// <summary>The writer first, then the replicas in configuration order.</summary>
    public ImmutableArray<InstanceSettings> Instances => [Primary, .. Replicas];

    /// <summary>True while <see cref="Primary"/> replays another region's writer.</summary>
    public bool IsWarmReplica => DisasterRecovery is { Promoted: false };

    /// <summary>The exceptions that hold now: those until promotion end with it.</summary>
    public IEnumerable<LawExemption> ExceptionsInForce => Exceptions.Where(e => !e.UntilPromoted || IsWarmReplica);

    /// <summary>Multi-AZ of the writer; a promoted copy is always Multi-AZ (S2).</summary>
    public bool WriterIsMultiAz => Primary.MultiAz || DisasterRecovery is { Promoted: true };

    /// <summary>True when the pooler is declared: never in front of a replica that replays another region.</summary>
    public bool DeclaresPooler => Pooler is not null && !IsWarmReplica;

    /// <summary>PostgreSQL major version, e.g. <c>15</c>.</summary>
    public int EngineMajorVersion => int.Parse(EngineVersion.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Parameter group family, e.g. <c>postgres15</c>.</summary>
    public string ParameterGroupFamily => $"postgres{EngineMajorVersion}";
}
