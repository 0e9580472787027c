using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra;
using TechCorp.PgInfra.Infra.Alarms;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Rehearsal.Alarms;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Views.Grafana;

/// <summary>What the dashboards of one stack are drawn from.</summary>
/// <param name="Settings">The stack's settings: names, roles, owners.</param>
/// <param name="Instances">The writer first, as configured.</param>
/// <param name="Pooler">PgBouncer; null where none is declared.</param>
public sealed record GrafanaEstate(EstateSettings Settings, ImmutableArray<GrafanaInstance> Instances, GrafanaPooler? Pooler)
{
    private const string TargetGroupType = "aws:lb/targetGroup:TargetGroup";

    /// <summary>Reads a captured plan. Thresholds are those the plan declares, so that no line is drawn where no alarm is.</summary>
    public static GrafanaEstate From(Plan plan, EstateSettings settings)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(settings);
        var declared = DeclaredAlarms.From(plan).Alarms;
        var instances = settings.Instances
            .Select(instance =>
            {
                var subject = WatchedInstance.SubjectOf(settings, instance);
                return new GrafanaInstance(subject.Identifier, RoleLabels.Of(subject.Role), subject.IsWriter, subject.Class.Name,
                [
                    .. from rule in AlarmTable.For(subject)
                       join alarm in declared on rule.NameFor(subject.Identifier) equals alarm.Name
                       select new GrafanaAlarm(rule, alarm),
                ]);
            })
            .ToImmutableArray();
        return new(settings, instances, PoolerOf(plan, declared));
    }

    private static GrafanaPooler? PoolerOf(Plan plan, IEnumerable<DeclaredAlarm> declared) =>
        plan.OfType(AwsTypes.LoadBalancer).Select(NameTag).FirstOrDefault() is { } balancer
        && plan.OfType(TargetGroupType).Select(NameTag).FirstOrDefault() is { } targets
            ? new(balancer, targets, [.. declared.Where(a => a.Metric.Namespace == PoolerHealth.Namespace)])
            : null;

    private static string? NameTag(PlannedResource resource) => (resource.Inputs["tags"] as JsonObject)?["Name"]?.GetValue<string>();
}

/// <summary>One instance with the alarms that watch it, in the order of the alarm table.</summary>
public sealed record GrafanaInstance(string Identifier, string Role, bool IsWriter, string InstanceClass, ImmutableArray<GrafanaAlarm> Alarms);

/// <summary>An alarm as it is declared, with the reason the catalogue has for it.</summary>
public sealed record GrafanaAlarm(AlarmRule Rule, DeclaredAlarm Declared);

/// <summary>The pooler's load balancer; CloudWatch's dimensions are known after deployment, the <c>Name</c> tags before.</summary>
public sealed record GrafanaPooler(string BalancerTag, string TargetGroupTag, ImmutableArray<DeclaredAlarm> Alarms);
