namespace TechCorp.PgInfra.Catalog.Tests.Pooler;

/// <summary>50 + 10 connections for each of seven users are 420 from one pooler, and 840 from two: more than the server has.</summary>
[Trait("Requirement", "S30")]
[Trait("Requirement", "S31")]
[Trait("Requirement", "S36")]
public sealed class ConnectionBudgetTests
{
    [Fact]
    public void The_declared_pooler_stays_under_the_alarm_and_the_alarm_under_the_server()
    {
        var budget = Budget(InstanceRole.Primary, PoolerSettings.Tasks, PoolerSettings.MaxDbConnections);

        Assert.True(budget.Holds);
        Assert.Equal(
            "pooler 300 + migrator 5 + monitor 5 + pgbouncer_auth 8 + reserved 5 = 323; must be below the alarm at 400, which must be below max_connections 500",
            budget.Explanation);
    }

    [Fact]
    public void Without_the_cap_the_pools_alone_pass_the_servers_limit()
    {
        var users = ServiceCatalog.TechCorp.Logins.Count(l => l.Pooled);
        var uncapped = users * (PoolerSettings.DefaultPoolSize + PoolerSettings.ReservePoolSize);

        Assert.Equal(420, uncapped);
        Assert.False(Budget(InstanceRole.Primary, PoolerSettings.Tasks, uncapped).Holds);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void The_largest_cap_holds_and_one_more_does_not(int tasks)
    {
        var largest = Budget(InstanceRole.Primary, tasks, 1).LargestMaxDbConnections(tasks);

        Assert.True(Budget(InstanceRole.Primary, tasks, largest).Holds);
        Assert.False(Budget(InstanceRole.Primary, tasks, largest + 1).Holds);
    }

    [Fact]
    public void An_alarm_at_the_servers_limit_comes_too_late() =>
        Assert.False(ConnectionBudget.For(InstanceRole.Primary, ServiceCatalog.TechCorp.Logins, 1, 10, alarmThreshold: 500, maxConnections: 500).Holds);

    [Fact]
    [Trait("Requirement", "S9")]
    public void Services_do_not_reach_the_analytics_replica_and_reports_reach_nothing_else()
    {
        Assert.Equal(["analytics_ro", "monitor"], Budget(InstanceRole.Analytics, 2, 150).Direct.Keys);
        Assert.Equal(0, Budget(InstanceRole.Analytics, 2, 150).Pooled);
        Assert.Equal(["monitor", "pgbouncer_auth"], Budget(InstanceRole.Replica, 2, 150).Direct.Keys);
    }

    /// <summary>A limit below the pools fails logins under load; it is the sum over all tasks.</summary>
    [Theory]
    [InlineData(2, 150, 120)]
    [InlineData(1, 150, 60)]
    [InlineData(2, 40, 80)]
    public void A_pooled_login_may_open_what_its_pools_may(int tasks, int maxDbConnections, int limit) =>
        Assert.Equal(limit, ConnectionBudget.PooledLoginLimit(tasks, maxDbConnections));

    private static ConnectionBudget Budget(InstanceRole role, int tasks, int maxDbConnections) =>
        ConnectionBudget.For(role, ServiceCatalog.TechCorp.Logins, tasks, maxDbConnections, AlarmTable.ConnectionsLimit, maxConnections: 500);
}
