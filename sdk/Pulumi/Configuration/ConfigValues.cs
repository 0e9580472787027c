using System.Text.Json;

namespace Pulumi;

/// <summary>Configuration as the engine hands it over: PULUMI_CONFIG, a JSON object of <c>namespace:key</c> to text.</summary>
internal static class ConfigValues
{
    public static IReadOnlyDictionary<string, string> FromEnvironment()
    {
        var text = Environment.GetEnvironmentVariable("PULUMI_CONFIG");
        if (string.IsNullOrEmpty(text))
            return new Dictionary<string, string>();

        using var document = JsonDocument.Parse(text);
        return document.RootElement.EnumerateObject().ToDictionary(
            property => CleanKey(property.Name),
            property => property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText());
    }

    // Old engines wrote "project:config:key".
    private static string CleanKey(string key)
        => key.Split(':') is [var space, "config", .. var rest] ? $"{space}:{string.Join(':', rest)}" : key;
}
