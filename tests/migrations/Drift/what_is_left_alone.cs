using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Apply;

namespace TechCorp.PgInfra.Migrations.Tests;

/// <summary>What the catalogue does not know is named and kept; what this login cannot change is named with who can.</summary>
[Collection(OnPostgreSql.Name)]
public sealed class what_is_left_alone(PostgreSql postgreSql)
{
    [Fact]
    [Trait("Requirement", "C4")]
    public async Task Unknown_roles_schemas_and_objects_are_reported_and_never_dropped()
    {
        var server = await postgreSql.StartAsync();
        await server.ApplyAsync();
        await server.ExecuteAsync(
            """
            CREATE ROLE grafana LOGIN; CREATE ROLE "Büro" NOLOGIN;
            CREATE SCHEMA scratch AUTHORIZATION order_service; CREATE TABLE scratch.t (id int);
            CREATE TABLE public.left_over (id serial); CREATE VIEW pgbouncer.extra AS SELECT 1 AS one;
            ALTER DATABASE techcorp SET timezone = 'America/Sao_Paulo'; ALTER ROLE ALL SET jit = off; ALTER DATABASE postgres SET jit = off;
            """);
        var before = await server.DumpAsync();

        var done = await server.ApplyAsync();

        Assert.Equal(
            """
            login grafana is not in the catalogue
            role "Büro" is not in the catalogue
            schema scratch, owned by order_service, is not in the catalogue
            setting TimeZone=America/Sao_Paulo of database techcorp is not in the catalogue
            setting jit=off of all roles is not in the catalogue
            table public.left_over, owned by postgres, is not in the catalogue
            view pgbouncer.extra, owned by postgres, is not in the catalogue
            """, string.Join('\n', done.Plan.Unknown));
        Assert.Equal(("", 0), (done.Differences(), done.ExitCode));
        Assert.Equal(before, await server.DumpAsync());
    }

    /// <summary>
    /// What no schema holds and no grant to a declared role shows can reach every service's data all the same: a trigger on the master's own
    /// statements, a publication of all tables, another database with everybody in it, a role with the master's powers, a function that finds
    /// its tables where its caller says.
    /// </summary>
    [Fact]
    [Trait("Requirement", "S17")]
    public async Task What_lies_beside_the_schemas_is_reported_with_what_makes_it_worth_knowing()
    {
        var server = await postgreSql.StartAsync();
        await server.ApplyAsync();
        await server.ExecuteAsync("CREATE DATABASE other OWNER techcorp_admin");
        await server.ExecuteAsync("CREATE DATABASE closed OWNER techcorp_admin");
        await server.ExecuteAsync(
            """
            REVOKE CONNECT ON DATABASE closed FROM PUBLIC; GRANT CREATE ON DATABASE postgres TO PUBLIC;
            CREATE ROLE escalated LOGIN CREATEROLE BYPASSRLS IN ROLE rds_superuser, pg_read_all_data; CREATE ROLE powerful SUPERUSER;
            CREATE EXTENSION file_fdw; CREATE SERVER files FOREIGN DATA WRAPPER file_fdw; GRANT USAGE ON FOREIGN SERVER files TO PUBLIC;
            CREATE FUNCTION pg_catalog.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
            CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION pg_catalog.on_ddl(); ALTER EVENT TRIGGER watch ENABLE ALWAYS;
            CREATE PUBLICATION leak FOR ALL TABLES;
            CREATE SUBSCRIPTION feed CONNECTION 'host=elsewhere.invalid password=topsecret' PUBLICATION p WITH (connect = false);
            SELECT lo_create(4242); GRANT SELECT ON LARGE OBJECT 4242 TO PUBLIC;
            GRANT SELECT ON pg_statistic TO PUBLIC; GRANT EXECUTE ON FUNCTION public.pg_stat_statements_reset TO PUBLIC;
            ALTER ROLE techcorp_admin SET log_statement = 'all';
            SET ROLE orders_owner; CREATE FUNCTION orders.unsafe() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
            CREATE FUNCTION orders.pinned() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = orders, pg_temp AS 'SELECT 1';
            CREATE FUNCTION orders.bound() RETURNS int SECURITY DEFINER RETURN 1;
            CREATE COLLATION orders.of_its_own (locale = 'C');
            """);

        var done = await server.ApplyAsync();

        Assert.Equal(
            """
            database closed, owned by techcorp_admin, is not in the catalogue
            database other, owned by techcorp_admin, is not in the catalogue: every login may connect to it
            database postgres, owned by postgres, is not in the catalogue: every login may make schemas in it
            event trigger watch, owned by postgres, is not in the catalogue: it runs on_ddl() on ddl_command_end as whoever runs the statement
            execute on function public.pg_stat_statements_reset(oid,oid,bigint) is open to everybody
            extension file_fdw, owned by postgres, is not in the catalogue
            foreign server files, owned by postgres, is not in the catalogue
            login escalated (createrole, bypassrls, in pg_read_all_data, in rds_superuser) is not in the catalogue
            publication leak, owned by postgres, is not in the catalogue: of all tables
            role powerful (superuser) is not in the catalogue
            routine orders.unsafe() runs as orders_owner with its caller's search_path, which can put other objects in the way: ALTER ROUTINE "orders"."unsafe"() SET search_path = "orders", pg_temp
            select on large object 4242 is open to everybody
            select on table pg_statistic is open to everybody
            setting log_statement=all of techcorp_admin is not in the catalogue
            subscription feed, owned by postgres, is not in the catalogue
            usage on server files is open to everybody
            """, string.Join('\n', done.Plan.Unknown));
        Assert.Equal(("", 0), (done.Differences(), done.ExitCode));
    }

    /// <summary>Privileges on the server's own catalogues and functions, which only its superuser gives and takes.</summary>
    [Fact]
    [Trait("Requirement", "S17")]
    public async Task A_declared_role_with_privileges_on_the_servers_own_objects_is_named()
    {
        var server = await postgreSql.StartAsync();
        await server.ApplyAsync();
        await server.ExecuteAsync(
            """
            GRANT SELECT ON pg_authid TO order_service; GRANT EXECUTE ON FUNCTION pg_read_file(text) TO order_service; GRANT CREATE ON SCHEMA pg_catalog TO order_service;
            GRANT SELECT (query) ON public.pg_stat_statements TO order_service; GRANT SET ON PARAMETER log_statement TO order_service
            """);

        var found = await server.PlanAsync();

        Assert.Equal(
            string.Join('\n', new[] { "column query of view public.pg_stat_statements", "function pg_read_file(text)", "parameter log_statement", "schema pg_catalog", "table pg_authid" }
                .Select(o => $"- privileges of order_service on {o}: its owner revokes them by hand; this step heals no objects of that kind")),
            string.Join('\n', found.Plan.Blocked));
        Assert.Equal(("", 3), (found.Differences(), found.ExitCode));
    }

    /// <summary>A service that leaves the catalogue loses its way in, not its data.</summary>
    [Fact]
    [Trait("Requirement", "C4")]
    public async Task A_service_removed_from_the_catalogue_keeps_its_schema_and_roles_and_loses_connect()
    {
        var server = await postgreSql.StartAsync();
        await server.ApplyAsync();
        var smaller = ServiceCatalog.For([.. Services.All.Where(s => s.Schema != "payments")]);

        var done = await server.ApplyAsync(smaller);

        Assert.Equal(
            """
            - revoke connect on database techcorp from payment_service
            - revoke payments_owner from migrator
            - revoke payments_ro from analytics_ro
            - revoke payments_rw from app_user
            ~ search_path of role app_user: auth, users, orders, payments, inventory, products -> auth, users, orders, inventory, products
            - credential of payment_service, which the catalogue does not know
            """, done.Differences());
        Assert.Equal(
            """
            login payment_service is not in the catalogue
            role payments_owner is not in the catalogue
            role payments_ro is not in the catalogue
            role payments_rw is not in the catalogue
            schema payments, owned by payments_owner, is not in the catalogue
            """, string.Join('\n', done.Plan.Unknown));
    }

    [Fact]
    [Trait("Requirement", "C4")]
    public async Task Additive_adds_and_changes_and_shows_what_it_did_not_take_away()
    {
        var server = await postgreSql.StartAsync();
        await server.ApplyAsync();
        await server.ExecuteAsync("GRANT CREATE ON SCHEMA orders TO PUBLIC; SET SESSION AUTHORIZATION techcorp_admin; GRANT payments_rw TO order_service; REVOKE orders_rw FROM order_service; ALTER ROLE order_service SET work_mem = '1GB'");

        var done = await PostDeployRun.ApplyAsync(server.Input() with { Additive = true }, _ => { }, CancellationToken.None);

        Assert.Equal(
            """
            + grant orders_rw to order_service
            ~ work_mem of role order_service: 1GB -> 16MB
            """, done.Differences());
        Assert.Equal(
            """
            - revoke create on schema orders from PUBLIC
            - revoke payments_rw from order_service
            """, string.Join('\n', done.Plan.Withheld.Select(l => l.ToString()).Order(StringComparer.Ordinal)));
        Assert.Equal(0, done.ExitCode);
        Assert.Equal(3, (await server.PlanAsync()).ExitCode);
    }

    /// <summary>CREATEROLE ends before superusers: the rest of the plan is still done, and the exit code keeps saying 3.</summary>
    [Fact]
    [Trait("Requirement", "C4")]
    public async Task What_only_a_superuser_can_heal_is_named_and_the_rest_is_done()
    {
        var server = await postgreSql.StartAsync();
        await server.ApplyAsync();
        await server.ExecuteAsync(
            """
            ALTER ROLE orders_rw REPLICATION; ALTER ROLE monitor SUPERUSER CONNECTION LIMIT 9; ALTER ROLE order_service SET log_statement = 'none';
            CREATE TABLE orders.made_by_superuser (id int); DROP EXTENSION pg_stat_statements; GRANT USAGE ON LANGUAGE plpgsql TO order_service;
            REVOKE USAGE ON SCHEMA orders FROM orders_rw
            """);

        var done = await server.ApplyAsync();

        Assert.Equal("+ grant usage on schema orders to orders_rw", done.Differences());
        Assert.Equal(
            """
            - replication of role orders_rw: only a superuser can run ALTER ROLE "orders_rw" NOREPLICATION
            - superuser of role monitor: only a superuser can run ALTER ROLE "monitor" NOSUPERUSER
            ~ connection limit of role monitor: 9 -> 5: only a superuser can run ALTER ROLE "monitor" CONNECTION LIMIT 5
            - log_statement of role order_service: only a superuser can run ALTER ROLE "order_service" RESET "log_statement"
            ~ owner of table orders.made_by_superuser: postgres -> orders_owner: only a superuser can, because postgres is involved
            + create extension pg_stat_statements: only a superuser can run CREATE EXTENSION IF NOT EXISTS "pg_stat_statements" WITH SCHEMA "public" in database techcorp
            - privileges of order_service on language plpgsql: its owner revokes them by hand; this step heals no objects of that kind
            """, string.Join('\n', done.Plan.Blocked));
        Assert.Equal(3, done.ExitCode);
        Assert.Equal(3, (await server.PlanAsync()).ExitCode);

        // The superuser can: the same step, connected as one.
        var superuser = server.Input() with { Target = server.Target with { Host = server.Cluster.SocketDirectory, Username = server.Cluster.Superuser, Password = null } };
        await PostDeployRun.ApplyAsync(superuser, _ => { }, CancellationToken.None);
        Assert.Equal(
            "- privileges of order_service on language plpgsql: its owner revokes them by hand; this step heals no objects of that kind",
            string.Join('\n', (await server.PlanAsync()).Plan.Blocked));
    }

    /// <summary>A verifier recorded without being set lets the pooler's clients in to a server that refuses them, and no later plan sees it.</summary>
    [Fact]
    [Trait("Requirement", "C4")]
    public async Task A_password_that_could_not_be_set_is_not_recorded()
    {
        var server = await postgreSql.StartAsync();
        await server.ApplyAsync();
        await server.ExecuteAsync("ALTER ROLE order_service SUPERUSER; UPDATE pgbouncer.credential SET password = 'of yesterday' WHERE username = 'order_service'");

        for (var run = 0; run < 2; run++)
        {
            var done = await server.ApplyAsync();
            Assert.Equal("", done.Differences());
            Assert.Contains("~ password of order_service (as a verifier): only a superuser can change a superuser", done.Plan.Blocked);
            Assert.Equal(3, done.ExitCode);
        }

        Assert.Equal("of yesterday", await server.QueryAsync<string>("SELECT password FROM pgbouncer.credential WHERE username = 'order_service'"));
    }
}
