using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Review.Tests.Laws.Support;

namespace TechCorp.PgInfra.Review.Tests.Laws;

/// <summary>
/// S39: parameter and alarm stand in two places, and two people edit them. Whichever is edited, a healthy report wakes nobody
/// (docs/decisions/analytics-lag.md).
/// </summary>
public sealed class A_report_may_hold_replay_unheard
{
    private const string Alarm = "PostgresReplicaLagHigh";

    [Theory]
    [Trait("Requirement", "S39")]
    [InlineData(null, null, null)]
    [InlineData("5min", null, "replay held 300 s, and at most 240 s go unheard: the threshold 60 s + 480 s that 10 data points of 60 s miss - 300 s of an idle source or of catching up")]
    [InlineData("-1", null, "replay held without end, and at most 240 s go unheard: the threshold 60 s + 480 s that 10 data points of 60 s miss - 300 s of an idle source or of catching up")]
    [InlineData(null, "30s", "replay held 240 s, and at most 210 s go unheard: the threshold 30 s + 480 s that 10 data points of 60 s miss - 300 s of an idle source or of catching up")]
    [InlineData("15min", "12min", null)]
    [InlineData("15min", "11min", "replay held 900 s, and at most 840 s go unheard: the threshold 660 s + 480 s that 10 data points of 60 s miss - 300 s of an idle source or of catching up")]
    public async Task By_the_parameter_and_the_alarm_of_its_replica(string? delay, string? threshold, string? expected)
    {
        var configuration = Estates.Project.LoadStack("prod");
        if (delay is not null)
            configuration = configuration.With("techcorp-pg-infra:parameters", $$$"""{"analytics":{"max_standby_streaming_delay":"{{{delay}}}"}}""");
        if (threshold is not null)
        {
            configuration = configuration.With("techcorp-pg-infra:alarms", $$"""
                {"subscriptions":[{"protocol":"email","endpoint":"a@example.com"}],"overrides":[{"alarm":"{{Alarm}}","instance":"techcorp-analytics","threshold":"{{threshold}}"}]}
                """);
        }

        var answer = LawBook.All.Single(l => l.Id == "replay-hold-fits").Judge(await EstateAsync(configuration));

        Assert.Equal(3, answer.Judged);
        Assert.Equal(expected is null ? Array.Empty<Finding>() : [new("techcorp-analytics", LagBudget.Parameter, expected)], answer.Findings.AsEnumerable());
    }

    /// <summary>A lower threshold for every replica leaves less to reports alone: those of services hold for 30 s at most.</summary>
    [Fact]
    public async Task An_alarm_for_all_replicas_is_judged_on_each()
    {
        var answer = LawBook.All.Single(l => l.Id == "replay-hold-fits").Judge(await EstateAsync(Estates.Project.LoadStack("prod").With("techcorp-pg-infra:alarms", $$"""
            {"subscriptions":[{"protocol":"email","endpoint":"a@example.com"}],"overrides":[{"alarm":"{{Alarm}}","threshold":"5s"}]}
            """)));

        Assert.Equal(["techcorp-analytics"], answer.Findings.Select(f => f.Resource));
    }

    /// <summary>Where the parameter is left to RDS, PostgreSQL's 30 s hold; a copy in another region has them.</summary>
    [Fact]
    public void What_is_not_declared_is_PostgreSQLs_own()
    {
        var law = LawBook.All.Single(l => l.Id == "replay-hold-fits");

        Assert.Equal(new LawAnswer(1, []), law.Judge(Estates.Of("dr")) with { Findings = [] });
        Assert.Equal("replay held 30 s, and at most 20 s go unheard: the threshold 60 s + 260 s that 15 data points of 20 s miss - 300 s of an idle source or of catching up",
            Assert.Single(law.Judge(Estates.Of("dr", p => p
                .Set(AwsTypes.Alarm, $"{Alarm}-techcorp-dr", "period", 20)
                .Set(AwsTypes.Alarm, $"{Alarm}-techcorp-dr", "datapointsToAlarm", 15))).Findings).Value);
    }

    private static async Task<JudgedEstate> EstateAsync(StackConfiguration configuration) =>
        new(await EstatePlan.CaptureAsync(Estates.Project, configuration), EstatePlan.ReadSettings(configuration).Settings!, ServiceCatalog.TechCorp);
}
