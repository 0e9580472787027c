namespace TechCorp.PgInfra.Catalog.Tests.Instances;

/// <summary>500 sessions of 256MB are 125 GiB: the pinned work_mem of the logins is what makes the estate fit (S24).</summary>
[Trait("Requirement", "S24")]
public sealed class MemoryBudgetTests
{
    [Fact]
    public void The_declared_parameters_fit_the_smallest_class_they_are_declared_for()
    {
        var budget = Budget("db.r6g.xlarge", ServiceCatalog.TechCorp);

        Assert.True(budget.Fits);
        Assert.Equal(
            "shared_buffers 8 GiB + 3 autovacuum workers 3 GiB + 318 sessions 3.11 GiB + pooled work_mem 4.69 GiB + direct work_mem 3.25 GiB = 22.04 GiB; "
                + "db.r6g.xlarge has 32 GiB, of which 90 % is 28.8 GiB",
            budget.Explanation);
    }

    [Fact]
    public void Without_the_pinned_work_mem_of_the_logins_they_do_not()
    {
        var unpinned = ServiceCatalog.TechCorp with
        {
            Logins = [.. ServiceCatalog.TechCorp.Logins.Select(l => l with { Settings = l.Settings with { WorkMem = null } })],
        };

        Assert.False(Budget("db.r6g.xlarge", unpinned).Fits);
        Assert.False(Budget("db.r6g.2xlarge", unpinned).Fits);
    }

    private static MemoryBudget Budget(string instanceClass, ServiceCatalog catalog)
    {
        var connections = ConnectionBudget.For(InstanceRole.Replica, catalog.Logins, PoolerSettings.Tasks, PoolerSettings.MaxDbConnections, AlarmTable.ConnectionsLimit, 500);
        var parameters = DatabaseParameters.For(InstanceRole.Replica).ToDictionary(p => p.Name, p => p.Setting().EngineValue);
        return MemoryBudget.For(InstanceClasses.Find(instanceClass)!, connections, catalog.Logins, parameters.GetValueOrDefault);
    }
}
