using System.Collections.Frozen;
using System.Collections.Immutable;

namespace TechCorp.PgInfra.Catalog;

/// <summary>Values that RDS and CloudWatch Logs take from a fixed set.</summary>
public static class MonitoringChoices
{
    /// <summary>Enhanced Monitoring interval in seconds; 0 is off (RDS API, MonitoringInterval).</summary>
    public static readonly FrozenSet<int> EnhancedIntervals = FrozenSet.Create(0, 1, 5, 10, 15, 30, 60);

    /// <summary>Log group retention in days (CloudWatch Logs API, PutRetentionPolicy).</summary>
    public static ImmutableArray<int> LogRetentions { get; } =
        [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    /// <summary>Performance Insights retention in days (RDS API, PerformanceInsightsRetentionPeriod): 7, months of 31 days up to 23, or 731.</summary>
    public static bool IsInsightsRetention(int days) => days is 7 or 731 || (days % 31 == 0 && days / 31 is >= 1 and <= 23);
}
