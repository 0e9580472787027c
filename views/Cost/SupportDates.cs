using System.Collections.Frozen;

namespace TechCorp.PgInfra.Views.Cost;

/// <summary>Until when RDS supports a PostgreSQL major version.</summary>
/// <param name="StandardEnd">Last day of standard support; Extended Support is billed from the next.</param>
/// <param name="ExtendedEnd">Last day of Extended Support.</param>
/// <remarks>
/// AWS's release calendar as github.com/endoflife-date/endoflife.date copied it in February 2025, products/amazon-rds-postgresql.md at
/// ddbcb193.
/// </remarks>
internal sealed record SupportDates(DateOnly StandardEnd, DateOnly ExtendedEnd)
{
    private static readonly FrozenDictionary<int, SupportDates> ByMajor = new Dictionary<int, SupportDates>
    {
        [15] = new(new(2028, 2, 29), new(2031, 2, 28)),
        [16] = new(new(2029, 2, 28), new(2032, 2, 29)),
        [17] = new(new(2030, 2, 28), new(2033, 2, 28)),
    }.ToFrozenDictionary();

    /// <summary>The dates of a major version; null when they are unknown.</summary>
    public static SupportDates? Of(int major) => ByMajor.GetValueOrDefault(major);
}
