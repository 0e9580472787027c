using System.Collections.Immutable;
using Pulumi;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Infra.Databases;

namespace TechCorp.PgInfra.Infra.Alarms;

/// <summary>An instance as the alarms see it.</summary>
/// <param name="Subject">Facts the thresholds follow from.</param>
/// <param name="Identifier">The declared instance's identifier, so that an alarm is made after what it watches.</param>
/// <param name="PostgreSqlLog">Name of the log group the postgresql log is exported to.</param>
public sealed record WatchedInstance(AlarmSubject Subject, Output<string> Identifier, Output<string> PostgreSqlLog)
{
    /// <summary>Every declared instance, the writer first.</summary>
    public static ImmutableArray<WatchedInstance> Of(EstateSettings settings, EstateDatabases databases) =>
    [
        .. databases.All.Select(declared => new WatchedInstance(
            SubjectOf(settings, declared.Settings), declared.Instance.Identifier, declared.Logs.PostgreSql.Name)),
    ];

    /// <summary>The facts of one instance of a stack. Storage is the writer's: replicas inherit it (S10).</summary>
    public static AlarmSubject SubjectOf(EstateSettings settings, InstanceSettings instance) => new(
        instance.Identifier,
        instance.Role,
        IsWriter: instance == settings.Primary && !settings.IsWarmReplica,
        instance.Class,
        settings.Storage.AllocatedGiB * (1L << 30),
        settings.SlotWalLimitBytes);
}
