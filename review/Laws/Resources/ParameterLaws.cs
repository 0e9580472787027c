using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using static TechCorp.PgInfra.Review.Laws.Ask;

namespace TechCorp.PgInfra.Review.Laws.Resources;

/// <summary>What every parameter group says.</summary>
internal static class ParameterLaws
{
    public static ImmutableArray<Law> All { get; } =
    [
        Law.OfEach("tls-required", "A client without TLS is refused", "RDS.38 CKV2_AWS_69 S49",
            "A connection string without sslmode sends passwords and rows in the clear.",
            "rds.force_ssl = 1 in the instance's own parameter group.",
            Instances, (_, i) => Parameter(i, "rds.force_ssl", value => value == "1")),

        Law.OfEach("statements-logged", "Slow statements and schema changes are in the log", "CKV2_AWS_30 S51",
            "pg_stat_statements shows a normalized text; the values that made it slow are in the log alone.",
            "log_statement and log_min_duration_statement in the instance's parameter group.",
            Instances, (_, i) =>
            [
                .. Parameter(i, "log_statement", value => value is not (null or "none")),
                .. Parameter(i, "log_min_duration_statement", value => value is not (null or "-1")),
            ]),

        Law.OfEach("apply-method", "Every parameter is one RDS has, applied the only way it accepts", "S22",
            "RDS refuses a name it does not know, and 'immediate' for a static parameter, after half of the update is done; 'pending-reboot' for a dynamic one leaves the group out of sync.",
            "applyMethod: pending-reboot for static parameters, immediate for dynamic ones.",
            All(AwsTypes.ParameterGroup), (_, group) => JudgedInstance.Parameters(group)
                .SelectMany(p => PostgreSqlParameters.Find(p.Name) switch
                {
                    { RemovedIn: { } removed } gone when group.Raw("family") is { } family && !gone.ExistsIn(EngineVersions.MajorOf(family.Replace("postgres", "", StringComparison.Ordinal)) ?? 0) =>
                        Unless(false, group.Name, p.Name, $"PostgreSQL {removed} removed it"),
                    null => Unless(false, group.Name, p.Name, "RDS for PostgreSQL has no such parameter"),
                    { IsStatic: true } => Unless(p.ApplyMethod == ApplyMethod.PendingReboot.WireName(), group.Name, p.Name, $"applyMethod {p.ApplyMethod}"),
                    _ => [],
                })),
    ];

    private static IEnumerable<Finding> Parameter(JudgedInstance instance, string name, Func<string?, bool> keeps)
    {
        var value = instance.Parameter(name);
        return Unless(keeps(value), instance.Name, name, value ?? "left to RDS");
    }
}
