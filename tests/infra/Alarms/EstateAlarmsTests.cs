using System.Globalization;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Infra.Tests.Recording;

namespace TechCorp.PgInfra.Infra.Tests.Alarms;

/// <summary>The alarms as CloudWatch is told of them.</summary>
public sealed class EstateAlarmsTests
{
    private const string Alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
    private const string Filter = "aws:cloudwatch/logMetricFilter:LogMetricFilter";

    /// <summary>Units are CloudWatch's: latency and lag in seconds, memory and disk in bytes; a wrong one never fires, or always.</summary>
    [Theory]
    [Trait("Requirement", "C3")]
    [Trait("Requirement", "S34")]
    [Trait("Requirement", "S35")]
    [Trait("Requirement", "S36")]
    [Trait("Requirement", "S37")]
    [Trait("Requirement", "S38")]
    [Trait("Requirement", "S39")]
    [Trait("Requirement", "S40")]
    [Trait("Requirement", "S41")]
    [Trait("Requirement", "S42")]
    [Trait("Requirement", "S43")]
    [InlineData("PostgresCPUHigh-techcorp-primary", "Average CPUUtilization GreaterThanThreshold 80, 10 of 10 x 60 s, missing")]
    [InlineData("PostgresCPUHigh-techcorp-analytics", "Average CPUUtilization GreaterThanThreshold 80, 10 of 10 x 60 s, missing")]
    [InlineData("PostgresFreeableMemoryLow-techcorp-primary", "Average FreeableMemory LessThanThreshold 1073741824, 5 of 5 x 60 s, missing")]
    [InlineData("PostgresConnectionsHigh-techcorp-replica-2", "Maximum DatabaseConnections GreaterThanThreshold 400, 5 of 5 x 60 s, missing")]
    [InlineData("PostgresReadLatencyHigh-techcorp-primary", "Average ReadLatency GreaterThanThreshold 0.02, 5 of 5 x 60 s, missing")]
    [InlineData("PostgresWriteLatencyHigh-techcorp-primary", "Average WriteLatency GreaterThanThreshold 0.05, 5 of 5 x 60 s, missing")]
    [InlineData("PostgresReplicaLagHigh-techcorp-replica-1", "Average ReplicaLag GreaterThanThreshold 60, 10 of 10 x 60 s, breaching")]
    [InlineData("PostgresReplicaLagHigh-techcorp-analytics", "Average ReplicaLag GreaterThanThreshold 60, 10 of 10 x 60 s, breaching")]
    [InlineData("PostgresDiskSpaceLow-techcorp-primary", "Minimum FreeStorageSpace LessThanThreshold 439804651110, 5 of 5 x 60 s, missing")]
    [InlineData("PostgresSlotLagHigh-techcorp-primary", "Maximum OldestReplicationSlotLag GreaterThanThreshold 107374182400, 5 of 5 x 60 s, notBreaching")]
    [InlineData("PostgresTransactionLogsDiskUsageHigh-techcorp-primary", "Maximum TransactionLogsDiskUsage GreaterThanThreshold 219902325555, 5 of 5 x 60 s, missing")]
    [InlineData("PostgresTransactionIdAgeHigh-techcorp-primary", "Maximum MaximumUsedTransactionIDs GreaterThanThreshold 1000000000, 3 of 3 x 300 s, missing")]
    [InlineData("PostgresDBLoadHigh-techcorp-replica-1", "Average DBLoad GreaterThanThreshold 4, 10 of 10 x 60 s, notBreaching")]
    [InlineData("PostgresDBLoadHigh-techcorp-primary", "Average DBLoad GreaterThanThreshold 8, 10 of 10 x 60 s, notBreaching")]
    [InlineData("PostgresEBSByteBalanceLow-techcorp-replica-1", "Average EBSByteBalance% LessThanThreshold 20, 3 of 3 x 300 s, notBreaching")]
    public async Task An_alarm_of_production_asks(string name, string question)
    {
        var alarm = (await Stacks.ProdAsync())[Alarm, name];

        Assert.Equal(question, string.Create(CultureInfo.InvariantCulture,
            $"{alarm["statistic"]} {alarm["metricName"]} {alarm["comparisonOperator"]} {alarm["threshold"]}, {alarm["datapointsToAlarm"]} of {alarm["evaluationPeriods"]} x {alarm["period"]} s, {alarm["treatMissingData"]}"));
        Assert.Equal("AWS/RDS", alarm["namespace"]);
        var instance = name[(name.IndexOf('-', StringComparison.Ordinal) + 1)..];
        Assert.Equal([new("DBInstanceIdentifier", instance)], alarm.Map("dimensions"));
    }

    /// <summary>Names are unique in an account and region, so each carries its instance; a rule without an instance would be silent.</summary>
    [Theory]
    [InlineData("prod")]
    [InlineData("staging")]
    [InlineData("dr")]
    [Trait("Requirement", "S40")]
    public async Task Every_instance_has_every_alarm_that_applies_to_it(string stack)
    {
        var settings = Stacks.Settings(stack);
        var declared = (await Stacks.OfAsync(stack)).OfType(Alarm).Where(a => a.Name.StartsWith("Postgres", StringComparison.Ordinal)).ToList();

        var expected =
            from instance in settings.Instances
            let writer = instance == settings.Primary && stack != "dr"
            from rule in AlarmTable.Rules
            where rule.Scope switch
            {
                AlarmScope.Writer => writer,
                AlarmScope.Replicas => !writer,
                AlarmScope.BurstingStorage => instance.Class.EbsBursts,
                _ => true,
            }
            select $"{rule.Name}-{instance.Identifier}";
        Assert.Equal(expected.Order(StringComparer.Ordinal), declared.Select(a => a.Name));
        Assert.All(declared, alarm => Assert.Equal(alarm.Name, alarm["name"]));
    }

    /// <summary>An alarm nobody is told of, or that says nothing, wakes nobody.</summary>
    [Theory]
    [InlineData("prod")]
    [InlineData("dr")]
    [Trait("Requirement", "S53")]
    public async Task An_alarm_tells_the_topic_when_it_fires_and_when_it_recovers_and_says_whose_it_is(string stack) =>
        Assert.All((await Stacks.OfAsync(stack)).OfType(Alarm), alarm =>
        {
            Assert.Equal(true, alarm["actionsEnabled"]);
            Assert.Equal(["${aws:sns/topic:Topic::alarms.arn}"], alarm.List("alarmActions"));
            Assert.Equal(["${aws:sns/topic:Topic::alarms.arn}"], alarm.List("okActions"));
            var description = alarm.Text("alarmDescription");
            Assert.EndsWith("Data Engineering, Eduardo Campos, #data-postgres.", description, StringComparison.Ordinal);
            Assert.InRange(description.Length, 1, 1024);
            // A unit that is not the metric's own matches no data point.
            Assert.Null(alarm["unit"]);
        });

    [Fact]
    [Trait("Requirement", "S44")]
    [Trait("Requirement", "S4")]
    public async Task Deadlocks_are_counted_in_the_exported_log_of_the_primary()
    {
        var estate = await Stacks.ProdAsync();
        var filter = Assert.Single(estate.OfType(Filter));

        Assert.Equal("PostgresDeadlocks-techcorp-primary", filter.Name);
        Assert.Equal("/aws/rds/instance/techcorp-primary/postgresql", filter["logGroupName"]);
        Assert.Equal("\"ERROR:  deadlock detected\"", filter["pattern"]);
        Assert.Equal(
            "defaultValue=0 name=Deadlocks-techcorp-primary namespace=TechCorp/PostgreSQL unit=Count value=1",
            string.Join(' ', filter.Map("metricTransformation").OrderBy(p => p.Key).Select(p => $"{p.Key}={p.Value}")));

        var alarm = estate[Alarm, "PostgresDeadlocks-techcorp-primary"];
        Assert.Equal(
            ("TechCorp/PostgreSQL", "Deadlocks-techcorp-primary", "Sum", "GreaterThanOrEqualToThreshold", 1d, "notBreaching"),
            (alarm["namespace"], alarm["metricName"], alarm["statistic"], alarm["comparisonOperator"], alarm["threshold"], alarm["treatMissingData"]));
        Assert.Null(alarm["dimensions"]);
        Assert.Equal(["aws:cloudwatch/logMetricFilter:LogMetricFilter::PostgresDeadlocks-techcorp-primary"], await alarm.DependsOnAsync());
    }

    /// <summary>The copy takes writes from that moment on: it deadlocks, and it lags behind nobody.</summary>
    [Fact]
    [Trait("Requirement", "S42")]
    [Trait("Requirement", "S44")]
    [Trait("Requirement", "S48")]
    public async Task Promotion_turns_the_alarms_of_a_replica_into_those_of_a_writer()
    {
        var settings = Stacks.Settings("dr");
        var warm = await Stacks.OfAsync("dr");
        var promoted = await RecordedEstate.OfAsync(
            settings with { DisasterRecovery = settings.DisasterRecovery! with { Promoted = true } }, sourceOutputs: Stacks.SourceEstateOutputs());

        var instance = settings.Primary.Identifier;
        static string[] Names(RecordedEstate estate) => [.. estate.OfType(Alarm).Select(a => a.Name).Where(n => n.StartsWith("Postgres", StringComparison.Ordinal))];
        Assert.Equal([$"PostgresReplicaLagHigh-{instance}"], Names(warm).Except(Names(promoted)));
        Assert.Equal(
            [$"PostgresDeadlocks-{instance}", $"PostgresSlotLagHigh-{instance}", $"PostgresTransactionIdAgeHigh-{instance}"],
            Names(promoted).Except(Names(warm)));
    }

    /// <summary>Reports may lag further without anybody caring; the services' replicas may not.</summary>
    [Fact]
    [Trait("Requirement", "S39")]
    public async Task A_stack_sets_another_threshold_for_all_instances_or_for_one()
    {
        var settings = Stacks.Settings("prod");
        var estate = await RecordedEstate.OfAsync(settings with
        {
            Alarms = settings.Alarms with
            {
                Overrides =
                [
                    new AlarmOverride("PostgresReplicaLagHigh", "techcorp-analytics", "15min"),
                    new AlarmOverride("PostgresReplicaLagHigh", null, "90s"),
                ],
            },
        });

        Assert.Equal(900d, estate[Alarm, "PostgresReplicaLagHigh-techcorp-analytics"]["threshold"]);
        Assert.Equal(90d, estate[Alarm, "PostgresReplicaLagHigh-techcorp-replica-1"]["threshold"]);
        Assert.Contains("Threshold 15min of techcorp-analytics", estate[Alarm, "PostgresReplicaLagHigh-techcorp-analytics"].Text("alarmDescription"), StringComparison.Ordinal);
    }
}
