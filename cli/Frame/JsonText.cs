using System.Text.Encodings.Web;
using System.Text.Json;

namespace TechCorp.PgInfra.Cli.Frame;

/// <summary>How JSON is printed.</summary>
internal static class JsonText
{
    /// <summary>Indented, with <c>&lt;</c> and quotes readable: it goes to a terminal or a parser, never into a page.</summary>
    public static JsonSerializerOptions Indented { get; } = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = System.Text.Json.Serialization.Metadata.JsonTypeInfoResolver.Combine(),
    };
}
