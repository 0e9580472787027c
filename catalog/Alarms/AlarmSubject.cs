namespace TechCorp.PgInfra.Catalog;

/// <summary>What the alarm table needs to know of one instance.</summary>
/// <param name="Identifier">DB instance identifier: CloudWatch's dimension <c>DBInstanceIdentifier</c>.</param>
/// <param name="Role">What it is in the estate.</param>
/// <param name="IsWriter">True for the primary and for a promoted cross-region copy.</param>
/// <param name="Class">Instance class: vCPUs, memory, EBS.</param>
/// <param name="AllocatedStorageBytes">Allocated storage; a replica's is its source's.</param>
/// <param name="SlotWalLimitBytes">max_slot_wal_keep_size in bytes; null when it is unlimited (-1), and then a slot can fill the disk.</param>
public sealed record AlarmSubject(
    string Identifier,
    InstanceRole Role,
    bool IsWriter,
    InstanceClass Class,
    long AllocatedStorageBytes,
    long? SlotWalLimitBytes);
