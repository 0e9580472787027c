using System.Collections.Immutable;
using TechCorp.PgInfra.Review.Laws.Relations;
using TechCorp.PgInfra.Review.Laws.Resources;

namespace TechCorp.PgInfra.Review.Laws;

/// <summary>Every law of the estate: first what each resource is, then what holds between them.</summary>
public static class LawBook
{
    /// <summary>The laws, in the order of a report.</summary>
    public static ImmutableArray<Law> All { get; } =
    [
        .. InstanceLaws.All,
        .. ParameterLaws.All,
        .. EventLaws.All,
        .. NetworkLaws.All,
        .. EncryptionLaws.All,
        .. RoleLaws.All,
        .. PoolerLaws.All,
        .. CapacityLaws.All,
        .. ReplicationLaws.All,
        .. RecoveryLaws.All,
        .. AlarmLaws.All,
        .. CredentialLaws.All,
        .. AccessLaws.All,
    ];
}
