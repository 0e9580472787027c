using System.Collections.Immutable;
using System.Globalization;

namespace TechCorp.PgInfra.Views.Cost;

/// <summary>Something a bill depends on and no declaration says.</summary>
/// <param name="Key">Its name on the command line.</param>
/// <param name="Default">Value unless it is given.</param>
/// <param name="Unit">Unit of the value.</param>
/// <param name="Meaning">What it is, and what the default rests on.</param>
/// <param name="Maximum">Largest value; the smallest is 0.</param>
public sealed record Assumption(string Key, decimal Default, string Unit, string Meaning, decimal Maximum);

/// <summary>The table of assumptions and the values that were given for some.</summary>
public sealed record Assumptions
{
    private ImmutableDictionary<string, decimal> _given = ImmutableDictionary<string, decimal>.Empty;

    /// <summary>Every assumption, in the order to explain them.</summary>
    public static ImmutableArray<Assumption> Table { get; } =
    [
        new("usedPercent", 50, "%", "of the allocated storage holds data; backups copy what is used", 100),
        new("changedPercentPerDay", 2, "%", "of the data changes in a day: what a daily snapshot adds, and what is copied to the other region", 100),
        new("walPercentPerDay", 4, "%", "of the data is written as WAL in a day: archived for point-in-time recovery, streamed to the other region", 1000),
        new("logGBPerDay", 0.5m, "GB", "of postgresql.log an instance exports in a day", 10_000),
        new("poolerLogGBPerDay", 0.1m, "GB", "the tasks of a pooler log in a day, together", 10_000),
        new("logStoredPercent", 15, "%", "of a log's size is stored: CloudWatch Logs keeps it compressed", 100),
        new("enhancedMonitoringGB", 0.27m, "GB", "an instance sends in a month at one metric set a minute; a shorter interval sends more in proportion", 1000),
        new("poolerGBPerHour", 1, "GB", "passes the pooler in an hour, both ways; a load balancer unit is 1 GB an hour", 100_000),
        new("otherZonePercent", 67, "%", "of the pooler's traffic reaches a task or an instance in another zone of three", 100),
        new("containerInsightsMetrics", 37, "metrics", "Container Insights writes for a cluster of one service: 12 of the cluster, 15 of the service, 10 of the task family", 10_000),
        new("notificationsPerMonth", 200, "messages", "an alarm topic sends to each subscriber in a month; the first 1,000 e-mails and 100,000 HTTPS calls are free", 10_000_000),
        new("kmsRequestsPerMonth", 100_000, "requests", "use each key in a month", 100_000_000_000),
        new("keyRotations", 0, "rotations", "each key has behind it; AWS bills the first two, $1 a month each", 100),
        new("secretReadsPerMonth", 1_000, "reads", "of each secret in a month", 10_000_000_000),
    ];

    /// <summary>Nothing given.</summary>
    public static Assumptions Defaults { get; } = new();

    /// <summary>The value in force. The key is one of <see cref="Table"/>.</summary>
    public decimal this[string key] => _given.TryGetValue(key, out var value) ? value : Table.First(a => a.Key == key).Default;

    /// <summary>True when a value was given for it.</summary>
    public bool IsGiven(string key) => _given.ContainsKey(key);

    /// <summary>Reads <c>key=value</c> texts; every problem at once.</summary>
    public static (Assumptions Value, ImmutableArray<string> Problems) Read(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var given = ImmutableDictionary.CreateBuilder<string, decimal>();
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (var text in texts)
        {
            var (key, value) = text.Split('=', 2) is [var left, var right] ? (left.Trim(), right.Trim()) : (text, "");
            if (Table.FirstOrDefault(a => a.Key == key) is not { } assumption)
            {
                problems.Add($"--assume {text}: there is no assumption '{key}'; they are {string.Join(", ", Table.Select(a => a.Key))}.");
            }
            else if (!decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > assumption.Maximum)
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"--assume {text}: {key} is a number of {assumption.Unit} from 0 to {assumption.Maximum:0}; left out, it is {assumption.Default}."));
            }
            else
            {
                given[key] = number;
            }
        }

        return (new() { _given = given.ToImmutable() }, problems.ToImmutable());
    }
}
