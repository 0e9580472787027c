using System.Text.Json;

namespace PulumiSdk.Generator.CSharp;

/// <summary>Values of the schema as C# literals.</summary>
internal static class Literal
{
    public static string Of(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal) + "\"";

    public static string Of(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? Of(value.GetString()!) : value.GetRawText();
}
