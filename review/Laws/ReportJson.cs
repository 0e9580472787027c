using System.Text.Encodings.Web;
using System.Text.Json;

namespace TechCorp.PgInfra.Review.Laws;

/// <summary>Values in reports: one line, quotes and arrows readable.</summary>
internal static class ReportJson
{
    public static JsonSerializerOptions Line { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
