using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Verification;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Migrations.Tests;

public sealed class verify_catches_what_no_table_of_grants_shows(VerifiedServer server) : IClassFixture<VerifiedServer>
{
    [Theory]
    // A column is enough to read a password hash.
    [InlineData("GRANT SELECT (password_hash) ON auth.users_credentials TO order_service", "REVOKE SELECT (password_hash) ON auth.users_credentials FROM order_service",
        "Extra order_service auth select on existing tables [users_credentials.password_hash]")]
    [InlineData("GRANT UPDATE (total_amount) ON orders.orders TO analytics_ro", "REVOKE UPDATE (total_amount) ON orders.orders FROM analytics_ro",
        "Extra analytics_ro orders update on existing tables (some columns) [orders]")]
    // Built-in roles reach every schema, now and later.
    [InlineData("GRANT pg_read_all_data TO monitor", "REVOKE pg_read_all_data FROM monitor", "Extra monitor - membership of pg_read_all_data []")]
    [InlineData("GRANT payments_rw TO order_service", "REVOKE payments_rw FROM order_service", "Extra order_service - membership of payments_rw []")]
    [InlineData("GRANT orders_owner TO order_service", "REVOKE orders_owner FROM order_service", "Extra order_service orders truncate on existing tables [order_history, order_items, orders]")]
    // Whoever may make roles may make one that reaches anything.
    [InlineData("ALTER ROLE monitor CREATEROLE", "ALTER ROLE monitor NOCREATEROLE", "Extra monitor - create roles []")]
    [InlineData("ALTER ROLE monitor CREATEDB", "ALTER ROLE monitor NOCREATEDB", "Extra monitor - CREATEDB []")]
    [InlineData("ALTER ROLE app_user SUPERUSER", "ALTER ROLE app_user NOSUPERUSER", "Extra app_user - SUPERUSER []")]
    // From 16 on the attribute counts for memberships granted after it.
    [InlineData("ALTER ROLE migrator INHERIT; REVOKE auth_owner FROM migrator; GRANT auth_owner TO migrator", "ALTER ROLE migrator NOINHERIT; REVOKE auth_owner FROM migrator; GRANT auth_owner TO migrator", "Extra migrator auth truncate on existing tables [sessions, tokens, users_credentials]")]
    [InlineData("ALTER ROLE orders_owner LOGIN", "ALTER ROLE orders_owner NOLOGIN", "Extra orders_owner - LOGIN []")]
    [InlineData("ALTER ROLE migrator INHERIT; GRANT pg_read_server_files TO migrator; GRANT EXECUTE ON FUNCTION pg_read_file(text) TO migrator",
        "REVOKE pg_read_server_files FROM migrator; ALTER ROLE migrator NOINHERIT; REVOKE EXECUTE ON FUNCTION pg_read_file(text) FROM migrator", "Extra migrator - read files of the server []")]
    // PUBLIC: granted to nobody in particular and so overlooked.
    [InlineData("GRANT TEMPORARY ON DATABASE techcorp TO PUBLIC", "REVOKE TEMPORARY ON DATABASE techcorp FROM PUBLIC", "Extra PUBLIC - create temporary tables []")]
    [InlineData("GRANT CONNECT ON DATABASE techcorp TO PUBLIC", "REVOKE CONNECT ON DATABASE techcorp FROM PUBLIC", "Extra PUBLIC - connect to the database []")]
    [InlineData("GRANT USAGE ON SCHEMA public TO PUBLIC", "REVOKE USAGE ON SCHEMA public FROM PUBLIC", "Extra PUBLIC public usage []")]
    [InlineData("GRANT EXECUTE ON FUNCTION pgbouncer.get_auth TO PUBLIC", "REVOKE EXECUTE ON FUNCTION pgbouncer.get_auth FROM PUBLIC", "Extra PUBLIC pgbouncer execute on existing functions [get_auth]")]
    [InlineData("ALTER DEFAULT PRIVILEGES FOR ROLE users_owner GRANT EXECUTE ON FUNCTIONS TO PUBLIC", "ALTER DEFAULT PRIVILEGES FOR ROLE users_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
        "Extra analytics_ro users execute on future functions [pginfra_scratch]")]
    // The pooler's own way in.
    [InlineData("GRANT SELECT ON pgbouncer.credential TO pgbouncer_auth", "REVOKE SELECT ON pgbouncer.credential FROM pgbouncer_auth", "Extra pgbouncer_auth pgbouncer select on existing tables [credential]")]
    [InlineData("REVOKE EXECUTE ON FUNCTION pgbouncer.get_auth FROM pgbouncer_auth", "GRANT EXECUTE ON FUNCTION pgbouncer.get_auth TO pgbouncer_auth", "Missing pgbouncer_auth pgbouncer execute on existing functions [get_auth]")]
    // A group nobody is in yet is the hole of tomorrow.
    [InlineData("GRANT INSERT ON auth.sessions TO auth_ro", "REVOKE INSERT ON auth.sessions FROM auth_ro", "Extra auth_ro auth insert on existing tables [sessions]")]
    [InlineData("GRANT USAGE ON SCHEMA payments TO auth_ro", "REVOKE USAGE ON SCHEMA payments FROM auth_ro", "Extra auth_ro payments usage []")]
    [InlineData("ALTER TABLE orders.orders OWNER TO order_service", "ALTER TABLE orders.orders OWNER TO orders_owner", "Extra order_service orders ownership [orders]")]
    [InlineData("REVOKE USAGE ON SCHEMA orders FROM orders_rw", "GRANT USAGE ON SCHEMA orders TO orders_rw", "Missing order_service orders execute on functions []")]
    [InlineData("REVOKE pg_monitor FROM monitor", "GRANT pg_monitor TO monitor", "Missing monitor - membership of pg_monitor []")]
    // A schema the catalogue does not know is closed to everybody too.
    [InlineData("CREATE SCHEMA shadow CREATE TABLE t (id int); GRANT USAGE ON SCHEMA shadow TO order_service; GRANT SELECT ON shadow.t TO order_service", "DROP SCHEMA shadow CASCADE",
        "Extra order_service shadow select on existing tables [t]")]
    public async Task Sabotage(string sabotage, string heal, string expected)
    {
        await server.ExecuteAsync(sabotage);
        var report = await server.VerifyAsync();
        await server.ExecuteAsync(heal);

        Assert.Contains(expected, report.Violations.Select(v => $"{v.Finding} {v.Role} {v.Schema ?? "-"} {v.What} [{string.Join(", ", v.Objects)}]"));
        Assert.False(report.AsDeclared);
    }

    /// <summary>The master cannot become a login it is a member of: said, and not taken for granted. From 16 on the server allows no such membership.</summary>
    [Fact]
    public async Task A_login_that_has_the_masters_rights_is_a_finding()
    {
        const string Sabotage = $"GRANT {Database.MasterUsername} TO app_user";
        if (PostgresBinaries.Find().Major >= 16)
        {
            var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => server.ExecuteAsync(Sabotage));
            Assert.Equal($"role \"{Database.MasterUsername}\" is a member of role \"app_user\"", refused.MessageText);
            return;
        }

        await server.ExecuteAsync(Sabotage);
        var report = await server.VerifyAsync();
        await server.ExecuteAsync($"REVOKE {Database.MasterUsername} FROM app_user");

        Assert.Contains(report.Violations, v => v is { Finding: Finding.Extra, Role: "app_user", What: $"membership of {Database.MasterUsername}" });
    }

    /// <summary>Services bring more than plain tables; each kind has its own way to be tried, and none may hide a grant or invent one.</summary>
    [Fact]
    public async Task Every_kind_of_object_is_tried_in_its_own_way()
    {
        await server.ExecuteAsync(
            """
            SET ROLE orders_owner;
            CREATE TABLE orders.by_month (id bigint, placed date NOT NULL, PRIMARY KEY (id, placed)) PARTITION BY RANGE (placed);
            CREATE TABLE orders.by_month_2026_01 PARTITION OF orders.by_month FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
            CREATE TABLE orders."Odd ""name"" with 'quotes' and %s" ("a b" int GENERATED ALWAYS AS IDENTITY, c numeric(4, 2)[] , d int GENERATED ALWAYS AS (1) STORED);
            CREATE TABLE orders.no_columns ();
            CREATE VIEW orders.open_orders AS SELECT id FROM orders.orders WHERE status = 'pending';
            CREATE VIEW orders.totals AS SELECT count(*) FROM orders.orders;
            CREATE MATERIALIZED VIEW orders.report AS SELECT count(*) FROM orders.orders WITH NO DATA;
            CREATE FUNCTION orders.rows_of(n anyelement) RETURNS SETOF anyelement LANGUAGE sql AS 'SELECT n';
            CREATE FUNCTION orders.total(VARIADIC parts int[]) RETURNS int IMMUTABLE STRICT LANGUAGE sql AS 'SELECT 1';
            CREATE PROCEDURE orders.tidy() LANGUAGE sql AS 'DELETE FROM orders.orders';
            CREATE AGGREGATE orders.longest(text) (SFUNC = textcat, STYPE = text);
            """);
        var clean = await server.VerifyAsync();
        await server.ExecuteAsync(
            """
            GRANT INSERT ON orders.open_orders, orders.by_month TO analytics_ro;
            GRANT EXECUTE ON PROCEDURE orders.tidy TO analytics_ro; GRANT EXECUTE ON FUNCTION orders.total, orders.longest TO analytics_ro;
            GRANT UPDATE (c) ON orders."Odd ""name"" with 'quotes' and %s" TO analytics_ro;
            """);
        var broken = await server.VerifyAsync();
        await server.ExecuteAsync(
            """
            DROP TABLE orders.by_month, orders.no_columns, orders."Odd ""name"" with 'quotes' and %s";
            DROP VIEW orders.open_orders, orders.totals; DROP MATERIALIZED VIEW orders.report;
            DROP FUNCTION orders.rows_of, orders.total; DROP PROCEDURE orders.tidy; DROP AGGREGATE orders.longest(text);
            """);

        Assert.True(clean.AsDeclared, string.Join('\n', clean.Violations));
        Assert.Equal(
            [
                "analytics_ro orders execute on existing functions [longest, tidy, total]",
                "analytics_ro orders insert on existing tables [by_month, open_orders]",
                "analytics_ro orders update on existing tables (some columns) [Odd \"name\" with 'quotes' and %s]",
            ],
            broken.Violations.Select(v => $"{v.Role} {v.Schema} {v.What} [{string.Join(", ", v.Objects)}]").Order(StringComparer.Ordinal));
    }

    /// <summary>The statement in the report must show the same to whoever pastes it.</summary>
    [Fact]
    public async Task A_wrong_cell_is_told_with_the_statement_that_shows_it()
    {
        await server.ExecuteAsync("GRANT DELETE ON orders.order_items TO analytics_ro; REVOKE INSERT ON payments.refunds FROM payments_rw");
        var report = await server.VerifyAsync();
        await server.ExecuteAsync("REVOKE DELETE ON orders.order_items FROM analytics_ro; GRANT INSERT ON payments.refunds TO payments_rw");

        await using var text = new StringWriter { NewLine = "\n" };
        VerificationText.Write(report, text);
        Assert.Contains(
            """
            less       payment_service in payments: insert on existing tables (refunds)
                       SET ROLE payment_service; INSERT INTO payments.refunds SELECT WHERE false  -- permission denied for table refunds (SQLSTATE 42501)
            """, text.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            """
            more       analytics_ro in orders: delete on existing tables (order_items)
                       SET ROLE analytics_ro; DELETE FROM orders.order_items WHERE false  -- allowed
            """, text.ToString(), StringComparison.Ordinal);
        Assert.Contains("r!", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "S49")]
    public async Task A_server_that_takes_connections_without_TLS_is_a_finding()
    {
        server.Server.Cluster.ConfigureAccess("host all all 127.0.0.1/32 scram-sha-256");
        server.Server.Cluster.Reload();
        var report = await server.VerifyAsync(server.Logins());
        server.Server.Cluster.ConfigureAccess("hostssl all all 127.0.0.1/32 scram-sha-256");
        server.Server.Cluster.Reload();

        var finding = Assert.Single(report.Violations);
        Assert.Equal((Finding.Extra, "auth_service", "login without TLS"), (finding.Finding, finding.Role, finding.What));
    }

    [Fact]
    public async Task A_password_that_does_not_work_is_a_finding_for_its_login_alone()
    {
        var report = await server.VerifyAsync(server.Logins(login => login == "users_service" || login == "monitor" ? "no longer valid" : DeclaredWorld.Password(login)));

        var finding = Assert.Single(report.Violations);
        Assert.Equal((Finding.Missing, "monitor", "login with its password over TLS", "password authentication failed for user \"monitor\" (SQLSTATE 28P01)"),
            (finding.Finding, finding.Role, finding.What, finding.Answer));
    }

    [Fact]
    [Trait("Requirement", "S49")]
    public async Task A_certificate_of_a_stranger_is_not_trusted()
    {
        await using var elsewhere = RunDirectory.Create();
        using var stranger = CertificateAuthority.Create(elsewhere);

        var report = await server.VerifyAsync(server.Logins(rootCertificate: stranger.RootCertificateFile));

        Assert.Equal(11, report.Violations.Count(v => v.What == "login with its password over TLS" && v.Answer.Contains("certificate", StringComparison.Ordinal)));
    }

    /// <summary>Its own session is the only place where SET ROLE is really checked.</summary>
    [Fact]
    public async Task The_migrator_must_say_SET_ROLE_and_may()
    {
        await server.ExecuteAsync("REVOKE orders_owner FROM migrator; GRANT CREATE, USAGE ON SCHEMA users TO migrator");
        var report = await server.VerifyAsync(server.Logins());
        await server.ExecuteAsync("GRANT orders_owner TO migrator; REVOKE CREATE, USAGE ON SCHEMA users FROM migrator");

        Assert.Contains(report.Violations, v => v is { Finding: Finding.Missing, Role: "migrator", Schema: "orders", What: "create as orders_owner", Answer: "permission denied to set role \"orders_owner\" (SQLSTATE 42501)" });
        Assert.Contains(report.Violations, v => v is { Finding: Finding.Extra, Role: "migrator", Schema: "users", What: "create without SET ROLE users_owner" });
    }

    /// <summary>All privileges may be right and the pooler still refuse everybody, or the dashboard show nothing.</summary>
    [Fact]
    public async Task A_login_that_cannot_do_what_it_is_for_is_a_finding()
    {
        await server.ExecuteAsync(
            """
            UPDATE pgbouncer.credential SET username = 'migrator' WHERE username = 'order_service';
            REVOKE pg_monitor FROM monitor; SELECT count(*) FROM orders.orders;
            """);
        var report = await server.VerifyAsync(server.Logins());
        await server.ExecuteAsync("UPDATE pgbouncer.credential SET username = 'order_service' WHERE username = 'migrator'; GRANT pg_monitor TO monitor");

        Assert.Contains(report.Violations, v => v is { Finding: Finding.Missing, Role: "pgbouncer_auth", Answer: "PgBouncer cannot let in: order_service" });
        Assert.Contains(report.Violations, v => v is { Finding: Finding.Extra, Role: "pgbouncer_auth", Answer: "PgBouncer would let in: migrator" });
        Assert.Contains(report.Violations, v => v is { Finding: Finding.Missing, Role: "monitor", What: "pg_stat_statements" } && v.Answer.Contains("rdsadmin", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Roles_and_schemas_that_are_not_there_are_named_and_the_rest_is_still_tried()
    {
        var more = ServiceCatalog.For([.. ServiceCatalog.TechCorp.Services, new Service("billing-service", "billing", "billing_service", ["invoices"])]);

        var report = await server.VerifyAsync(catalog: more);

        Assert.Equal(
            [
                "Missing analytics_ro  membership of billing_ro", "Missing app_user  membership of billing_rw", "Missing billing_owner  role", "Missing billing_owner billing schema",
                "Missing billing_ro  role", "Missing billing_rw  role", "Missing billing_service  role", "Missing migrator  membership of billing_owner",
            ],
            report.Violations.Select(v => $"{v.Finding} {v.Role} {v.Schema} {v.What}").Order(StringComparer.Ordinal));
    }
}
