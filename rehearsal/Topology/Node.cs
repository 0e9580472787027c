using System.Collections.Immutable;

namespace TechCorp.PgInfra.Rehearsal.Topology;

/// <summary>How a node gets its data.</summary>
public enum NodeKind
{
    /// <summary>Accepts writes.</summary>
    Writer,

    /// <summary>The other half of Multi-AZ: synchronous, not readable, takes over by itself.</summary>
    Standby,

    /// <summary>Asynchronous read replica in the writer's region.</summary>
    Replica,

    /// <summary>Asynchronous replica in another region.</summary>
    RemoteReplica,
}

/// <summary>One server of the estate, as the plans declare it.</summary>
/// <param name="Identifier">DB instance identifier; a standby has its writer's with <c>-standby</c> appended, since RDS gives it no name.</param>
/// <param name="Kind">Where its data comes from.</param>
/// <param name="Source">Identifier of the node it streams from; null for a writer.</param>
/// <param name="Stack">Stack whose plan declares it.</param>
/// <param name="Region">AWS region.</param>
/// <param name="InstanceClass">RDS instance class, e.g. <c>db.r6g.xlarge</c>.</param>
/// <param name="DatabaseName">Database created with it; null on replicas, which inherit it.</param>
/// <param name="MasterUsername">Master user; null on replicas.</param>
/// <param name="BackupRetentionDays">Days of point-in-time recovery; 0 means no log is archived.</param>
/// <param name="Parameters">Its parameter group's values in the engine's own units.</param>
public sealed record Node(
    string Identifier,
    NodeKind Kind,
    string? Source,
    string Stack,
    string? Region,
    string InstanceClass,
    string? DatabaseName,
    string? MasterUsername,
    int BackupRetentionDays,
    ImmutableSortedDictionary<string, string> Parameters)
{
    /// <summary>Name of the replication slot it streams through: slot names allow no hyphen.</summary>
    public string SlotName => Identifier.Replace('-', '_');
}
