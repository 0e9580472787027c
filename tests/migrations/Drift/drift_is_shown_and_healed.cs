namespace TechCorp.PgInfra.Migrations.Tests;

/// <summary>
/// Somebody changes the server by hand. For each kind of change: plan shows exactly it and exits 3, apply heals it, and the
/// next plan finds nothing. What is shown stands whole here: a second difference beside the expected one fails as well.
/// </summary>
[Collection(OnPostgreSql.Name)]
[Trait("Majors", "every")]
public sealed class drift_is_shown_and_healed(PostgreSql postgreSql) : IAsyncLifetime
{
    // Who changes roles by hand on RDS: nobody is a superuser there, and from 16 on it matters who granted what.
    private const string AsMaster = "SET SESSION AUTHORIZATION techcorp_admin; ";

    private static Server? _server;

    /// <summary>What was done, as the superuser, and what the plan must say about it.</summary>
    public static TheoryData<string, string, string> Sabotages { get; } = new()
    {
        { "a role's attributes", "ALTER ROLE orders_rw LOGIN CREATEDB CREATEROLE",
            """
            - login of role orders_rw
            - createrole of role orders_rw
            - createdb of role orders_rw
            """ },
        { "a login locked out", "ALTER ROLE order_service NOLOGIN NOINHERIT CONNECTION LIMIT 3 VALID UNTIL '2020-01-01 00:00:00+00'",
            """
            + login of role order_service
            + inherit of role order_service
            ~ connection limit of role order_service: 3 -> 120
            - expiry of role order_service (2020-01-01 00:00:00+00)
            """ },
        { "the migrator inherits", "ALTER ROLE migrator INHERIT", "- inherit of role migrator" },
        { "a setting gone", "ALTER ROLE order_service RESET statement_timeout", "+ statement_timeout of role order_service: 30s" },
        { "a setting changed", "ALTER ROLE order_service SET search_path = payments, orders", "~ search_path of role order_service: payments, orders -> orders" },
        { "a setting added", "ALTER ROLE order_service SET random_page_cost = 1.1",
            "- random_page_cost of role order_service" },
        { "a setting for one database, which wins", "ALTER ROLE order_service IN DATABASE techcorp SET work_mem = '1GB'",
            "- work_mem of role order_service in database techcorp" },
        { "a membership gone", AsMaster + "REVOKE orders_rw FROM order_service", "+ grant orders_rw to order_service" },
        { "a membership of another service", AsMaster + "GRANT payments_rw TO order_service", "- revoke payments_rw from order_service" },
        { "a membership in a role of the server", AsMaster + "GRANT pg_monitor TO analytics_ro", "- revoke pg_monitor from analytics_ro" },
        { "a stranger in a group", AsMaster + """CREATE ROLE "str""änger" LOGIN; GRANT orders_ro TO "str""änger" """,
            "- revoke orders_ro from \"str\"\"änger\"" },
        { "an admin option", AsMaster + "GRANT orders_rw TO order_service WITH ADMIN OPTION", "- admin option of orders_rw from order_service" },
        { "the master left in a group", AsMaster + "GRANT orders_owner TO techcorp_admin", "- revoke orders_owner from techcorp_admin" },
        { "a schema's owner", "ALTER SCHEMA orders OWNER TO techcorp_admin", "~ owner of schema orders: techcorp_admin -> orders_owner" },
        { "a schema's usage gone", "REVOKE USAGE ON SCHEMA orders FROM orders_rw", "+ grant usage on schema orders to orders_rw" },
        { "a schema open to all", "GRANT ALL ON SCHEMA orders TO PUBLIC", "- revoke usage, create on schema orders from PUBLIC" },
        { "create for a service", "GRANT CREATE ON SCHEMA orders TO orders_rw", "- revoke create on schema orders from orders_rw" },
        { "public open again", "GRANT CREATE, USAGE ON SCHEMA public TO PUBLIC", "- revoke usage, create on schema public from PUBLIC" },
        { "the database open again", "GRANT CONNECT, TEMPORARY ON DATABASE techcorp TO PUBLIC", "- revoke temporary, connect on database techcorp from PUBLIC" },
        { "connect gone", "REVOKE CONNECT ON DATABASE techcorp FROM order_service", "+ grant connect on database techcorp to order_service" },
        { "a limit on the whole database", "ALTER DATABASE techcorp CONNECTION LIMIT 3", "~ connection limit of database techcorp: 3 -> -1" },
        { "a table's owner", "ALTER TABLE orders.drift OWNER TO migrator", "~ owner of table orders.drift: migrator -> orders_owner" },
        { "a table the master made", "CREATE TABLE orders.made_by_master (id int); ALTER TABLE orders.made_by_master OWNER TO techcorp_admin",
            """
            ~ owner of table orders.made_by_master: techcorp_admin -> orders_owner
            + grant select on table orders.made_by_master to orders_ro
            + grant select, insert, update, delete on table orders.made_by_master to orders_rw
            """ },
        { "a table's grants gone", "REVOKE ALL ON orders.drift FROM orders_rw, orders_ro",
            """
            + grant select on table orders.drift to orders_ro
            + grant select, insert, update, delete on table orders.drift to orders_rw
            """ },
        { "a grant across schemas", "GRANT SELECT, TRUNCATE ON orders.drift TO payment_service",
            "- revoke select, truncate on table orders.drift from payment_service" },
        { "a grant too much", "GRANT TRUNCATE ON orders.drift TO orders_rw", "- revoke truncate on table orders.drift from orders_rw" },
        { "a grant to all", "GRANT SELECT ON orders.drift TO PUBLIC", "- revoke select on table orders.drift from PUBLIC" },
        { "a grant on a column", """GRANT SELECT ("Name"), UPDATE ("Name") ON orders.drift TO payments_rw""",
            "- revoke select, update (\"Name\") on table orders.drift from payments_rw" },
        { "the owner's own rights", "REVOKE INSERT ON orders.drift FROM orders_owner", "+ grant insert on table orders.drift to orders_owner" },
        { "a grant option", "GRANT SELECT ON orders.drift TO orders_ro WITH GRANT OPTION",
            "- revoke grant option for select on table orders.drift from orders_ro" },
        { "a grant passed on",
            "GRANT SELECT ON orders.drift TO orders_ro WITH GRANT OPTION; SET ROLE orders_ro; GRANT SELECT ON orders.drift TO payments_ro; RESET ROLE",
            """
            - revoke select on table orders.drift from payments_ro (granted by orders_ro)
            - revoke grant option for select on table orders.drift from orders_ro
            """ },
        { "a view and a sequence",
            "REVOKE ALL ON orders.drift_view FROM orders_ro; GRANT UPDATE ON SEQUENCE orders.drift_sequence TO orders_rw; GRANT SELECT ON SEQUENCE orders.drift_id_seq TO orders_ro",
            """
            - revoke select on sequence orders.drift_id_seq from orders_ro
            - revoke update on sequence orders.drift_sequence from orders_rw
            + grant select on view orders.drift_view to orders_ro
            """ },
        { "rarer relations", "ALTER MATERIALIZED VIEW orders.drift_matview OWNER TO order_service; ALTER FOREIGN TABLE orders.drift_foreign OWNER TO order_service; REVOKE ALL ON orders.drift_part_1 FROM orders_ro; GRANT DELETE ON orders.drift_parts TO orders_ro",
            """
            ~ owner of foreign table orders.drift_foreign: order_service -> orders_owner
            ~ owner of materialized view orders.drift_matview: order_service -> orders_owner
            - revoke delete on table orders.drift_parts from orders_ro
            + grant select on table orders.drift_part_1 to orders_ro
            """ },
        { "rarer types", "ALTER DOMAIN orders.drift_domain OWNER TO order_service; ALTER TYPE orders.drift_range OWNER TO order_service; REVOKE USAGE ON TYPE orders.drift_row FROM PUBLIC",
            """
            ~ owner of type orders.drift_domain: order_service -> orders_owner
            ~ owner of type orders.drift_range: order_service -> orders_owner
            + grant usage on type orders.drift_row to PUBLIC
            """ },
        { "a function for all", "GRANT EXECUTE ON FUNCTION orders.drift_function(int, text) TO PUBLIC",
            "- revoke execute on routine orders.drift_function(integer, text) from PUBLIC" },
        { "a procedure's owner and rights", "ALTER PROCEDURE orders.drift_procedure() OWNER TO order_service; REVOKE ALL ON PROCEDURE orders.drift_procedure() FROM orders_rw",
            """
            ~ owner of routine orders.drift_procedure(): order_service -> orders_owner
            + grant execute on routine orders.drift_procedure() to orders_rw
            """ },
        { "a type's owner", "ALTER TYPE orders.drift_type OWNER TO order_service", "~ owner of type orders.drift_type: order_service -> orders_owner" },
        { "a type shut", "REVOKE USAGE ON TYPE orders.drift_type FROM PUBLIC", "+ grant usage on type orders.drift_type to PUBLIC" },
        { "default privileges gone", "ALTER DEFAULT PRIVILEGES FOR ROLE orders_owner IN SCHEMA orders REVOKE SELECT ON TABLES FROM orders_ro",
            "+ grant select on future tables of orders_owner in schema orders to orders_ro" },
        { "default privileges for another service", "ALTER DEFAULT PRIVILEGES FOR ROLE orders_owner IN SCHEMA orders GRANT SELECT ON TABLES TO payments_ro",
            "- revoke select on future tables of orders_owner in schema orders from payments_ro" },
        { "default privileges everywhere", "ALTER DEFAULT PRIVILEGES FOR ROLE orders_owner GRANT SELECT ON TABLES TO PUBLIC",
            "- revoke select on future tables of orders_owner from PUBLIC" },
        { "default privileges of the master", "ALTER DEFAULT PRIVILEGES FOR ROLE techcorp_admin IN SCHEMA orders GRANT SELECT ON TABLES TO PUBLIC",
            "- revoke select on future tables of techcorp_admin in schema orders from PUBLIC" },
        { "default privileges of the master, anywhere and for all", "ALTER DEFAULT PRIVILEGES FOR ROLE techcorp_admin GRANT SELECT ON TABLES TO PUBLIC; ALTER DEFAULT PRIVILEGES FOR ROLE techcorp_admin GRANT USAGE ON SCHEMAS TO PUBLIC",
            """
            - revoke usage on future schemas of techcorp_admin from PUBLIC
            - revoke select on future tables of techcorp_admin from PUBLIC
            """ },
        { "default privileges of a stranger", AsMaster + "CREATE ROLE stranger2; GRANT stranger2 TO techcorp_admin; ALTER DEFAULT PRIVILEGES FOR ROLE stranger2 GRANT SELECT ON TABLES TO analytics_ro; REVOKE stranger2 FROM techcorp_admin",
            "- revoke select on future tables of stranger2 from analytics_ro" },
        { "public execute by default", "ALTER DEFAULT PRIVILEGES FOR ROLE orders_owner GRANT EXECUTE ON FUNCTIONS TO PUBLIC",
            "- revoke execute on future routines of orders_owner from PUBLIC" },
        { "a grant outside the declared schemas", "CREATE SCHEMA legacy; CREATE TABLE legacy.t (id int); ALTER SCHEMA legacy OWNER TO techcorp_admin; ALTER TABLE legacy.t OWNER TO techcorp_admin; GRANT USAGE ON SCHEMA legacy TO order_service; GRANT SELECT ON legacy.t TO order_service",
            """
            - revoke usage on schema legacy from order_service
            - revoke select on table legacy.t from order_service
            """ },
        { "the lookup function", "ALTER FUNCTION pgbouncer.get_auth(text) SECURITY INVOKER; ALTER FUNCTION pgbouncer.get_auth(text) RESET ALL",
            "~ definition of function pgbouncer.get_auth(p_username text)" },
        { "the lookup function for all", "GRANT EXECUTE ON FUNCTION pgbouncer.get_auth(text) TO PUBLIC",
            "- revoke execute on routine pgbouncer.get_auth(p_username text) from PUBLIC" },
        { "the lookup function gone", "DROP FUNCTION pgbouncer.get_auth(text)",
            "+ create function pgbouncer.get_auth(p_username text) (security definer)" },
        { "a credential gone", "DELETE FROM pgbouncer.credential WHERE username = 'order_service'", "~ password of order_service (as a verifier)" },
        { "a credential changed", "UPDATE pgbouncer.credential SET password = 'x' WHERE username = 'order_service'", "~ password of order_service (as a verifier)" },
        { "a stranger's credential", "INSERT INTO pgbouncer.credential VALUES ('stranger', 'x', true, 1)",
            "- credential of stranger, which the catalogue does not know" },
        { "a credential hidden from the pooler", "UPDATE pgbouncer.credential SET pooled = false WHERE username = 'order_service'",
            "~ order_service becomes known to the pooler" },
        { "a login made again by hand", "DROP OWNED BY monitor; " + AsMaster + "DROP ROLE monitor; CREATE ROLE monitor LOGIN",
            """
            ~ connection limit of role monitor: -1 -> 5
            + grant connect on database techcorp to monitor
            + grant usage on schema public to monitor
            + grant pg_monitor to monitor
            + lock_timeout of role monitor: 1s
            + search_path of role monitor: (empty)
            + statement_timeout of role monitor: 30s
            ~ password of monitor (as a verifier)
            """ },
    };

    public async Task InitializeAsync()
    {
        if (_server is not null)
        {
            return;
        }

        _server = await postgreSql.StartAsync();
        await _server.ApplyAsync();
        await _server.ExecuteAsync(
            """
            SET ROLE orders_owner;
            CREATE TABLE orders.drift (id int GENERATED ALWAYS AS IDENTITY, "Name" text);
            CREATE VIEW orders.drift_view AS SELECT 1 AS one;
            CREATE SEQUENCE orders.drift_sequence;
            CREATE FUNCTION orders.drift_function(int, text) RETURNS int LANGUAGE sql AS 'SELECT 1';
            CREATE PROCEDURE orders.drift_procedure() LANGUAGE sql AS 'SELECT 1';
            CREATE TYPE orders.drift_type AS ENUM ('a');
            CREATE DOMAIN orders.drift_domain AS int; CREATE TYPE orders.drift_range AS RANGE (subtype = int4); CREATE TYPE orders.drift_row AS (a int);
            CREATE MATERIALIZED VIEW orders.drift_matview AS SELECT 1 AS one;
            CREATE TABLE orders.drift_parts (id int) PARTITION BY LIST (id); CREATE TABLE orders.drift_part_1 PARTITION OF orders.drift_parts FOR VALUES IN (1);
            RESET ROLE;
            CREATE FOREIGN DATA WRAPPER nothing; CREATE SERVER nowhere FOREIGN DATA WRAPPER nothing; GRANT USAGE ON FOREIGN SERVER nowhere TO orders_owner;
            SET ROLE orders_owner;
            CREATE FOREIGN TABLE orders.drift_foreign (id int) SERVER nowhere;
            RESET ROLE;
            REVOKE USAGE ON FOREIGN SERVER nowhere FROM orders_owner;
            """);
        Assert.Equal("", (await _server.PlanAsync()).Differences());
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(Sabotages))]
    [Trait("Requirement", "S17")]
    public async Task Each_kind(string kind, string sabotage, string expected)
    {
        Assert.NotEmpty(kind);
        await _server!.ExecuteAsync(sabotage);

        var found = await _server.PlanAsync();
        Assert.Equal(expected, found.Differences());
        Assert.Empty(found.Plan.Blocked);
        Assert.Equal(3, found.ExitCode);

        var done = await _server.ApplyAsync();
        Assert.Equal(expected, done.Differences());
        Assert.Equal(0, done.ExitCode);
        Assert.Equal(0, (await _server.PlanAsync()).ExitCode);
    }
}
