using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TechCorp.PgInfra.Views.Grafana;

/// <summary>One dashboard, as Grafana imports and provisions it.</summary>
/// <param name="Uid">Part of its address, <c>/d/UID</c>.</param>
/// <param name="Json">Dashboard JSON, schema v1.</param>
public sealed record GrafanaDashboard(string Uid, JsonObject Json)
{
    /// <summary>The uid the source document links to (S33): production's.</summary>
    public const string ProductionUid = "postgres";

    /// <summary>Stack whose dashboards have that uid without the stack's name.</summary>
    public const string ProductionStack = "prod";

    private const int LongestUid = 40;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Title => Json["title"]!.GetValue<string>();

    public string FileName => $"{Uid}.json";

    /// <summary>The file's text, the same for the same estate on every machine.</summary>
    public string Text => Json.ToJsonString(Indented) + "\n";

    /// <summary>Grafana takes at most 40 characters; an instance identifier may have 63.</summary>
    public static string UidOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= LongestUid) return text;
        var tail = "-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
        return text[..(LongestUid - tail.Length)] + tail;
    }
}
