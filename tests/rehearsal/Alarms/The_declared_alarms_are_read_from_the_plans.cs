using TechCorp.PgInfra.Rehearsal.Alarms;
using TechCorp.PgInfra.Rehearsal.Plans;

namespace TechCorp.PgInfra.Rehearsal.Tests.Alarms;

/// <summary>What is drilled is what would be deployed: no threshold of the catalogue is read past the plan.</summary>
public class The_declared_alarms_are_read_from_the_plans
{
    [Fact]
    public async Task With_their_metric_instance_and_threshold()
    {
        var plans = await EstatePlans.CaptureAsync(Checkout.Root, "prod");
        var declared = DeclaredAlarms.From([plans.Estate, plans.DisasterRecovery!]);

        Assert.Equal(
            [
                new("PostgresReplicaLagHigh-techcorp-dr", new("AWS/RDS", "ReplicaLag", "techcorp-dr"), "Average", 60, 10, 10, "GreaterThanThreshold", 60, "breaching"),
                new("PostgresDiskSpaceLow-techcorp-primary", new("AWS/RDS", "FreeStorageSpace", "techcorp-primary"), "Minimum", 60, 5, 5, "LessThanThreshold", 439_804_651_110, "missing"),
                new("PostgresDeadlocks-techcorp-primary", new("TechCorp/PostgreSQL", "Deadlocks-techcorp-primary", null), "Sum", 300, 1, 1, "GreaterThanOrEqualToThreshold", 1, "notBreaching"),
            ],
            new[] { "PostgresReplicaLagHigh-techcorp-dr", "PostgresDiskSpaceLow-techcorp-primary", "PostgresDeadlocks-techcorp-primary" }.Select(n => declared.Alarms.Single(a => a.Name == n)));
        var filter = Assert.Single(declared.LogFilters, f => f.Instance == "techcorp-primary");
        Assert.Equal((new MetricId("TechCorp/PostgreSQL", "Deadlocks-techcorp-primary", null), 1d, 0d), (filter.Metric, filter.Value, filter.DefaultValue));
        Assert.Empty(declared.NotEvaluated);
    }
}
