using TechCorp.PgInfra.Migrations.Apply;
using TechCorp.PgInfra.Migrations.Connection;

namespace TechCorp.PgInfra.Migrations.Tests;

/// <summary>A round trip to another region costs tens of milliseconds: their number must not depend on the number of services.</summary>
[Collection(OnPostgreSql.Name)]
public sealed class round_trips_do_not_grow(PostgreSql postgreSql)
{
    [Fact]
    [Trait("Requirement", "C4")]
    public async Task Six_services_and_sixty_cost_the_same_as_counted_on_the_wire()
    {
        var six = await CountAsync(6);
        var sixty = await CountAsync(60);

        Assert.Equal(six, sixty);
        Assert.Equal((FirstApply: 11, Plan: 7), six);
    }

    private async Task<(int FirstApply, int Plan)> CountAsync(int services)
    {
        var server = await postgreSql.StartAsync();
        await using var applying = new WireProxy(server.Cluster.Port);
        await PostDeployRun.ApplyAsync(Through(applying, server, services), _ => { }, CancellationToken.None);
        await using var planning = new WireProxy(server.Cluster.Port);
        await PostDeployRun.PlanAsync(Through(planning, server, services), CancellationToken.None);
        return (applying.RoundTrips, planning.RoundTrips);
    }

    private static RunInput Through(WireProxy proxy, Server server, int services) => server.Input(Estates.OfServices(services)) with
    {
        Target = server.Target with { Port = proxy.Port, Tls = TlsMode.Disable },
    };
}
