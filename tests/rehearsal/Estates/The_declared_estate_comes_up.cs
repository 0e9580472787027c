using TechCorp.PgInfra.Rehearsal.Checks;

namespace TechCorp.PgInfra.Rehearsal.Tests.Estates;

/// <summary>What stands on this machine is what the plans of prod and dr declare.</summary>
[Collection(nameof(RehearsedEstate))]
public sealed class The_declared_estate_comes_up(RehearsedEstate fixture)
{
    /// <summary>One writer, its standby, three replicas and the copy in the other region, behind one pooler per task.</summary>
    [Fact, Trait("Requirement", "S5")]
    public void Every_declared_server_runs()
    {
        Assert.Equal(
            ["techcorp-primary", "techcorp-primary-standby", "techcorp-analytics", "techcorp-replica-1", "techcorp-replica-2", "techcorp-dr"],
            fixture.Estate.Nodes.Where(n => n.IsRunning).Select(n => n.Identifier));
        Assert.Equal(["pooler-1", "pooler-2"], fixture.Estate.Poolers.Where(p => p.IsRunning).Select(p => p.Name));
    }

    /// <summary>A commit is acknowledged when the Multi-AZ standby has it on disk, and waits for no read replica; log travels encrypted.</summary>
    [Fact, Trait("Requirement", "S6")]
    public async Task Every_follower_streams_through_its_own_slot_and_only_the_standby_is_synchronous() => Assert.Equal(
        """
        techcorp_analytics|techcorp_analytics|streaming|async|t
        techcorp_dr|techcorp_dr|streaming|async|t
        techcorp_primary_standby|techcorp_primary_standby|streaming|sync|t
        techcorp_replica_1|techcorp_replica_1|streaming|async|t
        techcorp_replica_2|techcorp_replica_2|streaming|async|t
        """,
        await fixture.Estate.Writer.QueryAsync<string>(
            """
            SELECT string_agg(concat_ws('|', r.application_name, s.slot_name, r.state, r.sync_state, l.ssl), E'\n' ORDER BY r.application_name)
            FROM pg_stat_replication r JOIN pg_replication_slots s ON s.active_pid = r.pid JOIN pg_stat_ssl l ON l.pid = r.pid
            """));

    /// <summary>The report a person reads before buying: everything it claims has been tried.</summary>
    [Fact, Trait("Requirement", "S49")]
    public void Every_check_of_the_rehearsal_passes() =>
        Assert.Equal([], fixture.Report.Checks.SelectMany(c => c.Failures));

    /// <summary>A value that is read back from the server cannot have been lost on the way from the parameter group.</summary>
    [Theory, Trait("Requirement", "S22")]
    [InlineData("max_connections", "500", "500")]
    [InlineData("idle_in_transaction_session_timeout", "300000", "300000")]
    [InlineData("log_lock_waits", "1", "on")]
    [InlineData("shared_preload_libraries", "pg_stat_statements", "pg_stat_statements")]
    [InlineData("max_slot_wal_keep_size", "204800", "204800")]
    public void A_parameter_that_fits_is_in_force_verbatim_on_every_node(string name, string asked, string inForce)
    {
        var readings = fixture.Report.Parameters.Where(p => p.Name == name).ToList();
        Assert.Equal(6, readings.Count);
        Assert.All(readings, r => Assert.Equal((asked, inForce, null, true), (r.Asked, r.InForce, r.Reason, r.Holds)));
    }

    /// <summary>Memory keeps its proportions, so that a plan that is out of proportion shows here too.</summary>
    [Fact, Trait("Requirement", "S23")]
    public void Memory_is_divided_by_one_factor_everywhere()
    {
        var scale = fixture.Estate.Scale;
        var memory = fixture.Report.Parameters.Where(p => p.Reason?.StartsWith("memory", StringComparison.Ordinal) == true).ToList();
        Assert.Equal(["effective_cache_size", "maintenance_work_mem", "shared_buffers", "work_mem"], memory.Select(p => p.Name).Distinct().Order());
        Assert.All(memory, p => Assert.Equal(long.Parse(p.Asked) / scale, long.Parse(p.InForce!)));
    }

    /// <summary>The analytics replica lets reports run and pays with lag; the read replicas do not.</summary>
    [Fact, Trait("Requirement", "S9")]
    public async Task Each_replica_has_the_parameters_of_its_role()
    {
        Assert.Equal("4min", await fixture.Estate.Node("techcorp-analytics").QueryAsync<string>("SHOW max_standby_streaming_delay"));
        Assert.Equal("30s", await fixture.Estate.Node("techcorp-replica-1").QueryAsync<string>("SHOW max_standby_streaming_delay"));
    }

    /// <summary>RDS gives nobody a superuser: what needs one would fail there after having worked here.</summary>
    [Fact, Trait("Requirement", "S4")]
    public async Task The_master_can_do_what_it_can_on_RDS_and_no_more()
    {
        var connection = new Npgsql.NpgsqlConnection(fixture.Estate.ConnectionTo(fixture.Estate.Writer, "techcorp_admin").ConnectionString);
        await using (connection)
        {
            await connection.OpenAsync();
            foreach (var refused in (string[])["SELECT 1 FROM pg_authid", "ALTER SYSTEM SET work_mem = '1GB'", "CREATE ROLE x SUPERUSER", "COPY (SELECT 1) TO '/tmp/x'"])
            {
                await using var command = new Npgsql.NpgsqlCommand(refused, connection);
                var answer = await Assert.ThrowsAsync<Npgsql.PostgresException>(command.ExecuteNonQueryAsync);
                Assert.Equal("42501", answer.SqlState);
            }
        }

        Assert.Equal("rds_iam,rds_password,rds_replication,rds_superuser,rdsadmin", await fixture.Estate.Writer.QueryAsync<string>(
            "SELECT string_agg(rolname, ',' ORDER BY rolname) FROM pg_roles WHERE rolname LIKE 'rds%' AND rolname <> 'rdsrepladmin'"));
    }

    /// <summary>Point-in-time recovery is only as good as its archive, and a log line must never hold a verifier.</summary>
    [Fact, Trait("Requirement", "S44")]
    public void Log_is_archived_and_holds_no_secret()
    {
        Assert.NotEmpty(Directory.EnumerateFiles(fixture.Estate.Archive!.Path));
        var secrets = fixture.Estate.Secrets.Logins.Values.SelectMany(s => (string[])[s.Password, s.Verifier]).Append(fixture.Estate.Secrets.MasterPassword).ToList();
        foreach (var log in fixture.Estate.Nodes.Select(n => n.Cluster.LogFile).Concat(fixture.Estate.Poolers.Select(p => p.Process.LogFile)))
        {
            var text = File.ReadAllText(log);
            Assert.DoesNotContain("SCRAM-SHA-256$", text, StringComparison.Ordinal);
            Assert.DoesNotContain(secrets, s => text.Contains(s, StringComparison.Ordinal));
        }
    }

    /// <summary>Files with passwords and keys are readable by nobody else, however the umask of the caller is set.</summary>
    [Fact]
    public void No_file_with_a_secret_is_open_to_others()
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        var files = Directory.EnumerateFiles(fixture.Estate.Run.Path).Concat(Directory.EnumerateFiles(Path.Combine(fixture.Estate.Run.Path, "tls")))
            .Concat(Directory.EnumerateFiles(Path.Combine(fixture.Estate.Run.Path, "pooler-1"))).ToList();
        Assert.Contains(fixture.Estate.PasswordFile, files);
        Assert.All(files, f => Assert.True((File.GetUnixFileMode(f) & Others) == 0, f));
    }

    /// <summary>A check that cannot fail proves nothing: a server without TLS, a lost standby and a changed parameter are each found.</summary>
    [Fact]
    public void A_parameter_that_the_server_does_not_have_in_force_is_found()
    {
        var check = ParameterCheck.Judge([new("techcorp-primary", "work_mem", "262144", "4096", null, ParameterCheck.Same("262144", "4096", "integer"))]);
        Assert.Equal(["techcorp-primary: work_mem is 4096; the parameter group asks for 262144"], check.Failures);
    }
}
