using System.Text.RegularExpressions;
using Npgsql;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Rehearsal.Drills;
using TechCorp.PgInfra.Rehearsal.Estates;

namespace TechCorp.PgInfra.Rehearsal.Tests.Drills.Sabotaged;

/// <summary>Mistakes that people make with a running estate or its stack files; the drill's own finding names each.</summary>
public sealed partial class A_drill
{
    /// <summary>S48: a limit made for the disk gives up a replica that was away for two segments; only a base backup brings it back.</summary>
    [Fact]
    public async Task Of_a_replica_fails_when_its_slot_may_hold_too_little_log()
    {
        var limit = await LimitSlotsAsync("16MB");
        try
        {
            var result = await estate.RunAsync("replica-loss");

            result.Broke("the lost replica's slot keeps its log");
            Assert.Contains("wal_status of slot techcorp_replica_1: lost", result.Drawn(), StringComparison.Ordinal);
            Assert.True(result.LeftWhole);
        }
        finally
        {
            await LimitSlotsAsync(limit);
        }
    }

    /// <summary>S43: without a limit the log of a replica that stays away fills the storage, and the writer stops with it.</summary>
    [Fact]
    public async Task Of_held_log_fails_when_nothing_bounds_what_a_slot_holds()
    {
        var limit = await LimitSlotsAsync("-1");
        try
        {
            // An alarm on lag of five minutes is half the wait.
            var result = await estate.RunAsync("held-log", subject => Changed(subject, "ReplicaLag", a => a with { EvaluationPeriods = 5, DatapointsToAlarm = 5 }));

            result.Broke("the slot is given up, not the writer's storage", "the log is the writer's again");
            Assert.Contains("max_slot_wal_keep_size is -1: only the storage bounds what a slot holds", result.Drawn(), StringComparison.Ordinal);
            Assert.True(result.LeftWhole);
        }
        finally
        {
            await LimitSlotsAsync(limit);
        }
    }

    /// <summary>An alarm on more than the limit is an alarm on a slot that is gone by then: its log counts no more.</summary>
    [Fact]
    public async Task Of_held_log_fails_before_the_fault_when_the_alarm_is_on_more_than_the_limit()
    {
        var result = await estate.RunAsync("held-log", subject => Changed(subject, "OldestReplicationSlotLag", a => a with { Threshold = 200L << 30 }));

        result.Broke("the alarm is on less than a slot may hold");
        Assert.DoesNotContain(result.Timeline.Marks, m => m.Kind == MarkKind.Fault);
    }

    /// <summary>At the age at which autovacuum begins an alarm is a nightly page; at 2^31 nobody can write any more who would hear of it.</summary>
    [Theory]
    [InlineData(200_000_000)]
    [InlineData(2_147_483_648)]
    public async Task Of_wraparound_fails_before_the_fault_when_the_alarm_is_too_early_or_too_late(double threshold)
    {
        var result = await estate.RunAsync("wraparound", subject => Changed(subject, "MaximumUsedTransactionIDs", a => a with { Threshold = threshold }));

        result.Broke("the alarm is on more than autovacuum clears by itself, and on less than the server stops at");
        Assert.Empty(result.Timeline.Marks);
    }

    /// <summary>S7: an export that somebody left open on the other replica holds the writer's vacuum back too, and bringing one back frees nothing.</summary>
    [Fact]
    public async Task Of_wraparound_fails_before_the_fault_when_a_forgotten_export_holds_vacuum_back()
    {
        var subject = (await estate.WholeAsync()).Estate;
        await using var export = await subject.Nodes.Single(n => n.Identifier == "techcorp-replica-2").ConnectAsSuperuserAsync(subject.DatabaseName);
        await using var begin = new NpgsqlCommand("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM orders.orders", export);
        await begin.ExecuteNonQueryAsync();

        var result = await estate.RunAsync("wraparound");

        result.Broke("nobody holds vacuum back before");
        Assert.Matches("^slot techcorp_replica_2 holds what is [0-9,]+ ids old$", result.Checks[^1].Seen);
        Assert.DoesNotContain(result.Timeline.Marks, m => m.Kind == MarkKind.Fault);
        Assert.True(result.LeftWhole);
    }

    /// <summary>S52: merging through the table's triggers signs the old rows anew, and reaches into a table that was never lost.</summary>
    [Fact]
    public async Task Of_a_lost_table_fails_when_the_merge_fires_its_triggers()
    {
        var subject = await estate.WholeAsync();
        await ExecuteAsync(
            """
            CREATE FUNCTION orders.rehearsed_signature() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                UPDATE orders.orders SET status = NEW.to_status WHERE id = NEW.order_id;
                NEW.changed_by := current_user;
                RETURN NEW;
            END $$;
            ALTER FUNCTION orders.rehearsed_signature() OWNER TO orders_owner;
            CREATE TRIGGER rehearsed_signature BEFORE INSERT ON orders.order_history FOR EACH ROW EXECUTE FUNCTION orders.rehearsed_signature();
            """);
        try
        {
            var result = await estate.RunAsync("table-recovery");

            result.Broke("every lost row is back and every later one is kept", "everything else is byte for byte the same");
            Assert.Contains("changed: orders.order_history, orders.orders", result.Drawn(), StringComparison.Ordinal);
        }
        finally
        {
            await ExecuteAsync("DROP FUNCTION orders.rehearsed_signature() CASCADE");
        }

        Task ExecuteAsync(string sql) => subject.Estate.Writer.ExecuteAsync(sql, subject.Estate.DatabaseName);
    }

    /// <summary>S29: two poolers that may each open as much as the whole server has places lock the services out of it.</summary>
    [Fact]
    public async Task Of_connections_fails_when_the_poolers_may_open_more_than_the_server_takes()
    {
        var poolers = (await estate.WholeAsync()).Estate.Poolers;
        foreach (var pooler in poolers)
            await WriteConfigurationAsync(pooler, "max_db_connections", "500");
        try
        {
            var result = await estate.RunAsync("connections");

            result.Broke("the poolers' cap leaves room on the server");
            Assert.Equal("2 poolers open at most 1000, 497 places are on techcorp-primary", result.Checks[^1].Seen);
        }
        finally
        {
            foreach (var pooler in poolers) pooler.Process.Reload();
        }
    }

    /// <summary>S28: a pooler that takes too few clients turns the rest of a thousand away.</summary>
    [Fact]
    public async Task Of_connections_fails_when_a_pooler_takes_too_few_clients()
    {
        var pooler = (await estate.WholeAsync()).Estate.Poolers[0];
        await WriteConfigurationAsync(pooler, "max_client_conn", "100");
        try
        {
            var result = await estate.RunAsync("connections");

            result.Broke("the drill runs to its end");
            Assert.Contains("no more connections allowed", result.Checks[^1].Seen, StringComparison.Ordinal);
        }
        finally
        {
            pooler.Process.Reload();
        }
    }

    /// <summary>S3: a pooler that takes its own clients and no more is none to come back through.</summary>
    [Fact]
    public async Task Of_a_pooler_fails_when_those_that_are_left_take_too_few_clients()
    {
        var left = (await estate.WholeAsync()).Estate.Poolers[^1];
        await WriteConfigurationAsync(left, "max_client_conn", "6");
        try
        {
            var result = await estate.RunAsync("pooler-loss");

            result.Broke("its clients come back through the others");
            Assert.Contains("no more connections allowed", result.Drawn(), StringComparison.Ordinal);
            Assert.DoesNotContain(result.Timeline.Marks, m => m.Kind == MarkKind.Recovery);
        }
        finally
        {
            left.Process.Reload();
        }
    }

    /// <summary>S22: what lets primary first through lets somebody stop every replica.</summary>
    [Fact, Trait("Requirement", "S22")]
    public async Task Of_the_parameter_order_fails_when_nothing_refuses_primary_first()
    {
        var result = await estate.RunAsync("parameter-order", subject => subject with { OrderCheck = (_, _, _) => [] });

        result.Broke("the plan of the wrong order is refused");
        Assert.DoesNotContain(result.Timeline.Marks, m => m.Kind == MarkKind.Fault);
    }

    /// <summary>S21: a login in a pooler's own list is not looked up on the server, so that the new password never comes into force.</summary>
    [Fact]
    public async Task Of_a_rotation_fails_when_the_poolers_list_holds_the_login()
    {
        var subject = await estate.WholeAsync();
        var lists = subject.Estate.Poolers.ToDictionary(p => p, p => File.ReadAllText(Path.Combine(p.Process.Directory, "userlist.txt")));
        await WriteListsAsync(list => $"{list}\"order_service\" \"{subject.Estate.Secrets.Logins["order_service"].Verifier}\"\n");
        try
        {
            var result = await estate.RunAsync("credential-rotation");

            result.Broke("new tasks commit with the new password", "the old password is refused afterwards");
            Assert.Contains("SASL authentication failed", result.Drawn(), StringComparison.Ordinal);
        }
        finally
        {
            await WriteListsAsync(list => list);
        }

        // A name that has been in the list is not looked up before the next start.
        async Task WriteListsAsync(Func<string, string> text)
        {
            foreach (var (pooler, list) in lists)
            {
                await pooler.StopAsync();
                pooler.Process.WriteFile("userlist.txt", text(list));
                await pooler.StartAsync();
            }
        }
    }

    /// <summary>S48: what a promotion declares is looked at while there is still a first region.</summary>
    [Theory]
    [InlineData("    retention: 7d", "    retention: 0d", "it declares it as a Multi-AZ writer with backups and without a source", "replicateSourceDb absent, multiAz True, backupRetentionPeriod 0")]
    [InlineData("  techcorp-pg-infra:pooler:\n(    .*\n)+", "", "the drill runs to its end",
        "Stack dr cannot be promoted; with disasterRecovery.promoted: true its configuration is refused: pooler is missing: allowed is an object (promotion declares the pooler; its configuration must be there before it is needed)")]
    public async Task Of_a_promotion_fails_before_the_fault_when_its_stack_declares_the_wrong_thing(string written, string instead, string broken, string seen)
    {
        var folder = Directory.CreateTempSubdirectory("pg-project-");
        try
        {
            foreach (var file in Directory.EnumerateFiles(Checkout.Root, "Pulumi*.yaml"))
                File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
            var copy = Path.Combine(folder.FullName, "Pulumi.dr.yaml");
            await File.WriteAllTextAsync(copy, Regex.Replace(await File.ReadAllTextAsync(copy), written, instead));

            var result = await estate.RunAsync("dr-promote", subject => subject with { Project = PulumiProject.Load(folder.FullName) });

            result.Broke(broken);
            Assert.Equal(seen, result.Checks.Single(c => !c.Holds).Seen);
            Assert.DoesNotContain(result.Timeline.Marks, m => m.Kind == MarkKind.Fault);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>S48: somebody tidied an unused slot away while the line was down, and nobody looked since.</summary>
    [Fact]
    public async Task Of_a_promotion_fails_before_the_fault_when_the_copy_has_lost_its_slot()
    {
        var subject = (await estate.WholeAsync()).Estate;
        var copy = subject.Node("techcorp-dr");
        copy.Cluster.Configure(new KeyValuePair<string, string>("primary_slot_name", "no_such_slot"));
        copy.Cluster.Reload();
        await subject.Writer.ExecuteAsync($"SELECT pg_terminate_backend(active_pid, 5000), pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '{copy.StreamingName}'");
        try
        {
            var result = await estate.RunAsync("dr-promote");

            result.Broke("the copy follows the writer");
            Assert.EndsWith($"bytes behind after 5 s; its slot on {subject.Writer.Identifier} is gone", result.Checks.Single(c => !c.Holds).Seen, StringComparison.Ordinal);
            Assert.DoesNotContain(result.Timeline.Marks, m => m.Kind == MarkKind.Fault);
        }
        finally
        {
            await subject.RebuildAsync(copy, subject.Writer);
        }
    }

    // Returns what it was.
    private async Task<string> LimitSlotsAsync(string value)
    {
        const string limit = "max_slot_wal_keep_size";
        var cluster = (await estate.WholeAsync()).Estate.Writer.Cluster;
        var before = cluster.Spec.Settings[limit];
        cluster.Configure(new KeyValuePair<string, string>(limit, value));
        cluster.Reload();
        return before;
    }

    // As somebody would who logs in on the task: the declared file stays as it is.
    private static async Task WriteConfigurationAsync(RunningPooler pooler, string setting, string value)
    {
        var file = pooler.Process.ConfigurationFile;
        pooler.Process.WriteFile(Path.GetFileName(file), string.Join('\n', (await File.ReadAllLinesAsync(file)).Select(l => l.StartsWith(setting + " =", StringComparison.Ordinal) ? $"{setting} = {value}" : l)));
        using var hangup = System.Diagnostics.Process.Start("kill", ["-HUP", pooler.Process.Pid!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await hangup.WaitForExitAsync();
    }
}
