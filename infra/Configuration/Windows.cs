namespace TechCorp.PgInfra.Infra.Configuration;

/// <summary>A daily window in UTC, as RDS writes it: <c>03:00-03:30</c>. At least 30 minutes; may pass midnight.</summary>
public sealed record DailyWindow(TimeOnly Start, TimeOnly End)
{
    public override string ToString() => $"{Start:HH\\:mm}-{End:HH\\:mm}";
}

/// <summary>A weekly window in UTC, as RDS writes it: <c>sun:04:00-sun:05:00</c>. 30 minutes to 24 hours.</summary>
public sealed record WeeklyWindow(DayOfWeek StartDay, TimeOnly Start, DayOfWeek EndDay, TimeOnly End)
{
    public override string ToString() => $"{Day(StartDay)}:{Start:HH\\:mm}-{Day(EndDay)}:{End:HH\\:mm}";

    private static string Day(DayOfWeek day) => day switch
    {
        DayOfWeek.Monday => "mon",
        DayOfWeek.Tuesday => "tue",
        DayOfWeek.Wednesday => "wed",
        DayOfWeek.Thursday => "thu",
        DayOfWeek.Friday => "fri",
        DayOfWeek.Saturday => "sat",
        _ => "sun",
    };
}
