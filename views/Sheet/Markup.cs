using System.Globalization;
using System.Net;

namespace TechCorp.PgInfra.Views.Sheet;

/// <summary>
/// HTML that is safe to print. It is made from interpolated text alone, and every value in it that is not markup itself is encoded:
/// a name from a configuration never becomes a tag.
/// </summary>
/// <param name="Html">The text.</param>
internal readonly record struct Markup(string Html)
{
    public static readonly Markup None = new("");

    public bool IsEmpty => Html.Length == 0;

    public static Markup Of(FormattableString text) => new(string.Format(CultureInfo.InvariantCulture, text.Format, [.. text.GetArguments().Select(Encode)]));

    public static Markup Join(IEnumerable<Markup> parts, string between = "") => new(string.Join(between, parts.Select(p => p.Html)));

    public static Markup Each<T>(IEnumerable<T> items, Func<T, FormattableString> one) => Join(items.Select(i => Of(one(i))));

    public override string ToString() => Html;

    private static object Encode(object? value) => value switch
    {
        Markup markup => markup.Html,
        IEnumerable<Markup> parts => Join(parts).Html,
        null => "",
        IFormattable number => new Encoded(number),
        _ => WebUtility.HtmlEncode(value.ToString() ?? ""),
    };

    // Keeps the format of its place in the text, for example {date:yyyy-MM-dd}.
    private sealed record Encoded(IFormattable Value) : IFormattable
    {
        public string ToString(string? format, IFormatProvider? provider) => WebUtility.HtmlEncode(Value.ToString(format, provider));
    }
}
