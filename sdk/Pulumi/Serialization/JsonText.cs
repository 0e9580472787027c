using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Pulumi.Serialization;

/// <summary>
/// The text a provider argument that is not a string travels as: <c>{ "tags": { "a": "b" } }</c>, spaced as the
/// engine's protocol writes it, keys in order.
/// </summary>
internal static class JsonText
{
    public static Output<string> Of(object value, string context)
        => new(WriteAsync(value, context));

    private static async Task<OutputData<string>> WriteAsync(object value, string context)
    {
        var (resources, plain, isKnown, isSecret) = await Serializer.SerializeAsync(context, value).ConfigureAwait(false);
        return new OutputData<string>(resources, isKnown ? Write(new StringBuilder(), plain).ToString() : "", isKnown, isSecret);
    }

    private static StringBuilder Write(StringBuilder text, object? value)
        => value switch
        {
            null => text.Append("null"),
            bool b => text.Append(b ? "true" : "false"),
            double d => text.Append(d.ToString("R", System.Globalization.CultureInfo.InvariantCulture)),
            ImmutableArray<object> items => Join(text, "[ ", items, " ]", Write),
            ImmutableDictionary<string, object> map => Join(
                text,
                "{ ",
                map.OrderBy(pair => pair.Key, StringComparer.Ordinal),
                " }",
                (t, pair) => Write(t.Append(JsonSerializer.Serialize(pair.Key)).Append(": "), pair.Value)),
            _ => text.Append(JsonSerializer.Serialize(value.ToString())),
        };

    private static StringBuilder Join<T>(
        StringBuilder text, string open, IEnumerable<T> items, string close, Func<StringBuilder, T, StringBuilder> write)
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            write(first ? text : text.Append(", "), item);
            first = false;
        }

        return first ? text.Append(close.TrimStart()) : text.Append(close);
    }
}
