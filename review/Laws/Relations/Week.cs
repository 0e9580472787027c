using System.Globalization;

namespace TechCorp.PgInfra.Review.Laws.Relations;

/// <summary>Windows as RDS writes them, in minutes of a week.</summary>
internal static class Week
{
    private const int Day = 24 * 60;
    private const int Length = 7 * Day;

    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>A stretch of the week; <paramref name="End"/> may lie beyond it.</summary>
    internal readonly record struct Stretch(int Start, int End)
    {
        /// <summary>True when the two have a minute in common, the week being a circle.</summary>
        public bool Meets(Stretch other) => Distance(Start, other.Start) < End - Start || Distance(other.Start, Start) < other.End - other.Start;

        private static int Distance(int from, int to) => ((to - from) % Length + Length) % Length;
    }

    /// <summary><c>sun:05:00-sun:06:00</c>; nothing when the text is no window.</summary>
    public static List<Stretch> Window(string? text) =>
        text?.Split('-') is [var start, var end] && Minute(start) is { } from && Minute(end) is { } to ? [new(from, to > from ? to : to + Length)] : [];

    /// <summary><c>03:00-03:30</c> of every day; nothing when the text is no window.</summary>
    public static List<Stretch> DailyWindow(string? text) =>
        text?.Split('-') is [var start, var end] && Clock(start) is { } from && Clock(end) is { } to
            ? [.. Enumerable.Range(0, 7).Select(d => new Stretch(d * Day + from, d * Day + (to > from ? to : to + Day)))]
            : [];

    private static int? Minute(string text) =>
        text.Split(':', 2) is [var day, var clock] && Array.IndexOf(Days, day) is >= 0 and var index && Clock(clock) is { } minutes ? index * Day + minutes : null;

    private static int? Clock(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.Hour * 60 + time.Minute : null;
}
