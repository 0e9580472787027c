using TechCorp.PgInfra.Planning.Parameters;

namespace TechCorp.PgInfra.Planning.Tests;

/// <summary>S22: max_connections and its four siblings are raised on the replicas first and lowered on the source first.</summary>
public class A_standby_needs_as_much_as_its_source
{
    private static readonly Dictionary<string, string?> Sources = new() { ["primary"] = null, ["replica"] = "primary", ["cascaded"] = "replica" };

    /// <summary>The primary raised first: its replica stops replaying, and whoever restarts it finds it does not start.</summary>
    [Fact]
    public void Raising_the_source_first_is_refused() => Assert.Equal(
        [
            "max_connections = 600 on primary leaves replica with 500: a standby with less than its source stops replaying and does not start again. Raise the replicas first, each with its reboot; lower the source first",
            "max_connections = 600 on replica leaves cascaded with 500: a standby with less than its source stops replaying and does not start again. Raise the replicas first, each with its reboot; lower the source first",
        ],
        StandbyOrder.Problems(Sources, InForce(500), [To("primary", 600), To("replica", 600), To("cascaded", 600)]).AsEnumerable());

    [Fact]
    public void Lowering_a_replica_first_is_refused() =>
        Assert.Single(StandbyOrder.Problems(Sources, InForce(500), [To("replica", 400), To("primary", 400), To("cascaded", 400)]));

    /// <summary>The order that is proposed is one that is accepted, both ways, replicas of replicas included.</summary>
    [Theory]
    [InlineData(600, "cascaded, replica, primary")]
    [InlineData(400, "primary, replica, cascaded")]
    public void The_safe_order_is_found(long value, string expected)
    {
        var safe = StandbyOrder.Safe(Sources, InForce(500), [To("primary", value), To("replica", value), To("cascaded", value)]);

        Assert.Equal(expected, string.Join(", ", safe.Select(c => c.Instance)));
        Assert.Empty(StandbyOrder.Problems(Sources, InForce(500), safe));
    }

    /// <summary>work_mem may differ between an instance and its replica.</summary>
    [Fact]
    public void Other_parameters_have_no_order() =>
        Assert.Empty(StandbyOrder.Problems(Sources, InForce(500), [new("primary", "work_mem", 1), new("replica", "shared_buffers", 1)]));

    private static Dictionary<(string Instance, string Parameter), long> InForce(long value) => Sources.Keys.ToDictionary(k => (k, "max_connections"), _ => value);

    private static ParameterChange To(string instance, long value) => new(instance, "max_connections", value);
}
