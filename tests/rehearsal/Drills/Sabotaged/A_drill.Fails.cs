using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Rehearsal.Alarms;
using TechCorp.PgInfra.Rehearsal.Drills;

namespace TechCorp.PgInfra.Rehearsal.Tests.Drills.Sabotaged;

/// <summary>A drill that cannot fail proves nothing: it is run on an estate with the very thing broken that it guards.</summary>
[Collection(nameof(SharesTheSabotagedEstate))]
public sealed partial class A_drill(DrilledEstate estate)
{
    /// <summary>S2: Multi-AZ is a commit that waits for the other zone; without it what was acknowledged last is gone.</summary>
    [Fact]
    public async Task Of_a_zone_reports_lost_commits_when_no_standby_is_synchronous()
    {
        var subject = await estate.WholeAsync();
        await subject.Estate.Writer.SetSynchronousStandbyAsync(null);

        var result = await estate.RunAsync("az-failover");

        Assert.Contains("no acknowledged commit is lost", result.Broken());
        Assert.True(result["lost commits"] > 0, result.Drawn());
    }

    /// <summary>S47: backups without the log between them restore to three in the morning and to nothing else.</summary>
    [Fact]
    public async Task Of_recovery_fails_when_no_log_is_archived()
    {
        var writer = (await estate.WholeAsync()).Estate.Writer;
        var command = writer.Cluster.Spec.Settings["archive_command"];
        Archive("false");
        try
        {
            var result = await estate.RunAsync("pitr");

            result.Broke("the drill runs to its end");
            Assert.Contains("was not archived within 5 s", result.Checks[^1].Seen, StringComparison.Ordinal);
        }
        finally
        {
            Archive(command);
        }

        void Archive(string value)
        {
            writer.Cluster.Configure(new KeyValuePair<string, string>("archive_command", value));
            writer.Cluster.Reload();
        }
    }

    /// <summary>S43: CloudWatch reports bytes. A threshold of 20, meant as percent, never fires.</summary>
    [Fact]
    public async Task Of_the_disk_fails_when_the_threshold_is_in_the_wrong_unit()
    {
        var result = await estate.RunAsync("disk", subject => Changed(subject, "FreeStorageSpace", a => a with { Threshold = 20, EvaluationPeriods = 1, DatapointsToAlarm = 1 }));

        result.Broke("PostgresDiskSpaceLow-techcorp-primary fires");
    }

    /// <summary>S39: an alarm that waits for less than a report may hold replay fires on a healthy replica.</summary>
    [Fact]
    public async Task Of_lag_fails_when_the_alarm_hears_of_a_report_that_holds_replay()
    {
        var result = await estate.RunAsync("lag", subject => Changed(subject, "ReplicaLag", a => a with { EvaluationPeriods = 2, DatapointsToAlarm = 2 }));

        result.Broke("no other alarm fires");
        Assert.Contains("PostgresReplicaLagHigh-techcorp-analytics", result.Checks.Single(c => !c.Holds).Seen, StringComparison.Ordinal);
    }

    /// <summary>S44: the words alone also match the STATEMENT line of a query that quotes them; such an alarm cries wolf.</summary>
    [Fact]
    public async Task Of_a_deadlock_fails_when_the_filter_counts_a_quotation()
    {
        var result = await estate.RunAsync("deadlock", subject => Quoting(Changed(subject, DeadlockLogFilter.Metric, a => a with { PeriodSeconds = 60 })));

        result.Broke("the log line matches the declared filter exactly once");

        static DrillEstate Quoting(DrillEstate subject) => subject with
        {
            Alarms = subject.Alarms with { LogFilters = [.. subject.Alarms.LogFilters.Select(f => f with { Pattern = "\"deadlock detected\"" })] },
        };
    }

    /// <summary>S3: an alarm that hears of every task ECS replaces by itself wakes somebody at every deployment.</summary>
    [Fact]
    public async Task Of_a_pooler_fails_when_the_alarm_hears_of_a_task_that_is_replaced()
    {
        var result = await estate.RunAsync("pooler-loss", subject => Changed(subject, "HealthyHostCount", a => a with { EvaluationPeriods = 1, DatapointsToAlarm = 1 }));

        result.Broke("one that ECS replaces in time wakes nobody");
    }

    /// <summary>An alarm that nobody declared wakes nobody.</summary>
    [Theory]
    [InlineData("lag", "ReplicaLag")]
    [InlineData("held-log", "OldestReplicationSlotLag")]
    [InlineData("wraparound", "MaximumUsedTransactionIDs")]
    [InlineData("lock-queue", "DBLoad")]
    [InlineData("disk", "FreeStorageSpace")]
    [InlineData("cpu-and-latency", "CPUUtilization")]
    [InlineData("cpu-and-latency", "WriteLatency")]
    [InlineData("cpu-and-latency", "ReadLatency")]
    [InlineData("pooler-loss", "HealthyHostCount")]
    public async Task Fails_when_its_alarm_is_not_declared(string drill, string metric)
    {
        var result = await estate.RunAsync(drill, subject => subject with
        {
            Alarms = subject.Alarms with { Alarms = [.. subject.Alarms.Alarms.Where(a => a.Metric.Name != metric)] },
        });

        result.Broke("the drill runs to its end");
        Assert.Contains($"No alarm on {metric} ", result.Checks[^1].Seen, StringComparison.Ordinal);
    }

    private static DrillEstate Changed(DrillEstate subject, string metric, Func<DeclaredAlarm, DeclaredAlarm> change) => subject with
    {
        Alarms = subject.Alarms with { Alarms = subject.Alarms.Alarms.Select(a => a.Metric.Name == metric ? change(a) : a).ToImmutableArray() },
    };
}
