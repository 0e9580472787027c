using System.Globalization;
using System.Text.RegularExpressions;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Infra.Configuration.Reading;

/// <summary>How single values are written.</summary>
internal static partial class Parse
{
    public static bool Text(string text, out string value)
    {
        value = text.Trim();
        return value.Length > 0 && !value.Any(char.IsControl);
    }

    public static bool Flag(string text, out bool value) => bool.TryParse(text, out value);

    public static bool Whole(string text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    public static Parser<int> Between(int minimum, int maximum) =>
        (string text, out int value) => Whole(text, out value) && value >= minimum && value <= maximum;

    /// <summary>Text that a pattern matches.</summary>
    public static Parser<string> Matching(Regex pattern) =>
        (string text, out string value) => Text(text, out value) && pattern.IsMatch(value);

    /// <summary>The same text, of a key that may be left out.</summary>
    public static Parser<string?> Maybe(Parser<string> parse) => (string text, out string? value) =>
    {
        var ok = parse(text, out var found);
        value = found;
        return ok;
    };

    /// <summary>The same value, of a key that may be left out.</summary>
    public static Parser<T?> Maybe<T>(Parser<T> parse)
        where T : struct => (string text, out T? value) =>
    {
        var ok = parse(text, out var found);
        value = found;
        return ok;
    };

    /// <summary>One of a few words.</summary>
    public static Parser<T> Word<T>(IReadOnlyDictionary<string, T> words) =>
        (string text, out T value) => words.TryGetValue(text.Trim(), out value!);

    /// <summary>Days, <c>7d</c>; only values that <paramref name="allowed"/> knows.</summary>
    public static Parser<int> Days(Func<int, bool> allowed) => Time(86_400_000, allowed);

    /// <summary>Seconds, <c>60s</c> or <c>1min</c>; only values that <paramref name="allowed"/> knows.</summary>
    public static Parser<int> Seconds(Func<int, bool> allowed) => Time(1_000, allowed);

    /// <summary>Storage, <c>2TiB</c> or <c>2048GiB</c>, in GiB. TB and GB are refused: vendors, PostgreSQL and RDS mean three things by them.</summary>
    public static bool Storage(string text, out int gib) => Size(text, "GiB", ("TiB", 1024), out gib);

    /// <summary>Task memory, <c>512MiB</c> or <c>1GiB</c>, in MiB.</summary>
    public static bool Memory(string text, out int mib) => Size(text, "MiB", ("GiB", 1024), out mib);

    /// <summary>Throughput, <c>500MiB/s</c>.</summary>
    public static bool Throughput(string text, out int mibs)
    {
        mibs = 0;
        return text.EndsWith("/s", StringComparison.Ordinal) && Size(text[..^2], "MiB", ("GiB", 1024), out mibs);
    }

    /// <summary>An instance class of the catalogue.</summary>
    public static bool Class(string text, out InstanceClass value) => (value = InstanceClasses.Find(text.Trim())!) is not null;

    /// <summary><c>03:00-03:30</c>; the end may be on the next day.</summary>
    public static bool DailyWindow(string text, out DailyWindow window)
    {
        window = null!;
        if (DailyPattern().Match(text.Trim()) is not { Success: true } match || Clock(match, 1) is not { } start || Clock(match, 3) is not { } end)
        {
            return false;
        }

        window = new(start, end);
        return true;
    }

    /// <summary><c>sun:04:00-sun:05:00</c>.</summary>
    public static bool WeeklyWindow(string text, out WeeklyWindow window)
    {
        window = null!;
        if (WeeklyPattern().Match(text.Trim().ToLowerInvariant()) is not { Success: true } match
            || Clock(match, 2) is not { } start || Clock(match, 5) is not { } end)
        {
            return false;
        }

        window = new(Day(match.Groups[1].Value), start, Day(match.Groups[4].Value), end);
        return true;
    }

    private static Parser<int> Time(int milliseconds, Func<int, bool> allowed) =>
        (string text, out int value) =>
        {
            value = 0;
            if (Quantity.ToEngine(text, ParameterUnit.Milliseconds, out _) is not { } total
                || total % milliseconds != 0 || Math.Abs(total / milliseconds) > int.MaxValue)
            {
                return false;
            }

            value = (int)(total / milliseconds);
            return allowed(value);
        };

    private static bool Size(string text, string unit, (string Name, int Factor) larger, out int value)
    {
        value = 0;
        if (SizePattern().Match(text.Trim()) is not { Success: true } match
            || !decimal.TryParse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        var name = match.Groups[2].Value;
        var factor = name == unit ? 1 : name == larger.Name ? larger.Factor : 0;
        if (factor == 0 || number > 1_000_000 || number * factor != decimal.Truncate(number * factor))
        {
            return false;
        }

        value = (int)(number * factor);
        return true;
    }

    private static TimeOnly? Clock(Match match, int group)
    {
        var (hour, minute) = (int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture), int.Parse(match.Groups[group + 1].Value, CultureInfo.InvariantCulture));
        return hour < 24 && minute < 60 ? new TimeOnly(hour, minute) : null;
    }

    private static DayOfWeek Day(string name) => name switch
    {
        "mon" => DayOfWeek.Monday,
        "tue" => DayOfWeek.Tuesday,
        "wed" => DayOfWeek.Wednesday,
        "thu" => DayOfWeek.Thursday,
        "fri" => DayOfWeek.Friday,
        "sat" => DayOfWeek.Saturday,
        _ => DayOfWeek.Sunday,
    };

    [GeneratedRegex(@"\A([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})\z")]
    private static partial Regex DailyPattern();

    [GeneratedRegex(@"\A(mon|tue|wed|thu|fri|sat|sun):([0-9]{2}):([0-9]{2})-(mon|tue|wed|thu|fri|sat|sun):([0-9]{2}):([0-9]{2})\z")]
    private static partial Regex WeeklyPattern();

    [GeneratedRegex(@"\A([0-9]{1,7}(?:\.[0-9]{1,3})?) ?(MiB|GiB|TiB)\z")]
    private static partial Regex SizePattern();
}
