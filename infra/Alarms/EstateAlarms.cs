using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.CloudWatch.Inputs;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra.Alarms;

/// <summary>What the alarms are declared with.</summary>
/// <param name="Instances">Every instance of this region.</param>
/// <param name="Overrides">Thresholds that differ in this stack.</param>
/// <param name="Ownership">Named in every alarm, so that whoever is woken knows whose it is (S53).</param>
/// <param name="TopicArn">Where alarms and their recovery are told.</param>
public sealed record EstateAlarmsArgs(
    ImmutableArray<WatchedInstance> Instances,
    ImmutableArray<AlarmOverride> Overrides,
    OwnershipSettings Ownership,
    Input<string> TopicArn);

/// <summary>The alarm table on every instance it applies to (S34 to S44), and the log filter behind PostgresDeadlocks.</summary>
public sealed class EstateAlarms : ComponentResource
{
    private readonly EstateAlarmsArgs args;

    public EstateAlarms(string name, EstateAlarmsArgs args, ComponentResourceOptions? options = null)
        : base("techcorp:pg:Alarms", name, options)
    {
        this.args = args;
        ByInstance = args.Instances.ToImmutableDictionary(
            instance => instance.Subject.Identifier,
            instance => AlarmTable.For(instance.Subject).Select(rule => Declare(rule, instance).Arn).ToImmutableArray());
        RegisterOutputs();
    }

    /// <summary>Instance identifier to the ARNs of its alarms, in the order of the table.</summary>
    public ImmutableDictionary<string, ImmutableArray<Output<string>>> ByInstance { get; }

    private MetricAlarm Declare(AlarmRule rule, WatchedInstance instance)
    {
        var name = rule.NameFor(instance.Subject.Identifier);
        var alarm = new MetricAlarmArgs
        {
            Name = name,
            AlarmDescription = Description(rule, instance.Subject),
            Namespace = rule.Namespace,
            MetricName = rule.MetricFor(instance.Subject.Identifier),
            Statistic = $"{rule.Statistic}",
            ComparisonOperator = $"{rule.Comparison}",
            Threshold = AlarmThresholds.ValueFor(rule, instance.Subject, args.Overrides),
            Period = rule.PeriodSeconds,
            EvaluationPeriods = rule.EvaluationPeriods,
            DatapointsToAlarm = rule.DatapointsToAlarm,
            TreatMissingData = rule.MissingData.WireName(),
            ActionsEnabled = true,
            AlarmActions = { args.TopicArn },
            OkActions = { args.TopicArn },
            // No unit: an alarm in another unit than the metric's matches no data point and stays silent.
        };
        var options = new CustomResourceOptions { Parent = this };
        if (rule.HasInstanceDimension)
        {
            alarm.Dimensions = new InputMap<string> { ["DBInstanceIdentifier"] = instance.Identifier };
        }
        else
        {
            options.DependsOn = DeclareLogFilter(name, rule, instance);
        }

        return new MetricAlarm(name, alarm, options);
    }

    // The group exists before the instance does; a filter can not be put on a group that is missing.
    private LogMetricFilter DeclareLogFilter(string name, AlarmRule rule, WatchedInstance instance) => new(name, new LogMetricFilterArgs
    {
        Name = name,
        LogGroupName = instance.PostgreSqlLog,
        Pattern = DeadlockLogFilter.Pattern,
        MetricTransformation = new LogMetricFilterMetricTransformationArgs
        {
            Name = rule.MetricFor(instance.Subject.Identifier),
            Namespace = rule.Namespace,
            Value = "1",
            // Lines without a deadlock report zero, so that the alarm recovers by data and not by silence.
            DefaultValue = "0",
            Unit = "Count",
        },
    }, new CustomResourceOptions { Parent = this });

    private string Description(AlarmRule rule, AlarmSubject subject) =>
        $"{rule.Rationale} First look: {rule.FirstStep} " +
        $"Threshold {AlarmThresholds.TextFor(rule, subject, args.Overrides)} of {subject.Identifier} ({RoleLabels.Of(subject.Role)}, {subject.Class.Name}). Runbook: {rule.Runbook}. " +
        $"{args.Ownership.Team}, {args.Ownership.TechLead}, {args.Ownership.SlackChannel}.";
}
