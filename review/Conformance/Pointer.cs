using System.Text.Json;

namespace TechCorp.PgInfra.Review.Conformance;

/// <summary>JSON pointers (RFC 6901) and the way back to them from a byte of the text.</summary>
internal static class Pointer
{
    /// <summary>A member's name as a part of a pointer.</summary>
    public static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>The pointer of the value that the byte at this offset belongs to; empty for the document itself.</summary>
    public static string At(ReadOnlySpan<byte> json, long offset)
    {
        var reader = new Utf8JsonReader(json);
        var parts = new Stack<(string? Name, int Items)>();
        var pointer = "";
        while (reader.Read() && reader.TokenStartIndex <= offset)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    parts.Pop();
                    parts.Push((reader.GetString(), default));
                    pointer = Join(parts);
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    parts.Pop();
                    pointer = Join(parts);
                    continue;
            }

            if (parts.TryPop(out var around))
            {
                parts.Push((around.Name, around.Items + 1));
            }

            pointer = Join(parts);
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                parts.Push(default);
            }
        }

        return pointer;
    }

    // Members by name, items by how many have begun.
    private static string Join(IEnumerable<(string? Name, int Items)> parts) =>
        string.Concat(parts.Reverse().Select(p => "/" + (p.Name is { } name ? Escape(name) : (p.Items - 1).ToString(System.Globalization.CultureInfo.InvariantCulture))));
}
