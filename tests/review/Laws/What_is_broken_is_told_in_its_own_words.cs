using System.Text.Json.Nodes;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Review.Laws.Relations;
using TechCorp.PgInfra.Review.Tests.Laws.Support;

namespace TechCorp.PgInfra.Review.Tests.Laws;

/// <summary>What breaches.txt cannot show, since these mistakes break more than one law or need more than one stack's plan.</summary>
public sealed class What_is_broken_is_told_in_its_own_words
{
    private const string Primary = "techcorp-primary";
    private const string Replica = "techcorp-replica-1";

    [Fact]
    public void Of_two_things_in_the_way_of_an_alarm_the_first_is_told() => Told(
        "PostgresCPUHigh-techcorp-primary, alarmActions = topic other has no subscription", "alarms-delivered",
        Estates.Of("prod", p => p.Add(AwsTypes.Topic, "other", []).Set(AwsTypes.Alarm, "PostgresCPUHigh-techcorp-primary", "alarmActions", new JsonArray($"${{{AwsTypes.Topic}::other.arn}}"))));

    [Fact]
    public void A_policy_that_is_none_is_shown() => Told(
        "alarms, policy = \"publish\"", "topic-policy", Estates.Of("prod", p => p.Set(AwsTypes.TopicPolicy, "alarms", "policy", "publish")));

    [Fact]
    public void A_password_on_a_replica_is_told_and_not_shown() => Told(
        $"{Replica}, password = is set", "replica-inherits", Estates.Of("prod", p => p.Instance(Replica, "password", "hunter2")));

    [Fact]
    public void Another_engine_is_told() => Told(
        $"{Primary}, engine = \"mysql\"", "one-engine", Estates.Of("prod", p => p.Instance(Primary, "engine", "mysql")));

    /// <summary>RDS replicates backups between certain pairs of regions only.</summary>
    [Fact]
    public void A_region_that_takes_no_backups_is_told() => Told(
        "replicated-backups, region = RDS does not replicate from us-east-1 to cn-north-1", "recovery-replicated",
        Estates.Of("dr", p => p.Region(AwsTypes.BackupsReplication, "replicated-backups", "cn-north-1")));

    [Fact]
    public void Replicas_are_counted_without_the_copies() => Told(
        $"{Primary}, replicas = 16", "replica-limits",
        Estates.Of("prod", p => p.Followers(Primary, 13).Parameter("primary", "max_wal_senders", "value", "50")));

    [Fact]
    public void A_chain_is_counted() => Told(
        "link-3, replicateSourceDb = a chain of 4", "replica-limits",
        Estates.Of("prod", p => p.Followers(Replica, 1, "link-1").Followers("link-1", 1, "link-2").Followers("link-2", 1, "link-3")));

    [Theory]
    [InlineData(5, "")]
    [InlineData(6, "techcorp-primary, copies in other regions = 6")]
    public void Five_other_regions_may_follow(int copies, string finding) => Told(
        finding, "replica-limits",
        Estates.Of("prod", p => p.Parameter("primary", "max_wal_senders", "value", "50")) with { Copies = [.. Enumerable.Repeat(Estates.Alone("dr"), copies)] });

    [Fact]
    public void A_copy_of_a_copy_is_told() => Told(
        "techcorp-dr, replicateSourceDb = a replica is the source of a copy in another region", "replica-limits",
        Estates.Of("dr") with { Copies = [Estates.Alone("dr")] });

    /// <summary>The plan of another project is not here: what it replicates is its own report's matter.</summary>
    [Fact]
    public void A_copy_of_another_projects_writer_is_not_asked_for_replicated_backups() =>
        Assert.Equal(0, Law("recovery-replicated").Judge(Estates.Alone("dr")).Judged);

    /// <summary>Events are the account's; with four instances the same line would stand there four times.</summary>
    [Fact]
    public void Events_are_asked_for_once() => Assert.Equal(1, Law("instance-events").Judge(Estates.Of("prod")).Judged);

    [Theory]
    [InlineData("sun:00:00-sun:01:00", 0, 60)]
    [InlineData("mon:00:00-mon:00:30", 1440, 1470)]
    [InlineData("tue:05:10-tue:06:00", 3190, 3240)]
    [InlineData("wed:23:00-thu:01:00", 5700, 5820)]
    [InlineData("fri:12:00-fri:13:00", 7920, 7980)]
    [InlineData("sat:23:30-sun:00:30", 10050, 10110)]
    [InlineData("sun:05:00-sun:05:00", 300, 10380)]
    public void A_window_is_minutes_of_a_week(string text, int start, int end) => Assert.Equal([new Week.Stretch(start, end)], Week.Window(text));

    [Theory]
    [InlineData("03:00-03:30", 180, 210)]
    [InlineData("23:45-00:15", 1425, 1455)]
    [InlineData("03:00-03:00", 180, 1620)]
    public void A_daily_window_comes_on_each_day_of_it(string text, int start, int end) =>
        Assert.Equal([0, 1440, 2880, 4320, 5760, 7200, 8640], Assert.IsType<List<Week.Stretch>>(Week.DailyWindow(text)).Where(w => w.End - w.Start == end - start).Select(w => w.Start - start));

    [Theory]
    [InlineData("xyz:05:00-sun:06:00")]
    [InlineData("sun:05:00-sun:25:00")]
    [InlineData("sun:05:00")]
    [InlineData(null)]
    public void What_is_no_window_is_none(string? text)
    {
        Assert.Empty(Week.Window(text));
        Assert.Empty(Week.DailyWindow(text));
    }

    private static Law Law(string id) => LawBook.All.Single(l => l.Id == id);

    private static void Told(string findings, string law, JudgedEstate estate) =>
        Assert.Equal(findings, string.Join('\n', Law(law).Judge(estate).Findings.Select(f => $"{f.Resource}, {f.Property} = {f.Value}")));
}
