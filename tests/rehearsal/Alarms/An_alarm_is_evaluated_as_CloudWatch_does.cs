using TechCorp.PgInfra.Rehearsal.Alarms;

namespace TechCorp.PgInfra.Rehearsal.Tests.Alarms;

public class An_alarm_is_evaluated_as_CloudWatch_does
{
    /// <summary>
    /// The vendor's own tables ("Configuring how CloudWatch alarms treat missing data"): 0 is within the threshold, X breaches it, - is
    /// missing, the newest on the right. Without the fifth rows an alarm on a metric that stopped would never fire or fire too early.
    /// </summary>
    [Theory]
    [InlineData(3, 3, "0 - X - X", "OK", "OK", "OK", "OK")]
    [InlineData(3, 3, "0 - - - -", "OK", "OK", "OK", "OK")]
    [InlineData(3, 3, "- - - - -", "INSUFFICIENT_DATA", "current", "ALARM", "OK")]
    [InlineData(3, 3, "0 X X - X", "ALARM", "ALARM", "ALARM", "ALARM")]
    [InlineData(3, 3, "- - X - -", "ALARM", "current", "ALARM", "OK")]
    [InlineData(2, 3, "0 - X - X", "ALARM", "ALARM", "ALARM", "ALARM")]
    [InlineData(2, 3, "0 0 X 0 X", "ALARM", "ALARM", "ALARM", "ALARM")]
    [InlineData(2, 3, "0 - X - -", "OK", "OK", "ALARM", "OK")]
    [InlineData(2, 3, "- - - - 0", "OK", "OK", "ALARM", "OK")]
    [InlineData(2, 3, "- - - X -", "ALARM", "current", "ALARM", "OK")]
    public void The_documented_tables_hold(int m, int n, string points, string missing, string ignore, string breaching, string notBreaching)
    {
        foreach (var current in Enum.GetValues<AlarmState>())
        {
            Assert.Equal(
                [missing, ignore, breaching, notBreaching],
                new[] { "missing", "ignore", "breaching", "notBreaching" }.Select(treatment =>
                {
                    var state = AlarmEvaluation.Evaluate(Alarm(m, n, treatment), Points(points), current);
                    return state == current && Expected(treatment) == "current" ? "current" : Name(state);
                }));
        }

        string Expected(string treatment) => treatment == "ignore" ? ignore : "";
    }

    /// <summary>One late sample after silence is no proof: the next may be fine.</summary>
    [Theory]
    [InlineData("- - - - X")]
    [InlineData("- - - X -")]
    public void An_alarm_does_not_fire_prematurely_after_silence(string points) =>
        Assert.Equal(AlarmState.Ok, AlarmEvaluation.Evaluate(Alarm(3, 3, "missing"), Points(points), AlarmState.Ok));

    /// <summary>80 % for ten minutes leaves out a vacuum of nine.</summary>
    [Theory]
    [InlineData(9, AlarmState.Ok)]
    [InlineData(10, AlarmState.Alarm)]
    public void Ten_of_ten_is_not_nine_of_ten(int breaching, AlarmState expected) =>
        Assert.Equal(expected, AlarmEvaluation.Evaluate(Alarm(10, 10, "missing"), [.. Enumerable.Repeat<double?>(0, 12 - breaching), .. Enumerable.Repeat<double?>(1, breaching)], AlarmState.Ok));

    private static DeclaredAlarm Alarm(int m, int n, string missing) =>
        new("a", new("AWS/RDS", "CPUUtilization", "techcorp-primary"), "Average", 300, n, m, "GreaterThanThreshold", 0.5, missing);

    private static List<double?> Points(string text) => [.. text.Split(' ').Select(p => p switch { "X" => 1.0, "0" => 0.0, _ => (double?)null })];

    private static string Name(AlarmState state) => state switch
    {
        AlarmState.Ok => "OK",
        AlarmState.Alarm => "ALARM",
        _ => "INSUFFICIENT_DATA",
    };
}
