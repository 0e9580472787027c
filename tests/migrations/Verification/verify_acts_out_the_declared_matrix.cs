using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Verification;

namespace TechCorp.PgInfra.Migrations.Tests;

public sealed class verify_acts_out_the_declared_matrix(VerifiedServer server) : IClassFixture<VerifiedServer>
{
    [Fact]
    [Trait("Requirement", "S17")]
    [Trait("Requirement", "S19")]
    [Trait("Requirement", "S49")]
    public async Task The_declared_world_is_found_as_declared()
    {
        var report = await server.VerifyAsync(server.Logins());

        await using var text = new StringWriter { NewLine = "\n" };
        VerificationText.Write(report, text);
        Assert.Equal(
            """
                               auth  users  orders  payments  inventory  products  pgbouncer  public
            auth_service       rw    -      -       -         -          -         -          -
            user_service       -     rw     -       -         -          -         -          -
            order_service      -     -      rw      -         -          -         -          -
            payment_service    -     -      -       rw        -          -         -          -
            inventory_service  -     -      -       -         rw         -         -          -
            catalog_service    -     -      -       -         -          rw        -          -
            app_user           rw    rw     rw      rw        rw         rw        -          -
            migrator           -     -      -       -         -          -         -          -
            analytics_ro       -     r      r       r         r          r         -          -
            pgbouncer_auth     -     -      -       -         -          -         x          -
            monitor            -     -      -       -         -          -         -          u
            exception  app_user: existing connection strings name app_user (S19); it reads and writes every service's schema
            as declared: N statements tried as the roles themselves, N answered by the catalogue; 11 logins opened over TLS with their own passwords, one without TLS and one with a wrong password refused; N s

            """,
            Regex.Replace(Regex.Replace(text.ToString(), "[0-9]+ (statements|answered)", "N $1"), "[0-9.]+ s\n", "N s\n"));
        Assert.InRange(report.Statements, 1500, 4000);
        // Autovacuum may hold a table for a moment.
        Assert.InRange(report.Asked, 0, 20);
    }

    [Fact]
    public async Task The_matrix_is_there_for_machines()
    {
        using var json = JsonDocument.Parse(VerificationJson.Write(await server.VerifyAsync()));

        Assert.True(json.RootElement.GetProperty("asDeclared").GetBoolean());
        Assert.Equal(11, json.RootElement.GetProperty("logins").GetArrayLength());
        Assert.Equal(["auth", "users", "orders", "payments", "inventory", "products", "pgbouncer", "pginfra", "public"],
            json.RootElement.GetProperty("schemas").EnumerateArray().Select(s => s.GetString()!));
        // Six services, app_user in six, analytics_ro in five, the pooler and the monitor in one: everything else is closed.
        Assert.Equal(6 + 6 + 5 + 2, json.RootElement.GetProperty("matrix").GetArrayLength());
        var cell = json.RootElement.GetProperty("matrix").EnumerateArray().Single(r => r.GetProperty("role").GetString() == "order_service" && r.GetProperty("schema").GetString() == "orders");
        Assert.Equal(["usage", "select", "insert", "update", "delete", "sequenceUsage", "sequenceSelect", "execute"],
            cell.GetProperty("future").EnumerateArray().Select(p => p.GetString()!));
        Assert.Empty(json.RootElement.GetProperty("violations").EnumerateArray());
    }

    /// <summary>It runs on the production server: no row, no sequence, no object and no membership may be touched.</summary>
    [Fact]
    public async Task Nothing_is_left_behind_and_no_sequence_moves()
    {
        await server.ExecuteAsync("INSERT INTO users.users (email, full_name) VALUES ('a@example.com', 'A') ON CONFLICT DO NOTHING");
        var before = await FingerprintAsync();

        await server.VerifyAsync(server.Logins());

        Assert.Equal(before, await FingerprintAsync());

        Task<string> FingerprintAsync() => server.QueryAsync<string>(
            """
            SELECT concat_ws('|',
                (SELECT string_agg(rolname, ',' ORDER BY rolname) FROM pg_roles),
                (SELECT string_agg(roleid::regrole || '>' || member::regrole, ',' ORDER BY roleid, member) FROM pg_auth_members),
                (SELECT string_agg(nspname || coalesce(nspacl::text, ''), ',' ORDER BY nspname) FROM pg_namespace WHERE nspname !~ '^pg_'),
                (SELECT string_agg(oid || relname || coalesce(relacl::text, '') || relfilenode, ',' ORDER BY oid) FROM pg_class WHERE oid >= 16384),
                (SELECT string_agg(sequencename || coalesce(last_value, -1), ',' ORDER BY schemaname, sequencename) FROM pg_sequences),
                (SELECT count(*) FROM users.users))
            """);
    }

    /// <summary>Two pipelines, or a person and a pipeline.</summary>
    [Fact]
    public async Task Two_verifications_at_once_do_not_wait_for_each_other()
    {
        var reports = await Task.WhenAll(server.VerifyAsync(), server.VerifyAsync(), server.VerifyAsync());

        Assert.All(reports, r => Assert.True(r.AsDeclared, string.Join('\n', r.Violations)));
    }

    /// <summary>REFERENCES takes its lock before it checks the privilege; a busy table must neither stop verify nor be stopped by it.</summary>
    [Fact]
    public async Task A_table_in_use_is_not_waited_for_and_the_report_says_that_the_catalogue_answered()
    {
        await using var writer = await server.Server.ConnectAsSuperuserAsync(VerifiedServer.Name);
        await using var transaction = await writer.BeginTransactionAsync();
        await writer.ExecuteAsync("LOCK TABLE orders.orders IN SHARE ROW EXCLUSIVE MODE");

        var report = await server.VerifyAsync();

        Assert.True(report.AsDeclared, string.Join('\n', report.Violations));
        Assert.InRange(report.Asked, 1, 40);
    }

    /// <summary>The whole of it with real rows and real sessions: every service sees its own row and no other service's.</summary>
    [Fact]
    [Trait("Requirement", "S17")]
    public async Task Each_of_the_six_services_reaches_its_own_rows_and_none_of_the_five_others()
    {
        var rows = new Dictionary<string, string>
        {
            ["auth"] = "auth.users_credentials (user_id, login_name, password_hash) VALUES (1, 'a', 'argon2id-of-something-long')",
            ["users"] = "users.users (email, full_name) VALUES ('six@example.com', 'Six')",
            ["orders"] = "orders.orders (user_id, total_amount, currency) VALUES (1, 10, 'USD')",
            ["payments"] = "payments.transactions (order_id, idempotency_key, provider, amount, currency) VALUES (1, 'k', 'p', 10, 'USD')",
            ["inventory"] = "inventory.stock_levels (product_id, warehouse, on_hand) VALUES (1, 'w', 5)",
            ["products"] = "products.categories (slug, name) VALUES ('c', 'C')",
        };
        foreach (var service in ServiceCatalog.TechCorp.Services)
        {
            await using var connection = new NpgsqlConnection(server.Server.ConnectionString(VerifiedServer.Name, service.Login, DeclaredWorld.Password(service.Login)).ConnectionString);
            await connection.OpenAsync();
            foreach (var (schema, row) in rows)
            {
                var table = row[..row.IndexOf(' ', StringComparison.Ordinal)];
                if (schema == service.Schema)
                {
                    await connection.ExecuteAsync("INSERT INTO " + row);
                    Assert.InRange(await connection.QueryAsync<long>($"SELECT count(*) FROM {table}"), 1, 9);
                    await connection.ExecuteAsync($"DELETE FROM {table}");
                }
                else
                {
                    foreach (var sql in (string[])[$"SELECT * FROM {table}", "INSERT INTO " + row, $"DELETE FROM {table}"])
                        Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync(sql))).SqlState);
                }
            }
        }
    }
}
