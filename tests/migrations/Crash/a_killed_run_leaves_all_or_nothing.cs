using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Apply;
using TechCorp.PgInfra.Migrations.Baseline;
using TechCorp.PgInfra.Migrations.Connection;

namespace TechCorp.PgInfra.Migrations.Tests;

/// <summary>
/// Pipelines are cancelled and machines die. Whatever statement the step had reached, the server is as it was or has whole
/// transactions more, no membership that was lent for the work is left, and the next run ends where an undisturbed one ends.
/// </summary>
[Collection(OnPostgreSql.Name)]
public sealed class a_killed_run_leaves_all_or_nothing(PostgreSql postgreSql)
{
    // One service has every kind of statement; six have only more of each.
    private static readonly ServiceCatalog Catalog = ServiceCatalog.For([.. Services.All.Where(s => s.Schema == "orders")]);

    // Everything a run can change, by name, without what the server numbers by itself.
    private const string Everything =
        """
        SELECT md5(string_agg(line, E'\n' ORDER BY line)) FROM (
            SELECT concat_ws(' ', 'role', rolname, rolcanlogin, rolinherit, rolconnlimit, rolpassword) FROM pg_authid
            UNION ALL SELECT concat_ws(' ', 'member', roleid::regrole, member::regrole, admin_option) FROM pg_auth_members
            UNION ALL SELECT concat_ws(' ', 'setting', setrole::regrole, setconfig) FROM pg_db_role_setting
            UNION ALL SELECT concat_ws(' ', 'database', datname, datacl) FROM pg_database
            UNION ALL SELECT concat_ws(' ', 'schema', nspname, nspowner::regrole, nspacl) FROM pg_namespace WHERE nspname !~ '^pg_'
            UNION ALL SELECT concat_ws(' ', 'relation', oid::regclass, relowner::regrole, relacl) FROM pg_class
                WHERE relnamespace NOT IN ('pg_catalog'::regnamespace, 'pg_toast'::regnamespace)
            UNION ALL SELECT concat_ws(' ', 'routine', oid::regprocedure, proowner::regrole, proacl) FROM pg_proc WHERE pronamespace <> 'pg_catalog'::regnamespace
            UNION ALL SELECT concat_ws(' ', 'default', defaclrole::regrole, defaclnamespace::regnamespace, defaclobjtype, defaclacl) FROM pg_default_acl
        ) AS everything (line)
        """;

    private const string LentMemberships = $"SELECT count(*) FROM pg_auth_members m WHERE member = 'techcorp_admin'::regrole AND roleid <> 'rds_superuser'::regrole AND {RdsLikeServer.GivesRights}";

    [Fact]
    [Trait("Requirement", "C4")]
    public async Task At_every_statement_boundary()
    {
        var undisturbed = await postgreSql.StartAsync();
        var stages = new List<string> { await undisturbed.QueryAsync<string>(Everything) };
        var files = BaselineFiles.Load(Catalog);
        for (var applied = 0; applied <= files.Length; applied++)
        {
            await PostDeployRun.ApplyAsync(undisturbed.Input(Catalog) with { Baseline = files[..applied] }, _ => { }, CancellationToken.None);
            stages.Add(await undisturbed.QueryAsync<string>(Everything));
        }

        var server = await postgreSql.StartAsync();
        var (stage, cuts) = (0, 0);
        for (var boundary = 1; ; boundary++)
        {
            await using var proxy = new WireProxy(server.Cluster.Port, cutAfter: boundary);
            try
            {
                await PostDeployRun.ApplyAsync(Through(proxy, server), _ => { }, CancellationToken.None);
                break;
            }
            catch (PostDeployException lost)
            {
                Assert.Equal(ExitCode.Failed, lost.ExitCode);
                Assert.Contains("run again", lost.Message, StringComparison.Ordinal);
            }

            cuts++;
            await server.QuietAsync();
            var reached = stages.IndexOf(await server.QueryAsync<string>(Everything));
            Assert.True(reached >= stage, $"cut {boundary} statements into stage {stage}, the server is in no state between two transactions");
            Assert.Equal(0, await server.QueryAsync<long>(LentMemberships));

            // The next run starts from here, so its boundaries are others.
            (stage, boundary) = reached > stage ? (reached, 0) : (stage, boundary);
        }

        Assert.Equal(stages.Count - 1, stages.IndexOf(await server.QueryAsync<string>(Everything)));
        Assert.Equal(await undisturbed.DumpAsync(), await server.DumpAsync());
        Assert.True(cuts > 100, $"only {cuts} boundaries were found");
    }

    /// <summary>The same with the real program and a real SIGKILL, at a few places.</summary>
    [Fact]
    [Trait("Requirement", "C4")]
    public async Task When_the_process_is_killed()
    {
        var server = await postgreSql.StartAsync();
        var before = await server.QueryAsync<string>(Everything);
        var secrets = Path.GetTempFileName();
        await File.WriteAllTextAsync(secrets, Estates.SecretsJson(ServiceCatalog.TechCorp));
        try
        {
            foreach (var boundary in new[] { 4, 40, 120, 170 })
            {
                await using var proxy = new WireProxy(server.Cluster.Port, cutAfter: boundary, holdAtBoundary: true);
                using var process = Program.Start("apply", "--connect", $"host=127.0.0.1 port={proxy.Port} sslmode=disable", "--secrets", secrets);
                await Task.WhenAny(proxy.AtBoundary, process.WaitForExitAsync());
                Assert.False(process.HasExited, "the program ended before it was killed");
                process.Kill();
                await process.WaitForExitAsync();
                proxy.Cut();

                await server.QuietAsync();
                Assert.Equal(before, await server.QueryAsync<string>(Everything));
            }

            var (exitCode, output, error) = await Program.RunAsync("apply", "--connect", server.ConnInfo, "--secrets", secrets);
            Assert.True(exitCode == 0, error);
            Assert.EndsWith("6 files applied; nothing left\n", output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(secrets);
        }
    }

    private static RunInput Through(WireProxy proxy, Server server) => server.Input(Catalog) with
    {
        Target = server.Target with { Port = proxy.Port, Tls = TlsMode.Disable },
        Baseline = BaselineFiles.Load(Catalog),
    };
}
