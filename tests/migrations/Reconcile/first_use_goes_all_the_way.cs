using TechCorp.PgInfra.Migrations.Apply;

namespace TechCorp.PgInfra.Migrations.Tests;

public sealed class first_use_goes_all_the_way
{
    /// <summary>Nobody waits for it, so a failure would show in nothing but slower runs.</summary>
    [Fact]
    public async Task One_service_is_compared_with_an_empty_server_and_its_SQL_is_written() =>
        Assert.InRange(await FirstUse.PrepareAsync(), 4_000, 40_000);
}
