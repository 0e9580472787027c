using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Infra.Configuration;

/// <summary>One RDS instance.</summary>
/// <param name="Identifier">DB instance identifier: 1 to 63 lower-case letters, digits and hyphens, first a letter, no <c>--</c>, no hyphen at the end.</param>
/// <param name="Role">Decides its parameter group and alarms.</param>
/// <param name="Class">Instance class.</param>
/// <param name="MultiAz">A standby in a second zone; not readable.</param>
/// <param name="AvailabilityZone">Zone to be placed in; null lets RDS choose, and must be null with <paramref name="MultiAz"/>.</param>
public sealed record InstanceSettings(string Identifier, InstanceRole Role, InstanceClass Class, bool MultiAz, string? AvailabilityZone);

/// <summary>The writer's storage.</summary>
/// <param name="AllocatedGiB">Allocated storage, GiB.</param>
/// <param name="MaxAllocatedGiB">Upper bound of storage autoscaling, GiB; at least 10 % above the allocated; null switches it off.</param>
/// <param name="Type">RDS storage type; only <c>gp3</c> is supported.</param>
/// <param name="Iops">Provisioned IOPS; null leaves what the size includes, and must be null below 400 GiB.</param>
/// <param name="ThroughputMiBs">Provisioned throughput, MiB/s; null leaves what the size includes, and must be null below 400 GiB.</param>
public sealed record StorageSettings(int AllocatedGiB, int? MaxAllocatedGiB, string Type, int? Iops, int? ThroughputMiBs);

/// <summary>Automated backups (S45 to S47).</summary>
/// <param name="Window">Daily window, UTC.</param>
/// <param name="RetentionDays">Days of point-in-time recovery, 0 to 35; 0 switches backups off and replicas need at least 1.</param>
public sealed record BackupSettings(DailyWindow Window, int RetentionDays);

/// <summary>What stands between a mistake and the data.</summary>
/// <param name="Protect">Pulumi refuses to delete or replace the databases and their keys.</param>
/// <param name="DeletionProtection">RDS refuses too.</param>
/// <param name="SkipFinalSnapshot">True deletes without a last snapshot; for throw-away stacks.</param>
public sealed record ProtectionSettings(bool Protect, bool DeletionProtection, bool SkipFinalSnapshot);

/// <summary>What RDS does when standard support of the major version ends.</summary>
public enum EngineLifecycleSupport
{
    /// <summary>Stays on the version and bills Extended Support (RDS's default).</summary>
    ExtendedSupport,

    /// <summary>Upgrades the major version by itself on or after the end date.</summary>
    ExtendedSupportDisabled,
}
