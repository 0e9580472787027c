using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Rehearsal.Alarms;
using TechCorp.PgInfra.Rehearsal.Plans;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Tests.Alarms;

/// <summary>
/// S39: what catalog/Alarms/LagBudget reckons, tried on the declared alarm and parameter second by second: wherever the hold begins
/// between two commits, and wherever in the minute RDS takes its sample.
/// </summary>
public class A_report_that_holds_replay_is_not_heard
{
    private const double Quiet = 20 * 60;
    private const int Grid = 5;

    /// <summary>
    /// An idle source commits when the log segment is switched, so that the lag is high before the hold and may stay so after it until the
    /// next one: nine minutes in all, of which samples a minute apart see nine.
    /// </summary>
    [Fact]
    public async Task On_an_idle_source_wherever_it_begins()
    {
        var (alarm, delay) = await AnalyticsAsync();

        Assert.DoesNotContain(Starts, start => Phases.Any(phase => Fires(alarm, Idle(start, delay), phase, worst: false) is not null));
        Assert.Contains(Starts, start => Phases.Any(phase => Fires(alarm, Idle(start, LagBudget.IdleSeconds + 4 * Grid), phase, worst: false) is not null));
    }

    /// <summary>A busy source goes on writing: after the hold replay has to catch up, 1.6 times as fast as the log comes.</summary>
    [Fact]
    public async Task On_a_busy_source_with_what_it_has_to_catch_up()
    {
        var (alarm, delay) = await AnalyticsAsync();

        Assert.DoesNotContain(Phases, phase => Fires(alarm, Busy(delay, 1.6), phase) is not null);
        Assert.Contains(Phases, phase => Fires(alarm, Busy(delay, 1.5), phase) is not null);
    }

    /// <summary>The statement timeout of reports, which was the delay once, woke somebody whatever else went on.</summary>
    [Fact]
    public async Task A_hold_of_fifteen_minutes_always_was()
    {
        var (alarm, _) = await AnalyticsAsync();

        Assert.All(Phases, phase => Assert.NotNull(Fires(alarm, Busy(900, 100), phase, worst: false)));
    }

    /// <summary>One that stops is told of within twelve minutes: one above the threshold, ten that breach, one that had begun.</summary>
    [Fact]
    public async Task A_replica_that_stopped_is()
    {
        var (alarm, _) = await AnalyticsAsync();

        Assert.All(Phases, phase => Assert.InRange(Fires(alarm, t => Math.Max(0, t - Quiet), phase, worst: false) ?? double.MaxValue, Quiet + 10 * 60, Quiet + 12 * 60));
    }

    private static IEnumerable<double> Starts => Enumerable.Range(1, LagBudget.IdleSeconds / Grid).Select(s => s * (double)Grid);

    private static IEnumerable<double> Phases => Enumerable.Range(0, 60 / Grid).Select(p => p * (double)Grid);

    private static async Task<(DeclaredAlarm Alarm, double Delay)> AnalyticsAsync()
    {
        var plans = await EstatePlans.CaptureAsync(Checkout.Root, "prod");
        var node = plans.Topology.Nodes.Where(n => n.Kind == NodeKind.Replica).MaxBy(n => Delay(n))!;
        return (DeclaredAlarms.From([plans.Estate]).Alarms.Single(a => a.Metric == new MetricId("AWS/RDS", "ReplicaLag", node.Identifier)), Delay(node));

        static double Delay(Node node) => int.Parse(node.Parameters[LagBudget.Parameter], System.Globalization.CultureInfo.InvariantCulture) / 1000.0;
    }

    // now() minus the newest replayed commit.
    private static Func<double, double> Idle(double start, double held) => t =>
    {
        var since = t - Quiet;
        if (since < 0) return 0;
        var replayed = since >= start && since < start + held ? start : since;
        // The commit that comes together with what conflicts queues up behind it.
        return since - Math.Floor((replayed == start ? start - 1e-6 : replayed) / LagBudget.IdleSeconds) * LagBudget.IdleSeconds;
    };

    private static Func<double, double> Busy(double held, double speed) => t =>
        Math.Max(0, Math.Min(t - Quiet, held - (speed - 1) * (t - Quiet - held)));

    // Seconds until the alarm fires, or null. RDS samples once a minute; the worst sample is the highest that minute can hold.
    private static double? Fires(DeclaredAlarm alarm, Func<double, double> lag, double phase, bool worst = true)
    {
        var board = new AlarmBoard([alarm]);
        for (var minute = 0; minute < 60; minute++)
        {
            var samples = Enumerable.Range(0, 60 / Grid).Select(s => lag(minute * 60 + s * Grid - phase));
            board.Record(alarm.Metric, TimeSpan.FromMinutes(minute), worst ? samples.Max() : samples.First());
            board.AdvanceTo(TimeSpan.FromMinutes(minute + 1));
        }

        return board.Transitions.FirstOrDefault(t => t.To == AlarmState.Alarm)?.At.TotalSeconds - phase;
    }
}
