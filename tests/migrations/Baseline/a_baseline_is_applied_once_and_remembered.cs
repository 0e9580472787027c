using System.Collections.Immutable;
using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Baseline;

namespace TechCorp.PgInfra.Migrations.Tests;

public sealed partial class a_baseline_is_applied_once_and_remembered(RdsLikeServer server) : IClassFixture<RdsLikeServer>, IAsyncLifetime
{
    private static readonly ServiceCatalog Catalog = ServiceCatalog.TechCorp;
    private static readonly ImmutableArray<BaselineFile> Files = BaselineFiles.Load(Catalog);
    private static int s_databases;

    private readonly string _database = $"baseline_{Interlocked.Increment(ref s_databases)}";

    public async Task InitializeAsync()
    {
        await server.CreateDatabaseAsync(_database);
        await using var superuser = await server.ConnectAsSuperuserAsync(_database);
        foreach (var service in Catalog.Services)
        {
            await server.CreateRolesAsync(_database, $"DO $$ BEGIN CREATE ROLE {service.OwnerRole}; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
            await superuser.ExecuteAsync($"CREATE SCHEMA {service.Schema} AUTHORIZATION {service.OwnerRole}");
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Service and schema names differ, and the tables are named in the source document: nothing else may be there.</summary>
    [Fact]
    [Trait("Requirement", "S11")]
    [Trait("Requirement", "S12")]
    [Trait("Requirement", "S13")]
    [Trait("Requirement", "S14")]
    [Trait("Requirement", "S15")]
    [Trait("Requirement", "S16")]
    public async Task The_sixteen_tables_are_there_and_each_belongs_to_the_owner_of_its_schema()
    {
        await using var master = await server.ConnectAsMasterAsync(_database);

        var applied = await new BaselineRunner(Catalog, Files).ApplyAsync(master);

        Assert.Equal(Files.Select(f => f.Path), applied.Select(f => f.Path));
        Assert.Equal(
            """
            auth.sessions auth_owner
            auth.tokens auth_owner
            auth.users_credentials auth_owner
            inventory.reservations inventory_owner
            inventory.stock_levels inventory_owner
            orders.order_history orders_owner
            orders.order_items orders_owner
            orders.orders orders_owner
            payments.refunds payments_owner
            payments.transactions payments_owner
            products.attributes products_owner
            products.categories products_owner
            products.products products_owner
            users.addresses users_owner
            users.preferences users_owner
            users.users users_owner
            """,
            await master.QueryAsync<string>(
                "SELECT string_agg(schemaname || '.' || tablename || ' ' || tableowner, E'\\n' ORDER BY schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema', 'pginfra')"));
        Assert.Equal(Catalog.Services.SelectMany(s => s.Tables.Select(t => $"{s.Schema}.{t}")).Order(),
            (await master.QueryAsync<string[]>("SELECT array_agg(schemaname || '.' || tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema', 'pginfra')")).Order());
    }

    /// <summary>Services must be able to move to databases of their own: no constraint may tie two schemas.</summary>
    [Fact]
    [Trait("Requirement", "S17")]
    public async Task No_reference_crosses_a_schema_and_every_reference_has_an_index()
    {
        await using var master = await server.ConnectAsMasterAsync(_database);
        await new BaselineRunner(Catalog, Files).ApplyAsync(master);

        Assert.Equal(0L, await master.QueryAsync<long>(
            "SELECT count(*) FROM pg_constraint k JOIN pg_class a ON a.oid = k.conrelid JOIN pg_class b ON b.oid = k.confrelid WHERE k.contype = 'f' AND a.relnamespace <> b.relnamespace"));
        // Without one, every DELETE in the parent reads the whole child.
        Assert.Equal("", await master.QueryAsync<string>(
            """
            SELECT coalesce(string_agg(conrelid::regclass || ' ' || conname, ', '), '') FROM pg_constraint k
             WHERE contype = 'f' AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indkey[0] = k.conkey[1])
            """));
    }

    [Theory]
    [Trait("Requirement", "S13")]
    [InlineData("orders.orders (user_id, total_amount, currency) VALUES (1, -0.01, 'USD')", "orders_total_amount_check")]
    [InlineData("orders.orders (user_id, total_amount, currency) VALUES (1, 1, 'usd')", "orders_currency_check")]
    [InlineData("payments.transactions (order_id, idempotency_key, provider, amount, currency) VALUES (1, 'k', 'p', 0, 'USD')", "transactions_amount_check")]
    [InlineData("inventory.stock_levels (product_id, warehouse, on_hand, reserved) VALUES (1, 'w', 1, 2)", "stock_levels_check")]
    [InlineData("products.categories (slug, name) VALUES ('Not a slug', 'n')", "categories_slug_check")]
    [InlineData("users.users (email, full_name) VALUES ('nobody', 'n')", "users_email_check")]
    public async Task Rows_that_make_no_sense_are_refused_by_the_table_itself(string row, string constraint)
    {
        await using var master = await server.ConnectAsMasterAsync(_database);
        await new BaselineRunner(Catalog, Files).ApplyAsync(master);
        await using var superuser = await server.ConnectAsSuperuserAsync(_database);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => superuser.ExecuteAsync("INSERT INTO " + row));

        Assert.Equal(constraint, refusal.ConstraintName);
    }

    /// <summary>The master of RDS is a member of nothing here; a membership left behind would give it every schema's data.</summary>
    [Fact]
    public async Task The_master_is_a_member_of_no_owner_afterwards_and_the_ledger_is_its_own()
    {
        await using var master = await server.ConnectAsMasterAsync(_database);
        await new BaselineRunner(Catalog, Files).ApplyAsync(master);

        Assert.Equal("rds_superuser", await master.QueryAsync<string>($"SELECT string_agg(roleid::regrole::text, ',') FROM pg_auth_members m WHERE member = '{Database.MasterUsername}'::regrole AND {RdsLikeServer.GivesRights}"));
        Assert.Equal(Database.MasterUsername, await master.QueryAsync<string>("SELECT tableowner::text FROM pg_tables WHERE schemaname = 'pginfra'"));
        Assert.True(await master.QueryAsync<bool>("SELECT nspacl IS NULL FROM pg_namespace WHERE nspname = 'pginfra'"));
    }

    [Fact]
    public async Task A_second_run_finds_nothing_to_do_and_a_plan_writes_nothing()
    {
        await using var master = await server.ConnectAsMasterAsync(_database);
        var runner = new BaselineRunner(Catalog, Files);
        await master.ExecuteAsync("SET default_transaction_read_only = on");
        Assert.Equal(6, (await runner.PlanAsync(master)).Pending.Length);
        Assert.True(await master.QueryAsync<bool>("SELECT to_regnamespace('pginfra') IS NULL"));
        await master.ExecuteAsync("SET default_transaction_read_only = off");
        await runner.ApplyAsync(master);
        await master.ExecuteAsync("SET default_transaction_read_only = on");

        Assert.Empty((await runner.PlanAsync(master)).Pending);
        Assert.Empty(await runner.ApplyAsync(master));
    }

    [Fact]
    public async Task An_edited_and_a_missing_file_are_named_together_with_the_way_out()
    {
        await using var master = await server.ConnectAsMasterAsync(_database);
        await new BaselineRunner(Catalog, Files).ApplyAsync(master);
        var changed = Files.Where(f => f.Schema != "users").Select(f => f.Schema == "orders" ? f with { Sql = f.Sql + "\n-- one word" } : f)
            .Select(f => new BaselineFile(f.Schema, f.Version, f.Name, f.Source, f.Sql)).ToImmutableArray();

        var error = await Assert.ThrowsAsync<BaselineException>(() => new BaselineRunner(Catalog, changed).ApplyAsync(master));

        Assert.Equal(
            [
                "migrations/schemas/orders/0001_baseline.sql was edited after it was applied. Restore its text from version control and put the change into a new file orders/0002_describe_the_change.sql.",
                "users/0001_baseline.sql was applied to this database and its file is gone. Restore it from version control, or name the folder that holds it.",
            ],
            error.Problems.AsEnumerable());
    }

    /// <summary>Git may check the files out with Windows line ends; that is no edit.</summary>
    [Fact]
    public void Line_ends_and_a_byte_order_mark_do_not_change_a_checksum()
    {
        var file = Files[0];

        Assert.Equal(file.Checksum, new BaselineFile(file.Schema, 1, "baseline", "", "\uFEFF" + file.Sql.Replace("\n", "\r\n", StringComparison.Ordinal)).Checksum);
        Assert.NotEqual(file.Checksum, new BaselineFile(file.Schema, 1, "baseline", "", file.Sql + " ").Checksum);
    }

    [Fact]
    public async Task A_service_adds_a_file_later_and_only_that_one_runs_and_a_number_from_the_past_is_refused()
    {
        await using var master = await server.ConnectAsMasterAsync(_database);
        await new BaselineRunner(Catalog, Files).ApplyAsync(master);
        using var folder = new TemporaryFolder();
        folder.Write("orders/0003_add_note.sql", "ALTER TABLE orders ADD COLUMN note text;");

        var applied = await new BaselineRunner(Catalog, BaselineFiles.Load(Catalog, folder.Path)).ApplyAsync(master);

        Assert.Equal(["orders/0003_add_note.sql"], applied.Select(f => f.Path));
        folder.Write("orders/0002_too_late.sql", "ALTER TABLE orders ADD COLUMN late text;");
        var error = await Assert.ThrowsAsync<BaselineException>(() => new BaselineRunner(Catalog, BaselineFiles.Load(Catalog, folder.Path)).ApplyAsync(master));
        Assert.Equal($"{folder.Path}/orders/0002_too_late.sql comes before 0003, which is applied already. Give it the number 0004: databases that have 0003 would otherwise differ from new ones.", error.Message);
    }

    [Fact]
    public void Every_problem_of_a_folder_is_named_at_once()
    {
        using var folder = new TemporaryFolder();
        folder.Write("orders/2_add.sql", "SELECT 1");
        folder.Write("orders/0001_again.sql", "SELECT 1");
        folder.Write("orders/0002_empty.sql", "-- nothing");
        folder.Write("orders/0003_leaves.sql", "SELECT 1;\nRESET ROLE;");
        folder.Write("billing/0001_baseline.sql", "SELECT 1");

        var error = Assert.Throws<BaselineException>(() => BaselineFiles.Load(Catalog, folder.Path));

        Assert.Equal(
            [
                $"{folder.Path}/billing holds files for a schema the catalogue does not have. It has: auth, inventory, orders, payments, products, users.",
                $"{folder.Path}/orders/2_add.sql is not named NNNN_name.sql: four digits from 0001, an underscore, lower-case letters, digits and underscores.",
                $"migrations/schemas/orders/0001_baseline.sql and {folder.Path}/orders/0001_again.sql have the same number. Give the newer one the next free number.",
                $"{folder.Path}/orders/0002_empty.sql holds no statement.",
                $"{folder.Path}/orders/0003_leaves.sql line 2: RESET ROLE is not allowed. Each file is one transaction of its own, run as orders_owner; remove the statement.",
            ],
            error.Problems.Order(Comparer<string>.Create((a, b) => Rank(a).CompareTo(Rank(b)))));

        static int Rank(string s) => s.Contains("billing", StringComparison.Ordinal) ? 0 : s.Contains("2_add", StringComparison.Ordinal) && s.Contains("NNNN", StringComparison.Ordinal) ? 1
            : s.Contains("same number", StringComparison.Ordinal) ? 2 : s.Contains("no statement", StringComparison.Ordinal) ? 3 : 4;
    }

    [Fact]
    public async Task A_file_that_reaches_for_another_schema_fails_as_a_whole_and_says_where()
    {
        await using var master = await server.ConnectAsMasterAsync(_database);
        using var folder = new TemporaryFolder();
        folder.Write("payments/0002_cross.sql", "CREATE TABLE settled (id bigint);\n\nALTER TABLE transactions\n  ADD FOREIGN KEY (order_id)\n  REFERENCES orders.orders;");

        var error = await Assert.ThrowsAsync<BaselineException>(() => new BaselineRunner(Catalog, BaselineFiles.Load(Catalog, folder.Path)).ApplyAsync(master));

        Assert.Equal(
            $"{folder.Path}/payments/0002_cross.sql line 3: permission denied for schema orders (SQLSTATE 42501). The file runs as payments_owner, which reaches the schema payments and no other: services are isolated. Nothing of this file is applied; files before it are.",
            error.Message);
        await using var superuser = await server.ConnectAsSuperuserAsync(_database);
        Assert.True(await superuser.QueryAsync<bool>("SELECT to_regclass('payments.settled') IS NULL AND to_regclass('payments.transactions') IS NOT NULL"));
    }

    /// <summary>A full disk is nobody's mistake in the file; whoever is told of a line and nothing else looks for one there.</summary>
    [Fact]
    public async Task A_full_disk_is_told_with_its_way_out()
    {
        await using var master = await server.ConnectAsMasterAsync(_database);
        using var folder = new TemporaryFolder();
        folder.Write("payments/0002_big.sql", "DO $$ BEGIN RAISE EXCEPTION 'could not extend file \"base/1/2\": No space left on device' USING ERRCODE = 'disk_full'; END $$");

        var error = await Assert.ThrowsAsync<BaselineException>(() => new BaselineRunner(Catalog, BaselineFiles.Load(Catalog, folder.Path)).ApplyAsync(master));

        Assert.Equal(
            $"{folder.Path}/payments/0002_big.sql line 1: could not extend file \"base/1/2\": No space left on device (SQLSTATE 53100). The server's storage is full: make room on it or give it more "
            + "(docs/runbooks/disk-full.md), and run again: it goes on with this file. Nothing of this file is applied; files before it are.",
            error.Message);
    }

    /// <summary>Pipelines overlap: two merges a minute apart both deploy.</summary>
    [Fact]
    public async Task Six_runs_at_once_apply_every_file_exactly_once()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            await using var master = await server.ConnectAsMasterAsync(_database);
            return await new BaselineRunner(Catalog, Files).ApplyAsync(master);
        }));

        Assert.Equal(Files.Select(f => f.Path), runs.SelectMany(r => r).Select(f => f.Path).Order());
    }

    [Fact]
    public async Task Cut_off_in_the_middle_of_a_file_nothing_of_it_is_there_and_the_next_run_goes_on()
    {
        using var folder = new TemporaryFolder();
        folder.Write("orders/0002_slow.sql", "CREATE TABLE half (id bigint); SELECT pg_sleep(60); CREATE TABLE whole (id bigint);");
        var files = BaselineFiles.Load(Catalog, folder.Path);
        await using var master = await server.ConnectAsMasterAsync(_database);
        var run = new BaselineRunner(Catalog, files).ApplyAsync(master);
        await using var superuser = await server.ConnectAsSuperuserAsync(_database);
        while (await superuser.QueryAsync<long>($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{_database}' AND wait_event = 'PgSleep'") == 0)
        {
            Assert.False(run.IsFaulted, run.Exception?.Message);
            await Task.Delay(10);
        }

        await Assert.ThrowsAnyAsync<Exception>(() => run);

        Assert.True(await superuser.QueryAsync<bool>("SELECT to_regclass('orders.half') IS NULL AND to_regclass('orders.orders') IS NOT NULL"));
        Assert.Equal(0L, await superuser.QueryAsync<long>($"SELECT count(*) FROM pg_auth_members m WHERE roleid = 'orders_owner'::regrole AND {RdsLikeServer.GivesRights}"));
        folder.Write("orders/0002_slow.sql", "CREATE TABLE half (id bigint); CREATE TABLE whole (id bigint);");
        await using var again = await server.ConnectAsMasterAsync(_database);
        var rest = await new BaselineRunner(Catalog, BaselineFiles.Load(Catalog, folder.Path)).ApplyAsync(again);
        Assert.Equal("orders/0002_slow.sql", rest[0].Path);
        Assert.True(await superuser.QueryAsync<bool>("SELECT to_regclass('orders.whole') IS NOT NULL"));
    }
}
