using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Operations.Checks;
using TechCorp.PgInfra.Operations.Targets;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Operations.Tests.Checks;

/// <summary>
/// Writes stop for everybody when a row is two billion transactions old. Here forced vacuum begins at the least the server allows
/// (autovacuum_freeze_max_age 100000), and an old transaction keeps it from doing anything.
/// </summary>
public sealed class The_end_of_the_transaction_numbers_is_seen_coming : IAsyncLifetime
{
    private readonly RunDirectory _run = RunDirectory.Create();
    private Cluster _server = null!;

    public async Task InitializeAsync() => _server = await CheckedServers.StartAsync(_run, "aging", CheckedServers.Settings
        .SetItem("autovacuum_freeze_max_age", "100000").SetItem("autovacuum_multixact_freeze_max_age", "10000"));

    public async Task DisposeAsync() => await _run.DisposeAsync();

    [Fact]
    public async Task With_what_holds_it_back_and_the_sequence_that_ends_first()
    {
        await using var owner = await CheckedServers.ConnectAsync(_server, Database.MasterUsername);
        await owner.RunAsync("CREATE TABLE burnt (n int); CREATE TABLE numbered (id serial PRIMARY KEY); SELECT setval('numbered_id_seq', 1900000000); CREATE TABLE wide (id bigserial)");
        await using var forgotten = await CheckedServers.ConnectAsync(_server, Database.MasterUsername, "forgotten");
        await forgotten.RunAsync("BEGIN; INSERT INTO burnt VALUES (0)");
        // Each subtransaction that writes takes a number.
        await owner.RunAsync("DO $$ BEGIN FOR n IN 1..130000 LOOP BEGIN INSERT INTO burnt VALUES (n); EXCEPTION WHEN division_by_zero THEN NULL; END; END LOOP; END $$");

        var aged = await AskAsync(Database.MasterUsername, limits => limits);
        var urgent = await AskAsync(Database.MasterUsername, limits => limits with { TransactionAge = 120_000 });
        var hidden = await AskAsync(Logins.Monitor, limits => limits with { TransactionAge = 1e9 });

        Assert.Contains(aged.Findings, f => f is { Level: Level.Critical } && f.Text.StartsWith("sequence public.numbered_id_seq is at 1,900,000,000 of 2,147,483,647 (88.5 %), for public.numbered.id", StringComparison.Ordinal));
        var old = Assert.Single(aged.Findings, f => f.Text.StartsWith("techcorp: its oldest row is 13", StringComparison.Ordinal));
        Assert.Equal(Level.Warning, old.Level);
        Assert.EndsWith(" % of the way to the stop of all writes; autovacuum was forced at 100,000 and has not brought it down", old.Text, StringComparison.Ordinal);
        Assert.Equal($"end what holds vacuum back: session pid {forgotten.ProcessID} of techcorp_admin", old.Next);
        Assert.Contains(urgent.Findings, f => f is { Level: Level.Critical } && f.Text.Contains("PostgresTransactionIdAgeHigh fires at 120,000", StringComparison.Ordinal));
        // The bigserial does not end in a lifetime; only the sequence that can is missed.
        Assert.Equal("monitor may not read 1 sequence that can end (public.numbered_id_seq); ask --as their service, or a member of pg_read_all_data", Assert.Single(hidden.Skips).Why);
    }

    /// <summary>
    /// A replica with hot_standby_feedback that dies leaves in its slot what it told last, though nobody read there: ./pg drill wraparound.
    /// Nobody is in pg_stat_activity who could be ended.
    /// </summary>
    [Fact]
    public async Task With_the_slot_of_a_dead_replica_that_holds_it_back()
    {
        await using var superuser = await CheckedServers.SuperuserAsync(_server);
        await superuser.RunAsync("SELECT pg_create_physical_replication_slot('away', true); CREATE TABLE burnt (n int)");
        var replica = await Cluster.StandbyAsync(
            _run, _server.Spec with { Name = "away", Settings = _server.Spec.Settings.SetItem("hot_standby_feedback", "on") }, Upstream.Of(_server, "away", "away"), createSlot: false);
        await replica.StartAsync();
        await superuser.UntilAsync("SELECT xmin IS NOT NULL FROM pg_replication_slots");
        await replica.KillAsync();
        await superuser.RunAsync("DO $$ BEGIN FOR n IN 1..130000 LOOP BEGIN INSERT INTO burnt VALUES (n); EXCEPTION WHEN division_by_zero THEN NULL; END; END LOOP; END $$");

        var aged = await AskAsync(Logins.Monitor, limits => limits);

        var old = Assert.Single(aged.Findings, f => f.Text.StartsWith("techcorp: its oldest row is 13", StringComparison.Ordinal));
        Assert.Equal("end what holds vacuum back: replication slot away", old.Next);

        // Given up for its log it holds nothing any more, and still tells its xmin.
        await superuser.RunAsync("ALTER SYSTEM SET max_slot_wal_keep_size = '16MB'");
        await superuser.RunAsync("SELECT pg_reload_conf(); SELECT pg_logical_emit_message(false, 'log', repeat('x', 1 << 20)) FROM generate_series(1, 64)");
        await superuser.RunAsync("CHECKPOINT");
        await superuser.UntilAsync("SELECT wal_status = 'lost' AND xmin IS NOT NULL FROM pg_replication_slots");

        var free = await AskAsync(Logins.Monitor, limits => limits);

        Assert.DoesNotContain(free.Findings, f => f.Next?.Contains("slot away", StringComparison.Ordinal) == true);
    }

    private async Task<CheckResult> AskAsync(string login, Func<Limits, Limits> limits)
    {
        var node = CheckedServers.Node(_server, "aging", login);
        await using var runner = new CheckRunner(new Target("test", [node], node), new CheckOptions()) { LimitsFor = _ => limits(new Limits()) };
        return await runner.RunAsync(CheckTable.Find("wraparound"), default);
    }
}
