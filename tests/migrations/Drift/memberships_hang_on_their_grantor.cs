using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Baseline;
using TechCorp.PgInfra.Migrations.Verification;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Migrations.Tests;

/// <summary>
/// From 16 on a membership is taken away in its grantor's name and with its grantor's rights, and CREATEROLE alone administers
/// nothing. A plan that does not know that is refused half-way by the server, or says it healed what is still there.
/// </summary>
[Collection(OnPostgreSql.Name)]
[Trait("Majors", "every")]
public sealed class memberships_hang_on_their_grantor(PostgreSql postgreSql)
{
    private static readonly bool FromSixteen = PostgresBinaries.Find().Major >= 16;

    [Fact]
    [Trait("Requirement", "S17")]
    public async Task What_was_passed_on_goes_before_the_right_to_pass_it_on_and_what_is_declared_is_granted_anew()
    {
        var server = await postgreSql.StartAsync();
        await server.ApplyAsync();
        await server.ExecuteAsync(
            """
            SET SESSION AUTHORIZATION techcorp_admin; GRANT orders_rw TO order_service WITH ADMIN OPTION; REVOKE orders_rw FROM app_user;
            SET SESSION AUTHORIZATION order_service; GRANT orders_rw TO app_user; GRANT orders_rw TO payment_service WITH ADMIN OPTION;
            SET SESSION AUTHORIZATION payment_service; GRANT orders_rw TO user_service
            """);

        var done = await server.ApplyAsync();

        Assert.Equal(
            FromSixteen
                ? """
                  - revoke orders_rw from user_service
                  - revoke orders_rw from app_user (granted by order_service)
                  - revoke orders_rw from payment_service
                  - admin option of orders_rw from order_service
                  + grant orders_rw to app_user
                  """
                : """
                  - admin option of orders_rw from order_service
                  - revoke orders_rw from payment_service
                  - revoke orders_rw from user_service
                  """, done.Differences());
        Assert.Equal(("", 0), (string.Join('\n', done.Plan.Blocked), done.ExitCode));
        Assert.Equal(0, (await server.PlanAsync()).ExitCode);
    }

    [Fact]
    [Trait("Requirement", "C4")]
    public async Task What_a_superuser_granted_is_named_with_who_can_take_it_away_and_the_rest_is_healed()
    {
        var server = await postgreSql.StartAsync();
        await server.ApplyAsync();
        await server.ExecuteAsync("GRANT payments_rw TO order_service; GRANT pg_read_all_data TO analytics_ro; SET SESSION AUTHORIZATION techcorp_admin; GRANT users_ro TO order_service");

        var done = await server.ApplyAsync();

        if (FromSixteen)
        {
            Assert.Equal("- revoke users_ro from order_service", done.Differences());
            Assert.Equal(
                """
                - revoke payments_rw from order_service: only a superuser can, because postgres is involved
                - revoke pg_read_all_data from analytics_ro: only a superuser can, because pg_read_all_data is involved
                """, string.Join('\n', done.Plan.Blocked));
            Assert.Equal(3, done.ExitCode);
            Assert.Equal(3, (await server.PlanAsync()).ExitCode);
        }
        else
        {
            Assert.Equal(
                """
                - revoke payments_rw from order_service
                - revoke pg_read_all_data from analytics_ro
                - revoke users_ro from order_service
                """, done.Differences());
            Assert.Equal(0, done.ExitCode);
        }
    }

    /// <summary>
    /// pg_upgrade writes roles and memberships as the new major's pg_dumpall reads them from 15: without grantors, so that all are the
    /// bootstrap superuser's, and without ADMIN for the master, which 15 gave to no maker of a role.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Requirement", "S1")]
    public async Task After_an_upgrade_from_15_the_step_works_on_when_the_master_took_ADMIN_before(bool tookIt)
    {
        var server = await postgreSql.StartAsync();
        await server.ApplyAsync();
        if (FromSixteen)
        {
            await server.ExecuteAsync(
                $"""
                SET allow_system_table_mods = on;
                DELETE FROM pg_auth_members WHERE member = 'techcorp_admin'::regrole AND roleid <> 'rds_superuser'::regrole;
                UPDATE pg_auth_members SET grantor = 10;
                {(tookIt ? EngineVersions.AdministerRoles.Replace("CURRENT_USER", "techcorp_admin", StringComparison.Ordinal).Replace("<> current_user", "<> ''techcorp_admin''", StringComparison.Ordinal) : "")}
                """);
        }
        else if (tookIt)
        {
            await server.ExecuteAsync($"SET SESSION AUTHORIZATION techcorp_admin; {EngineVersions.AdministerRoles}");
            Assert.Equal(30L, await server.QueryAsync<long>("SELECT count(*) FROM pg_auth_members WHERE member = 'techcorp_admin'::regrole AND admin_option"));
            return;
        }

        var plan = await server.PlanAsync();
        Assert.Equal("", plan.Differences());
        if (FromSixteen && !tookIt)
        {
            Assert.StartsWith("+ admin option of auth_owner, auth_rw, auth_ro, ", Assert.Single(plan.Plan.Blocked), StringComparison.Ordinal);
            Assert.Equal((3, 3), (plan.ExitCode, (await server.ApplyAsync()).ExitCode));
            return;
        }

        Assert.Equal(("", 0), (string.Join('\n', plan.Plan.Blocked), plan.ExitCode));
        await server.ExecuteAsync("SET SESSION AUTHORIZATION techcorp_admin; GRANT payments_rw TO order_service; ALTER ROLE order_service RESET statement_timeout");
        Assert.Equal("- revoke payments_rw from order_service\n+ statement_timeout of role order_service: 30s", (await server.ApplyAsync()).Differences());
        Assert.Equal(0, (await server.PlanAsync()).ExitCode);
        await using var master = new NpgsqlConnection($"Host={Cluster.Host};Port={server.Cluster.Port};Database=techcorp;Username={Server.Master};Password={Server.MasterPassword};Pooling=false");
        await master.OpenAsync();
        await new BaselineRunner(ServiceCatalog.TechCorp, BaselineFiles.Load(ServiceCatalog.TechCorp)).ApplyAsync(master);
        Assert.Empty((await new Verifier(ServiceCatalog.TechCorp).RunAsync(master)).Violations.Where(v => v.Finding == Finding.Unclear));
    }
}
