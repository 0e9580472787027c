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
        var parts = new Stack<(string Name, int Index)>();
        var pointer = "";
        while (reader.Read() && reader.TokenStartIndex <= offset)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    parts.Pop();
                    parts.Push((reader.GetString()!, -1));
                    pointer = Join(parts);
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    parts.Pop();
                    pointer = Join(parts);
                    continue;
            }

            if (parts.TryPeek(out var array) && array.Index >= 0)
            {
                parts.Pop();
                parts.Push((array.Name, array.Index + 1));
            }

            pointer = Join(parts);
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                parts.Push(("", -1));
            }
            else if (reader.TokenType == JsonTokenType.StartArray)
            {
                parts.Push(("", 0));
            }
        }

        return pointer;
    }

    // An object that was opened and has no member yet, and an array without an item, add nothing.
    private static string Join(IEnumerable<(string Name, int Index)> parts) =>
        string.Concat(parts.Reverse().Where(p => p.Index > 0 || p.Name.Length > 0).Select(p => "/" + (p.Index > 0 ? (p.Index - 1).ToString(System.Globalization.CultureInfo.InvariantCulture) : Escape(p.Name))));
}
