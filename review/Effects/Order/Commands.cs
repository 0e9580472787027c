using System.Collections.Immutable;
using System.Globalization;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Review.Effects;

/// <summary>The commands the steps are made of.</summary>
internal static class Commands
{
    public static string Update(string stack) => $"pulumi up --stack {stack}";

    /// <summary>Those resources, with what they name that does not exist yet: the engine refuses a target without it.</summary>
    public static string UpdateOnly(Plan from, Plan to, IEnumerable<PlannedResource> targets) => $"{Update(to.Stack)} {Targets(WithMissing(from, to, targets, []))}";

    /// <summary>Those resources, and whatever depends on them: one that goes takes its alarms along.</summary>
    public static string UpdateWithDependents(Plan from, Plan to, ImmutableArray<PlannedResource> targets) =>
        $"{Update(to.Stack)} {Targets(WithMissing(from, to, targets, [.. targets.SelectMany(t => Dependents(to, t))]))} --target-dependents";

    private static List<PlannedResource> WithMissing(Plan from, Plan to, IEnumerable<PlannedResource> targets, ImmutableArray<PlannedResource> dependents)
    {
        var chosen = new List<PlannedResource>();
        foreach (var missing in dependents.SelectMany(d => Named(to, d)).Where(IsMissing).Concat(targets))
        {
            Choose(missing);
        }

        return chosen;

        bool IsMissing(PlannedResource resource) => from.Find(resource.Type, resource.Name) is null;

        void Choose(PlannedResource resource)
        {
            if (chosen.Exists(c => c.Urn == resource.Urn))
            {
                return;
            }

            foreach (var missing in Named(to, resource).Where(IsMissing))
            {
                Choose(missing);
            }

            chosen.Add(resource);
        }
    }

    private static IEnumerable<PlannedResource> Dependents(Plan plan, PlannedResource target)
    {
        var direct = plan.Resources.Where(r => Named(plan, r).Any(n => n.Urn == target.Urn)).ToList();
        return direct.Concat(direct.SelectMany(d => Dependents(plan, d))).DistinctBy(d => d.Urn);
    }

    /// <summary>
    /// Rebooted and waited for. Without failover, also in two zones: only such a reboot brings the values that wait for one (RDS API
    /// reference, ModifyDBParameterGroup, ApplyMethod).
    /// </summary>
    public static ImmutableArray<string> Reboot(JudgedInstance instance) => [$"aws rds reboot-db-instance {Of(instance)}", Available(instance)];

    /// <summary>
    /// The same when a restart for another reason has not brought the values. RDS says that such a restart is a reboot, and that a
    /// failover, which it is in two zones, brings none: so it is asked.
    /// </summary>
    public static ImmutableArray<string> RebootIfWaiting(JudgedInstance instance) =>
    [
        $"[ \"$(aws rds describe-db-instances {Of(instance)} --query 'DBInstances[0].DBParameterGroups[0].ParameterApplyStatus' --output text)\" = in-sync ] || aws rds reboot-db-instance {Of(instance)}",
        Available(instance),
    ];

    public static string AllowDeletion(JudgedInstance instance) => $"aws rds modify-db-instance --no-deletion-protection --apply-immediately {Of(instance)}";

    /// <summary>The most it lagged in each of the last ten minutes.</summary>
    public static string Lag(JudgedInstance instance) =>
        $"aws cloudwatch get-metric-statistics --namespace AWS/RDS --metric-name ReplicaLag --dimensions Name=DBInstanceIdentifier,Value={instance.Identifier} --statistics Maximum --period 60 --start-time $(date -u -d -10min +%FT%TZ) --end-time $(date -u +%FT%TZ) --region {instance.Resource.Region}";

    /// <summary>A snapshot that is there before the next step.</summary>
    public static ImmutableArray<string> Snapshot(JudgedInstance instance, string suffix)
    {
        var snapshot = $"--db-instance-identifier {instance.Identifier} --db-snapshot-identifier {instance.Identifier}-{suffix} --region {instance.Resource.Region}";
        return [$"aws rds create-db-snapshot {snapshot}", $"aws rds wait db-snapshot-available {snapshot}"];
    }

    /// <summary>Deleted beside the program, which then makes it anew.</summary>
    public static ImmutableArray<string> Delete(JudgedInstance instance) =>
    [
        .. IsGuarded(instance) ? [AllowDeletion(instance)] : ImmutableArray<string>.Empty,
        $"aws rds delete-db-instance --skip-final-snapshot {Of(instance)}",
        $"aws rds wait db-instance-deleted {Of(instance)}",
    ];

    /// <summary>Has the engine see that it is gone.</summary>
    public static string Forget(JudgedInstance instance) => $"pulumi refresh --stack {instance.Estate.Plan.Stack} {Targets([instance.Resource])}";

    /// <summary>The line of the configuration, as a person writes it.</summary>
    public static string SetParameter(string stack, string parameter, long value) =>
        $"pulumi config set --stack {stack} --path 'techcorp-pg-infra:parameters.{parameter}' {Person(parameter, value)}";

    /// <summary>A value in the unit a person writes it in.</summary>
    public static string Person(string parameter, long value) => PostgreSqlParameters.Get(parameter).FromEngine(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>True when RDS refuses to delete it.</summary>
    public static bool IsGuarded(JudgedInstance instance) => instance.Resource.Flag("deletionProtection") == true;

    /// <summary>What a resource names in its inputs.</summary>
    public static IEnumerable<PlannedResource> Named(Plan plan, PlannedResource resource) =>
        PlanReference.FindAll(resource.Inputs.ToJsonString(ReportJson.Line)).Select(plan.Find).OfType<PlannedResource>();

    private static string Targets(IEnumerable<PlannedResource> resources) => string.Join(' ', resources.Select(r => $"--target '{r.Urn}'"));

    private static string Of(JudgedInstance instance) => $"--db-instance-identifier {instance.Identifier} --region {instance.Resource.Region}";

    private static string Available(JudgedInstance instance) => $"aws rds wait db-instance-available {Of(instance)}";
}
