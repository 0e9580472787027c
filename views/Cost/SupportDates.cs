namespace TechCorp.PgInfra.Views.Cost;

/// <summary>Until when RDS supports a PostgreSQL major version.</summary>
/// <param name="StandardEnd">Last day of standard support; Extended Support is billed from the next.</param>
/// <param name="ExtendedEnd">Last day of Extended Support.</param>
/// <remarks>PostgreSQL 15: endoflife.date's copy of the AWS release calendar of February 2025.</remarks>
internal sealed record SupportDates(DateOnly StandardEnd, DateOnly ExtendedEnd)
{
    public static SupportDates? Of(int major) => major == 15 ? new(new(2028, 2, 29), new(2031, 2, 28)) : null;
}
