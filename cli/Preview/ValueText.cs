using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Cli.Preview;

/// <summary>One value on one line; a reference as <c>→name.output</c>, since the property beside it tells the type.</summary>
internal static class ValueText
{
    public static string Of(JsonNode? value) => value switch
    {
        null => "null",
        JsonArray list => string.Join(", ", list.Select(Of)),
        JsonObject map => string.Join(", ", map.Select(m => $"{m.Key}={Of(m.Value)}")),
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => OneLine(PlanReference.Replace(value.GetValue<string>(), r => $"→{r.Name}.{r.Output}")),
            JsonValueKind.Number => value.GetValue<double>().ToString(CultureInfo.InvariantCulture),
            JsonValueKind.True => "true",
            _ => "false",
        },
    };

    private static string OneLine(string text)
    {
        // Policies and pgbouncer.ini are documents; here only their size is of interest, --json has them whole.
        if (text.Length <= 160 && !text.Contains('\n', StringComparison.Ordinal))
        {
            return text;
        }

        return string.Create(CultureInfo.InvariantCulture, $"({text.Length} characters)");
    }
}
