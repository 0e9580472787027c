using TechCorp.PgInfra.Rehearsal.Alarms;

namespace TechCorp.PgInfra.Rehearsal.Tests.Alarms;

public class A_board_watches_every_alarm
{
    private static readonly MetricId Cpu = new("AWS/RDS", "CPUUtilization", "techcorp-primary");
    private static readonly MetricId Lag = new("AWS/RDS", "ReplicaLag", "techcorp-replica-1");

    /// <summary>Each alarm has periods of its own; a change is dated at the end of the period that decided it.</summary>
    [Fact]
    public void An_alarm_fires_and_clears_at_the_end_of_its_periods()
    {
        var board = new AlarmBoard([Alarm("cpu", Cpu, 60, 2, "missing")]);
        double[] perMinute = [10, 90, 90, 10];
        for (var minute = 0; minute < perMinute.Length; minute++)
        {
            board.Record(Cpu, TimeSpan.FromSeconds(minute * 60 + 1), perMinute[minute]);
            board.AdvanceTo(TimeSpan.FromSeconds((minute + 1) * 60));
        }

        Assert.Equal(
            [
                new("cpu", TimeSpan.FromMinutes(1), AlarmState.InsufficientData, AlarmState.Ok),
                new("cpu", TimeSpan.FromMinutes(3), AlarmState.Ok, AlarmState.Alarm),
                new("cpu", TimeSpan.FromMinutes(4), AlarmState.Alarm, AlarmState.Ok),
            ],
            board.Transitions);
    }

    /// <summary>The statistic is of all samples within the period: an average hides the peak that a maximum shows.</summary>
    [Theory]
    [InlineData("Average", AlarmState.Ok)]
    [InlineData("Maximum", AlarmState.Alarm)]
    [InlineData("Minimum", AlarmState.Ok)]
    [InlineData("Sum", AlarmState.Alarm)]
    public void A_data_point_is_the_statistic_of_its_period(string statistic, AlarmState expected)
    {
        var board = new AlarmBoard([Alarm("cpu", Cpu, 60, 1, "missing") with { Statistic = statistic }]);
        board.Record(Cpu, TimeSpan.FromSeconds(10), 10);
        board.Record(Cpu, TimeSpan.FromSeconds(59), 100);
        board.Record(Cpu, TimeSpan.FromSeconds(60), 1000);
        board.AdvanceTo(TimeSpan.FromSeconds(119));

        Assert.Equal(expected, board["cpu"]);
    }

    /// <summary>A replica that died reports nothing at all, which is the worst lag there is.</summary>
    [Fact]
    public void Silence_of_a_replica_is_breaching()
    {
        var board = new AlarmBoard([Alarm("lag", Lag, 60, 3, "breaching"), Alarm("cpu", Cpu, 60, 3, "missing")]);
        foreach (var second in Enumerable.Range(0, 5).Select(m => m * 60))
        {
            board.Record(Lag, TimeSpan.FromSeconds(second), 1);
            board.Record(Cpu, TimeSpan.FromSeconds(second), 1);
        }

        board.AdvanceTo(TimeSpan.FromMinutes(20));

        Assert.Equal((AlarmState.Alarm, AlarmState.InsufficientData), (board["lag"], board["cpu"]));
    }

    private static DeclaredAlarm Alarm(string name, MetricId metric, int period, int n, string missing) =>
        new(name, metric, "Average", period, n, n, "GreaterThanThreshold", 80, missing);
}
