using System.Text.Json.Nodes;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Views.Sheet;
using TechCorp.PgInfra.Views.Sheet.Sections;
using TechCorp.PgInfra.Views.Tests.Support;

namespace TechCorp.PgInfra.Views.Tests.Sheet;

/// <summary>A page that shows yesterday's plan, or what somebody thought is declared, is worse than none.</summary>
public sealed class A_sheet_shows_what_the_plan_has
{
    private const string Primary = "techcorp-primary";

    public static TheoryData<string, string, string> Edits => new()
    {
        { "estate", "storage of the writer", "4,096 GiB gp3" },
        { "estate", "a replica in another zone", "us-east-1f" },
        { "cost", "storage of the writer", "4,096 GB × $0.23" },
        { "parameters", "a parameter", "511" },
        { "alarms", "an alarm's threshold", "91%" },
        { "endpoints", "the pooler's name", "pool.example" },
        { "windows", "the retention", "9 days, to any moment" },
        { "laws", "deletion protection", "deletion-protection" },
    };

    /// <summary>Each section follows an edit of what it is about.</summary>
    [Theory]
    [MemberData(nameof(Edits))]
    public async Task An_edit_of_the_plan_is_seen(string section, string edit, string seen)
    {
        var estate = await Estates.OfAsync("prod");
        var changed = edit switch
        {
            "storage of the writer" => estate.With(AwsTypes.Instance, Primary, "allocatedStorage", 4096),
            "a replica in another zone" => estate.With(AwsTypes.Instance, "techcorp-replica-1", "availabilityZone", "us-east-1f"),
            "a parameter" => estate.With(AwsTypes.ParameterGroup, "primary-postgres15", "parameters", new JsonArray(new JsonObject { ["name"] = "max_connections", ["value"] = "511", ["applyMethod"] = "pending-reboot" })),
            "an alarm's threshold" => estate.With(AwsTypes.Alarm, $"PostgresCPUHigh-{Primary}", "threshold", 91),
            "the pooler's name" => estate.With("aws:route53/record:Record", "pooler", "name", "pool.example"),
            "the retention" => estate.With(AwsTypes.Instance, Primary, "backupRetentionPeriod", 9),
            _ => estate.With(AwsTypes.Instance, Primary, "deletionProtection", false),
        };

        var before = Pages.Section(Pages.Of(estate), section);
        var after = Pages.Section(Pages.Of(changed), section);

        Assert.Contains(seen, after, StringComparison.Ordinal);
        Assert.NotEqual(before, after);
    }

    /// <summary>The arithmetic is what a reviewer checks: pages of 8 kB are not kB.</summary>
    [Fact]
    public async Task A_parameter_stands_with_its_arithmetic()
    {
        var parameters = Pages.Section(Pages.Of(await Estates.OfAsync("prod")), "parameters");

        Assert.Contains("shared_buffers 8GB 1,048,576 × 8 kB, 12.5 % of 64 GiB 8GB 1,048,576 × 8 kB, 12.5 % of 64 GiB 8GB 1,048,576 × 8 kB, 25 % of 32 GiB after a reboot", parameters, StringComparison.Ordinal);
        Assert.Contains("work_mem 256MB 262,144 kB, 0.39 % of 64 GiB", parameters, StringComparison.Ordinal);
        Assert.Contains("max_slot_wal_keep_size 200GB 204,800 MB, 9.77 % of 2,048 GiB of disk", parameters, StringComparison.Ordinal);
    }

    /// <summary>RDS's own way to write a share of the memory.</summary>
    [Fact]
    public async Task A_formula_of_the_class_is_worked_out()
    {
        var estate = (await Estates.OfAsync("prod")).With(AwsTypes.ParameterGroup, "primary-postgres15", "parameters",
            new JsonArray(new JsonObject { ["name"] = "shared_buffers", ["value"] = "{DBInstanceClassMemory/32768}", ["applyMethod"] = "pending-reboot" }));

        Assert.Contains("16 GiB 68,719,476,736 B / 32,768 × 8 kB; RDS counts somewhat less memory", Pages.Section(Pages.Of(estate), "parameters"), StringComparison.Ordinal);
    }

    /// <summary>The pooler's alarm is in no table of the catalogue, and is the one whose silence stops every service.</summary>
    [Theory]
    [InlineData("prod", "55 alarms of 17 kinds.")]
    [InlineData("staging", "42 alarms of 17 kinds.")]
    [InlineData("dr", "13 alarms of 13 kinds.")]
    public async Task Every_declared_alarm_is_on_it(string stack, string counted)
    {
        var estate = await Estates.OfAsync(stack);

        var alarms = Pages.Section(Pages.Of(estate), "alarms");

        Assert.StartsWith($"{estate.Plan.OfType(AwsTypes.Alarm).Count()} ", counted, StringComparison.Ordinal);
        Assert.Contains(counted, alarms, StringComparison.Ordinal);
        Assert.Equal(
            estate.Poolers.Any(),
            alarms.Contains("PgBouncerHealthyTasksLow HealthyHostCount < 2 5 of 5 × 60 s PgBouncer Fewer than 2 PgBouncer tasks accept connections; with none left every service is down. The stopped tasks of the ECS service", StringComparison.Ordinal));
    }

    /// <summary>The pooler has one host for both: only the database's name leads to the replicas.</summary>
    [Fact]
    public async Task A_pooled_string_names_its_database() =>
        Assert.Contains("DATABASE_URL_POOLED database techcorp DATABASE_URL_RO_POOLED database techcorp_ro", Pages.Section(Pages.Of(await Estates.OfAsync("prod")), "endpoints"), StringComparison.Ordinal);

    /// <summary>A drill proves the alarms that it says it fires, and is watched to fire them.</summary>
    [Fact]
    public void Each_alarm_has_the_drills_that_fire_it() => Assert.Equal(
        [
            "PostgresCPUHigh: cpu-and-latency", "PostgresConnectionsHigh: connections", "PostgresReadLatencyHigh: cpu-and-latency", "PostgresWriteLatencyHigh: cpu-and-latency",
            "PostgresReplicaLagHigh: lag, held-log, wraparound", "PostgresDiskSpaceLow: disk", "PostgresDeadlocks: deadlock", "PostgresSlotLagHigh: held-log",
            "PostgresTransactionIdAgeHigh: wraparound", "PostgresDBLoadHigh: lock-queue",
        ],
        AlarmTable.Rules.Where(r => !AlarmLine.DrillsOf(r.Name).IsEmpty).Select(r => $"{r.Name}: {string.Join(", ", AlarmLine.DrillsOf(r.Name))}"));

    [Fact]
    public async Task A_drill_report_marks_what_it_proved()
    {
        var input = Pages.Input(await Estates.OfAsync("prod")) with
        {
            Drills = SheetInput.ReadDrills("""{"drills":[{"name":"deadlock","passed":true},{"name":"disk","passed":false},{"name":"pooler-loss","passed":true}]}"""),
        };

        var alarms = Pages.Section(SheetPage.Render(input), "alarms");

        Assert.Contains("✓ deadlock", alarms, StringComparison.Ordinal);
        Assert.Contains("✗ disk failed", alarms, StringComparison.Ordinal);
        Assert.Contains("lag: not drilled", alarms, StringComparison.Ordinal);
        Assert.Contains("✓ pooler-loss", alarms.Split("PgBouncerHealthyTasksLow")[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verification_marks_each_cell()
    {
        var input = Pages.Input(await Estates.OfAsync("prod")) with
        {
            Verified = VerifiedPrivileges.Read("""{"logins":["auth_service","order_service"],"schemas":["auth","orders"],"violations":[{"role":"order_service","schema":"auth"},{"role":"order_service","schema":null}]}"""),
        };

        var privileges = Pages.Section(SheetPage.Render(input), "privileges");

        Assert.Contains("1 cell differs", privileges, StringComparison.Ordinal);
        Assert.Contains("auth_service rw ✓ ✓", privileges, StringComparison.Ordinal);
        Assert.Contains("order_service ✗ rw ✓", privileges, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_stacks_stand_side_by_side_and_only_differences_are_marked()
    {
        var page = SheetPage.Render(Pages.Input(await Estates.OfAsync("prod")) with { Other = Pages.Input(await Estates.OfAsync("staging")) });
        var compare = Pages.Section(page, "compare");

        Assert.Contains("shared_buffers ≠ 8GB 2GB", compare, StringComparison.Ordinal);
        Assert.Contains("max_connections 500 500", compare, StringComparison.Ordinal);
        Assert.Contains("backups kept ≠ 7 days 1 day", compare, StringComparison.Ordinal);

        // One replica more is no other alarm; another threshold is.
        Assert.Contains("PostgresCPUHigh > 80%, every instance > 80%, every instance", compare, StringComparison.Ordinal);
        Assert.Contains("PostgresDBLoadHigh ≠ > 8 or 4, every instance > 2, every instance", compare, StringComparison.Ordinal);
        Assert.Contains("PgBouncerHealthyTasksLow < 2, PgBouncer < 2, PgBouncer", compare, StringComparison.Ordinal);
        Assert.Contains("together 3,995.35 542.96 -3,452.39", compare, StringComparison.Ordinal);
        Assert.Equal(2 * compare.Split('≠').Length - 4, page.Split("<mark>").Length - 1);
    }

    /// <summary>A stack compared with itself differs in nothing.</summary>
    [Fact]
    public async Task A_stack_beside_itself_has_no_mark()
    {
        var input = Pages.Input(await Estates.OfAsync("dr"));

        Assert.DoesNotContain("<mark>", SheetPage.Render(input with { Other = input }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"drills":[{"name":"disk"}]}""")]
    public void What_is_no_drill_report_is_refused(string text) => Assert.Throws<FormatException>(() => SheetInput.ReadDrills(text));
}
